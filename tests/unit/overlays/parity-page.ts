/** A PARITY page held against the specs: each problem names the line that is to be changed, and how. */
import { nearest } from '../../../harness/settings/nearest.ts';
import type { Titled } from './spec-titles.ts';

/** The tree that a page speaks of. */
export interface Tree {
  /** The tests of each spec of the tree, by its path. */
  readonly specs: ReadonlyMap<string, readonly Titled[]>;
  /** Whether there is such a file or folder. */
  has(path: string): boolean;
}

interface Page { readonly name: string; readonly text: string; readonly overlay: string; readonly unproven: boolean }

/** What is wrong with a page, one sentence each, the place first; empty where page and specs are in step. */
export function problemsOf(page: Page, tree: Tree): string[] {
  const lines = page.text.split('\n');
  const at = (index: number) => `${page.name}:${index + 1}`;
  return [
    ...tableProblems(lines, at),
    ...lines.flatMap((line, index) => [...namesOf(line, tree).problems, ...fileProblems(line, tree)].map(problem => `${at(index)}: ${problem}`)),
    ...lines.flatMap((line, index) => /\bfill in\b/i.test(line) ? [`${at(index)}: something is still to be filled in.`] : []),
    ...unnamed(page, lines, tree),
    ...(page.unproven === /^\*\*Unproven: /m.test(page.text) ? [] : [page.unproven ? `${page.name}:3: the recipe file says unproven; begin the page with "**Unproven: …**".` : `${page.name}: says "**Unproven:", and the recipe file does not; remove one.`]),
  ];
}

/** One table at least, of three columns, the last of them `here`; no cell empty. */
function tableProblems(lines: readonly string[], at: (index: number) => string): string[] {
  const rows = lines.flatMap((line, index) => line.startsWith('|') ? [{ line, index }] : []);
  if (rows.length === 0) return lines.some(line => line.startsWith('- `')) && /no predecessor/.test(lines[0] ?? '') ? [] : [`${at(0)}: the page has no table "| check | origin | here |", and its heading does not say "no predecessor".`];
  return rows.flatMap(({ line, index }) => {
    const cells = line.split('|').slice(1, -1).map(cell => cell.trim());
    const first = lines[index - 1]?.startsWith('|') !== true;
    const second = !first && lines[index - 2]?.startsWith('|') !== true;
    const form = !line.endsWith('|') || cells.length !== 3 ? `a row has three cells between bars, this one has ${cells.length}`
      : first && !(cells[0]?.startsWith('check') && cells[1] === 'origin' && cells[2] === 'here') ? 'a table begins with "| check | origin | here |"'
        : second && !cells.every(cell => /^:?-+:?$/.test(cell)) ? 'the second row of a table is "|---|---|---|"'
          : first && lines[index + 1]?.startsWith('|') !== true ? 'the table has no "|---|---|---|" and no rows'
            : cells.some(cell => cell === '') ? 'a cell is empty; where nobody attests a check, its origin is "origin not public"'
              : !first && !second && !/`|^(not|nothing)\b/.test(cells[2] ?? '') ? 'the last cell says neither where the check lives (a file between backticks) nor "not here: …"' : undefined;
    return form === undefined ? [] : [`${at(index)}: ${form}.`];
  });
}

/** The tests that a line names, as `file › title`, a title ending with its cell, its line or a semicolon. */
function namesOf(line: string, { specs }: Tree): { named: string[]; problems: string[] } {
  const named: string[] = [];
  const problems: string[] = [];
  for (const [, file = '', rest = ''] of line.matchAll(/`([^`]+\.spec\.ts)` › ((?:(?!`[^`]+\.spec\.ts` › )[^|])+)/g)) {
    const titles = (specs.get(file) ?? []).flatMap(({ title }) => title ?? []);
    const whole = rest.trim();
    const title = titles.includes(whole) ? whole : whole.split(';')[0]?.trim() ?? '';
    if (!specs.has(file)) problems.push(`there is no spec ${file}.`);
    else if (!titles.includes(title)) problems.push(`${file} has no test "${title}"; ${suggestion(title, titles)}.`);
    named.push(`${file} › ${title}`);
  }
  return { named, problems };
}

function suggestion(title: string, titles: readonly string[]): string {
  const [near] = nearest(title, titles);
  return near === undefined ? `it has ${titles.map(each => `"${each}"`).join(', ')}` : `write "${near}"`;
}

function fileProblems(line: string, tree: Tree): string[] {
  return [...line.matchAll(/`((?:generic|harness|overlays|recipes|tests\/unit)\/[^`\s]+)`/g)].flatMap(([, file = '']) => file.endsWith('.spec.ts') && line.includes(`\`${file}\` › `) || tree.has(file) ? [] : [`there is no ${file}.`]);
}

/** Tests of the overlay that no line names. */
function unnamed(page: Page, lines: readonly string[], tree: Tree): string[] {
  const named = new Set(lines.flatMap(line => namesOf(line, tree).named));
  return [...tree.specs].filter(([file]) => file.startsWith(`${page.overlay}/`)).flatMap(([file, tests]) => [
    ...(tests.length === 0 ? [`${file}:1: no test can be read from this spec; remove it, or write its tests as test('…', …).`] : []),
    ...tests.flatMap(({ title, line }) => title === undefined ? [`${file}:${line}: the title is put together when the spec runs; write it as one string, so that ${page.name} can name it.`]
      : named.has(`${file} › ${title}`) ? [] : [`${file}:${line}: ${page.name} does not name this test; add the line "- \`${file}\` › ${title}".`]),
  ]);
}
