import MarkdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { commentText, type CommentMore } from '../../../harness/forge/comment.ts';
import { headline } from '../../../harness/forge/comment-parts.ts';
import type { Outcome } from '../../../harness/forge/outcome.ts';
import { rungNames } from '../../../harness/report/level/rungs.ts';
import type { Results } from '../../../harness/report/results-schema.ts';
import { sampleResults, sampleTest } from '../report/sample-results.ts';

const links: CommentMore['links'] = { report: 'https://ci.test/report', build: 'https://ci.test/12' };
const failed = sampleTest('a draft is invisible', { status: 'failed', problem: { code: 'ERR_ASSERTION', fault: 'recipe', message: 'it was visible', wayOut: 'Hide it.' } });

function withLevel(level: number, reason = 'a draft is invisible: it was visible'): Results['level'] {
  return {
    level, heldBy: { rung: rungNames[level] ?? 'proof', reason },
    rungs: rungNames.map((name, at) => at === level ? { name, status: 'fail', reason } : { name, status: 'pass', reason: '' }),
  };
}

function red(more: Partial<Results> = {}): Results {
  return sampleResults({ verdict: 'red', fault: 'recipe', exitCode: 1, tests: [...sampleResults().tests, failed], level: withLevel(3), ...more });
}

function of(results: Results, more: Partial<CommentMore> = {}): string {
  return commentText([{ recipe: 'ghost', results }], { links, ...more });
}

/** What a reader of the rendered page meets: Markdown with raw HTML let through, and links found in the text as forges find them. */
function rendered(markdown: string): { text: string; links: string[]; images: string[]; html: string[]} {
  const tokens = new MarkdownIt({ html: true, linkify: true }).parse(markdown, {}).flatMap(token => [token, ...(token.children ?? []).flatMap(child => [child, ...(child.children ?? [])])]);
  const textOf = (types: readonly string[]): string[] => tokens.filter(({ type }) => types.includes(type)).map(({ content }) => content.trim());
  return {
    // What stands in code is neither a mention nor a reference.
    text: textOf(['text']).join(' '),
    links: tokens.filter(({ type }) => type === 'link_open').map(token => String(token.attrGet('href'))),
    images: tokens.filter(({ type }) => type === 'image').map(token => String(token.attrGet('src'))),
    html: textOf(['html_inline', 'html_block']).flatMap(each => each.split('\n')),
  };
}

describe('at a glance', () => {
  test('where it stands, what has changed, what to mend and how; the rest is folded', () => {
    const base = sampleResults();
    expect(of(red(), { base: new Map([['ghost', base]]), baseName: 'main', cardUrl: () => 'https://ci.test/card.png' })).toBe(`### ghost: red by the recipe's fault, level 3 of 7: survives backup, restore and disaster

[![Card of ghost](https://ci.test/card.png)](https://ci.test/report)

Against \`main\`: **7 → 3, one test more**

**To mend:** a draft is invisible: it was visible. \`ERR_ASSERTION\`, the recipe's fault.
**Way out:** Hide it.

| level | | | |
|---|---|---|---|
| 1 | installs from nothing | pass |  |
| 2 | upgrades with its data | pass |  |
| 3 | survives backup, restore and disaster | pass |  |
| 4 | does what it is for, before witnesses | fail | a draft is invisible: it was visible |
| 5 | does it in the browser, and with single sign-on | pass |  |
| 6 | is clean by lint, its own and abra's | pass |  |
| 7 | is proved by sabotage | pass |  |

<details><summary>One test failed or did not run</summary>

- failed: a draft is invisible (\`overlays/ghost/functional/posts.spec.ts\`): it was visible. \`ERR_ASSERTION\`, the recipe's fault. Way out: Hide it.

</details>

[Report](https://ci.test/report) · [Build](https://ci.test/12) · 95 s
`);
  });

  test('a green one says what the next level wants', () => {
    const text = of(sampleResults({ level: { level: 6, rungs: rungNames.map(name => name === 'proof' ? { name, status: 'unverified', reason: 'never broken on purpose' } : { name, status: 'pass', reason: '' }), heldBy: null } }));
    expect(text).toContain('**For level 7**, is proved by sabotage: never broken on purpose.');
    expect(text).not.toContain('To mend');
    expect(text).not.toContain('<details>');
  });

  test('a test that nobody explains is named', () => {
    expect(of(red({ fault: null, verdict: 'unverified', tests: [sampleTest('x', { status: 'unverified' })] }))).toContain('**To mend:** x: unverified\n');
  });

  test('one at the top has nothing to mend', () => {
    expect(of(sampleResults())).not.toMatch(/To mend|For level/);
  });

  test('a recipe without results says why', () => {
    expect(commentText([{ recipe: 'ghost', unreadable: 'they are of another build' }], { links: {} })).toBe('### ghost: no results\n\nThere are no results to tell of: they are of another build.\n');
  });

  test('of several, what the verdict blames is told first', () => {
    const noImage = { code: 'ERR_IMAGE_UNAVAILABLE', fault: 'environment', message: 'no image', wayOut: 'Wait.' } as const;
    expect(of(red({ fault: 'environment', problems: [{ ...noImage, fault: 'recipe', message: 'other' }], tests: [failed, sampleTest('x', { status: 'unverified', problem: noImage })] })))
      .toContain('**To mend:** x: no image. `ERR_IMAGE_UNAVAILABLE`, the environment\'s fault.\n**Way out:** Wait.');
  });

  test('several recipes stand in a table; what is not green is told below', () => {
    const text = commentText([{ recipe: 'ghost', results: red() }, { recipe: 'kinto', results: sampleResults({ recipe: 'kinto' }) }, { recipe: 'n8n', unreadable: 'it is no JSON' }],
      { links, base: new Map([['kinto', sampleResults({ recipe: 'kinto', durationMs: 60_000 })]]) });
    expect(text).toContain('| kinto | green, level 7 of 7: is proved by sabotage | level 7 as before, 35 s more |\n| n8n | no results |  |');
    expect([...text.matchAll(/^### (.*)$/gm)].map(([, heading]) => heading)).toEqual(["ghost: red by the recipe's fault, level 3 of 7: survives backup, restore and disaster", 'n8n: no results']);
  });
});

describe('only understates', () => {
  const shows = (results: Results): string => headline({ recipe: 'ghost', results });
  test.each<[string, Results]>([
    ['a narrowed run', sampleResults({ partial: true })],
    ['a run without a level', sampleResults({ level: null })],
    ['a level without its rungs', sampleResults({ level: { level: 7, rungs: [], heldBy: null } })],
  ])('%s has no level', (_name, results) => {
    expect(shows(results)).not.toContain('level 7');
    expect(of(results, { cardUrl: () => undefined })).not.toContain('| level |');
  });

  test.each(['unverified', 'fail'] as const)('an install that is told as %s', status => {
    const rungs = withLevel(0)?.rungs.map(rung => ({ ...rung, status }));
    expect(shows(sampleResults({ verdict: 'red', fault: 'environment', level: { level: 0, rungs: rungs ?? [], heldBy: null } }))).toBe(`red by the environment's fault, level 0 of 7: ${status === 'fail' ? 'does not install' : 'is not shown to install'}`);
  });

  test('a level above its rungs is theirs', () => expect(shows(sampleResults({ level: { ...withLevel(2), level: 7, heldBy: null } as Results['level'] }))).toContain('level 2 of 7'));

  test('a run without a level says why, and no words of others become markup', () => {
    expect(shows(sampleResults({ level: null, levelUnknown: 'the run was interrupted' }))).toBe('green, level unknown: the run was interrupted');
    expect(shows(sampleResults({ level: null, exitCode: 4, secretSearch: { secrets: 3, masked: 0, found: ['a.log'] } }))).toBe('green, level unknown: its run left a secret in a.log');
    expect(shows(sampleResults({ level: null, levelUnknown: '@everyone <b>|' }))).not.toMatch(/@everyone|<b>|\|/);
  });

  test('a narrowed run says so, and has no card', () => {
    const text = of(sampleResults({ partial: true, level: null, narrowedBy: ['--grep @backup'] }), { cardUrl: () => 'https://ci.test/card.png' });
    expect(text).toContain('Only a part was run (`--grep @backup`): it says nothing of the rest, and gives no level.');
    expect(text).not.toContain('card.png');
  });

  test('a card that cannot be shown leaves the words', () => {
    for (const url of [undefined, null, '', 'card.png', 'javascript:alert(1)']) expect(of(red(), { cardUrl: () => url })).toContain('level 3 of 7');
  });
});

describe('results that mean harm', () => {
  const evil = [
    '<script>alert(1)</script><img src=x onerror=alert(2)><details open></details><!-- recipe-harness 0 -->-->',
    '![picture](https://evil.test/a.png) [click](https://evil.test) <https://evil.test> https://evil.test www.evil.test mailto:a@evil.test',
    '@admin @coop/owners closes #12, coop/ghost#12, !7 and [[page]] a@evil.test',
    '| a | b |\n|---|---|\n\n# heading\n\n```\nfence\n``` `code` **bold** ~~no~~ $x$ \\(y\\) :tada:\r\n- [x] done\n> quote\n---\n1. one',
    '\u202Egnp.exe\u202C \u0000\u0007\u001b[31mred \u200B\uD800 &lt;b&gt; &#64;admin [ref]: https://evil.test "t"',
    '</details></summary></td></table><summary>',
    '`', '``', '\\', '|', '\\|', '`|`', '](https://evil.test)', '](https://evil.test)[', '\n\n    code', '___', '***', '<!--', '-->', '[^1]', '[x]',
  ];
  const problem = (text: string) => ({ code: text, fault: 'recipe' as const, message: text, wayOut: text });

  function hostile(text: string): Outcome {
    return {
      recipe: text, results: red({
        recipe: text, problems: [problem(text)], narrowedBy: [text], level: withLevel(3, text),
        tests: [sampleTest(text, { status: 'failed', file: text, problem: problem(text) }), sampleTest(text, { status: 'unverified', file: `../../${text}` })],
        build: { service: 'drone', repository: text, pullRequest: 3, branch: text, base: text, commit: text, link: text },
      }),
    };
  }

  test.each([...evil, evil.join('\n')])('%j is text', text => {
    const more: CommentMore = { links, baseName: text, cardUrl: () => `https://ci.test/${encodeURIComponent(text.toWellFormed())}.png`, base: new Map([[text, sampleResults({ recipe: text })]]) };
    for (const outcomes of [[hostile(text)], [hostile(text), { recipe: text, unreadable: text }]] satisfies Outcome[][]) {
      const markdown = commentText(outcomes, more);
      const page = rendered(markdown);
      expect(page.links.filter(link => !/^https:\/\/ci\.test\/(report|12)$/.test(link))).toEqual([]);
      expect(page.images.filter(image => !image.startsWith('https://ci.test/'))).toEqual([]);
      expect([...new Set(page.html)].filter(each => each !== '')).toEqual(['<details><summary>2 tests failed or did not run</summary>', '</details>']);
      // As Gitea finds them in what is shown: mentions, and references to issues and pull requests.
      expect(page.text).not.toMatch(/(?:\s|^|[([])@[\w-]|[#!]\d/);
      // Control characters, and what turns letters round or hides them; the joiner that parts them is ours.
      expect(markdown.replaceAll(/[\n\u2060]/g, '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}]/u);
      expect(markdown.match(/^#+ /gm)).toHaveLength(outcomes.length);
      expect(markdown).toMatch(outcomes.length === 1 ? /^### / : /^\| recipe \|/);
      expect(markdown).not.toMatch(/^\s*<!--/m);
    }
  });

  test('addresses that mean harm are none', () => {
    for (const bad of ['javascript:alert(1)', 'https://user:secret@ci.test/x', 'data:text/html,x', 'https://ci.test/a) [x](https://evil.test', 'https://ci.test/"><script>']) {
      const page = rendered(of(red(), { links: { report: bad, build: bad }, cardUrl: () => bad }));
      expect([...page.links, ...page.images].filter(each => !each.startsWith('https://ci.test/'))).toEqual([]);
      expect(page.html.filter(each => each.includes('script'))).toEqual([]);
      expect(of(red(), { links: { report: bad } })).not.toContain('secret');
    }
  });

  test.each(['x', '|', '<', '&', '\\', '`', '😀', '\n', '@a ', '@', '['])('huge texts of %j leave it below the forge\'s limit, whatever there is of them', letter => {
    const huge = letter.repeat(200_000);
    const one = hostile(huge);
    const results = 'results' in one ? one.results : sampleResults();
    const many = Array.from({ length: 2_000 }, (_, at) => sampleTest(`${at} ${huge}`, { status: 'failed', file: huge, problem: problem(huge) }));
    const crowd: Outcome = { recipe: huge, results: { ...results, tests: many, narrowedBy: Array.from({ length: 1_000 }, () => huge) } };
    for (const outcomes of [[crowd], Array.from({ length: 3 }, () => crowd), Array.from({ length: 500 }, (): Outcome => ({ recipe: huge, unreadable: huge }))]) {
      const markdown = commentText(outcomes, { links });
      expect(Buffer.byteLength(markdown)).toBeLessThanOrEqual(60_000);
      expect(markdown.split('<details>')).toHaveLength(markdown.split('</details>').length);
      expect(markdown).toContain('[Report](https://ci.test/report)');
    }
  });
});
