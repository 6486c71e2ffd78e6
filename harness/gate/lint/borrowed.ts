/** Patterns that eslint-plugin-playwright finds well; what is set differently from its own recommendation says why. */
import type { FoundPattern, Pattern } from './pattern.ts';

export interface BorrowedRule {
  /** As ESLint names it. */
  readonly name: string;
  readonly options?: object;
  readonly patterns: readonly [FoundPattern, ...FoundPattern[]];
}

function borrowed(rule: string, [first, ...more]: readonly [Pattern, ...Pattern[]], options?: object): BorrowedRule {
  const name = `playwright/${rule}`;
  return { name, patterns: [{ ...first, rule: name }, ...more.map(pattern => ({ ...pattern, rule: name }))], ...(options && { options }) };
}

const published = "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\n";
const listed = `${published}expect((await api.get('/posts')).text()).toContain(title);`;
const shown = `${published}await page.goto(app.url);\nawait expect(page.getByRole('heading', { name: title })).toBeVisible();`;
const testOf = (body: string, head = "test('posts are listed'") => `${head}, async ({ api, app, page, unique }) => {\n${body.replace(/^/gm, '  ')}\n});`;

export const notRun: readonly BorrowedRule[] = [
  borrowed('no-skipped-test', [
    {
      name: 'skipped-test', place: 'spec',
      why: 'A test that is skipped is green in nobody\'s eyes but the reader\'s; the run calls it unverified.',
      instead: 'mend it or remove it; what the recipe cannot do is `[[declared]]` in its file.',
      bad: testOf(listed, "test.skip('posts are listed'"), good: testOf(listed),
    },
    {
      name: 'fixme', place: 'spec',
      why: 'A test to be mended later is a test that does not run.',
      instead: 'mend it, or remove it and say in PARITY what is not checked.',
      bad: testOf(listed, "test.fixme('posts are listed'"), good: testOf(listed),
    },
    {
      name: 'conditional-skip', place: 'test',
      why: 'Whether it runs depends on the machine; where it does not, it proves nothing.',
      instead: 'let it run everywhere; what the recipe cannot do is `[[declared]]` in its file.',
      bad: `test.skip(process.platform === 'linux', 'flaky there');\n${listed}`, good: listed,
    },
    {
      name: 'skip-from-inside', place: 'spec',
      why: 'A test that leaves while it runs has decided its own verdict.',
      instead: 'let it run; what the recipe cannot do is `[[declared]]` in its file.',
      bad: testOf(`info.fixme(true, 'posts are slow today');\n${listed}`).replace('unique })', 'unique }, info)'), good: testOf(listed),
    },
  ], { disallowFixme: true }),
  borrowed('no-focused-test', [{
    name: 'only', place: 'spec',
    why: 'All other tests are left out, and the run is partial.',
    instead: 'choose tests on the command line: `--grep`.',
    bad: testOf(listed, "test.only('posts are listed'"), good: testOf(listed),
  }]),
  borrowed('no-commented-out-tests', [{
    name: 'commented-out-test', place: 'spec',
    why: 'It looks like a test and is none; nobody counts it as missing.',
    instead: 'mend it or remove it; the history keeps it.',
    bad: `${testOf(listed)}\n// test('a post is deleted', async ({ api }) => {});`, good: testOf(listed),
  }]),
  borrowed('no-slowed-test', [{
    name: 'slowed-test', place: 'test',
    why: 'Three times the time, for something that is not named.',
    instead: 'name it: `assertConverges(…, { what, deadlineSeconds })`.',
    bad: `test.slow();\n${listed}`,
    good: `${published}const posts = await assertConverges(() => retryHttpGet(api, '/posts'), { what: 'the post is listed', deadlineSeconds: 20 });\nexpect(posts.text()).toContain(title);`,
  }]),
  borrowed('no-identical-title', [{
    name: 'identical-titles', place: 'spec',
    why: 'Of two tests with one name, a report or PARITY cannot tell which it means.',
    instead: 'let each title say what its own test proves.',
    bad: `test.describe('posts', () => {\n${[testOf(listed), testOf(shown)].join('\n').replace(/^/gm, '  ')}\n});`,
    good: [testOf(listed), testOf(shown, "test('posts are shown'")].join('\n'),
  }]),
];

export const waiting: readonly BorrowedRule[] = [
  borrowed('no-wait-for-timeout', [{
    name: 'fixed-wait', place: 'test',
    why: 'A pause is too long on a fast machine, too short on a slow one, and says nothing of what it waits for.',
    instead: 'assert on what must appear; such assertions poll.',
    bad: `${published}await page.goto(app.url);\nawait page.waitForTimeout(3_000);\nawait expect(page.getByRole('heading', { name: title })).toBeVisible();`, good: shown,
  }]),
  borrowed('no-networkidle', [{
    name: 'networkidle', place: 'test',
    why: 'Half a second without a request says nothing of the page; an app that polls never reaches it.',
    instead: 'assert on what must appear; such assertions poll.',
    bad: `${published}await page.goto(app.url, { waitUntil: 'networkidle' });\nawait expect(page.getByRole('heading', { name: title })).toBeVisible();`, good: shown,
  }]),
  borrowed('no-wait-for-selector', [{
    name: 'wait-for-selector', place: 'test',
    why: 'It waits for a piece of markup, and asserts nothing.',
    instead: 'assert on what a user sees; such assertions wait.',
    bad: `${published}await page.goto(app.url);\nawait page.waitForSelector('.posts');\nawait expect(page.getByRole('heading', { name: title })).toBeVisible();`, good: shown,
  }]),
  borrowed('no-wait-for-navigation', [{
    name: 'wait-for-navigation', place: 'test',
    why: 'It may have happened before it is waited for: then the test hangs, now and then.',
    instead: 'wait for the address: `page.waitForURL(…)`.',
    bad: `${published}await page.goto(app.url);\nawait page.getByRole('link', { name: title }).click();\nawait page.waitForNavigation();\nawait expect(page.getByRole('heading', { name: title })).toBeVisible();`,
    good: `${published}await page.goto(app.url);\nawait page.getByRole('link', { name: title }).click();\nawait page.waitForURL(\`\${app.url}/posts/**\`);\nawait expect(page.getByRole('heading', { name: title })).toBeVisible();`,
  }]),
  borrowed('no-page-pause', [{
    name: 'page-pause', place: 'test',
    why: 'It waits for a person, who is not there.',
    instead: 'look at the trace, or run with `--debug`.',
    bad: `${published}await page.goto(app.url);\nawait page.pause();\nawait expect(page.getByRole('heading', { name: title })).toBeVisible();`, good: shown,
  }]),
  borrowed('require-to-pass-timeout', [{
    name: 'endless-retry', place: 'test',
    why: 'Without a time-out of its own it goes on until the test is out of time, and its last error is lost.',
    instead: 'give it one, or use `assertConverges(…, { what, deadlineSeconds })`.',
    bad: `${published}await expect(async () => { expect((await api.get('/posts')).text()).toContain(title); }).toPass();`,
    good: `${published}await expect(async () => { expect((await api.get('/posts')).text()).toContain(title); }).toPass({ timeout: 20_000 });`,
  }]),
];

export const saysNothing: readonly BorrowedRule[] = [
  borrowed('expect-expect', [{
    name: 'no-assertion', place: 'test',
    why: 'A test without an assertion is green whenever nothing throws.',
    instead: 'read back what it made, and assert on that.',
    bad: "await page.goto(app.url);\nawait page.getByRole('link', { name: 'Posts' }).click();", good: shown,
  }], { assertFunctionPatterns: ['^(expect|assert|verify)[A-Z]', '\\.(expect|assert|verify)[A-Z]'], assertFunctionNames: ['tearDown'] }),
  borrowed('valid-expect', [{
    name: 'expect-without-matcher', place: 'test',
    why: '`expect(…)` alone compares nothing.',
    instead: 'end it with a matcher.',
    bad: `${listed}\nexpect((await api.get('/feed')).text());`, good: listed,
  }], { minArgs: 1, maxArgs: 2 }),
  borrowed('no-standalone-expect', [{
    name: 'expect-outside-tests', place: 'spec',
    why: 'It runs when the file is read, belongs to no test, and is in no report.',
    instead: 'put it into a test.',
    bad: `import { posts } from '../posts.ts';\n\nexpect(posts).toContain('first');\n${testOf(listed)}`, good: testOf(listed),
  }]),
  borrowed('no-unnecessary-assertions', [{
    name: 'locator-is-defined', place: 'test',
    why: 'A locator is an object whether or not the page has what it names.',
    instead: 'ask the page: `toBeVisible`, `toHaveText`.',
    bad: `${shown}\nexpect(page.getByText(title)).toBeTruthy();`, good: shown,
  }]),
  borrowed('prefer-web-first-assertions', [{
    name: 'read-once', place: 'test',
    why: 'The page is read once, perhaps before it is drawn: the test is red or green by chance.',
    instead: 'hand the locator to `expect`, which polls.',
    bad: `${published}await page.goto(app.url);\nexpect(await page.getByRole('heading', { name: title }).isVisible()).toBe(true);`, good: shown,
  }]),
  borrowed('require-to-throw-message', [{
    name: 'any-error', place: 'test',
    why: 'A misspelt name throws too.',
    instead: 'say which error: `rejects.toMatchObject({ … })`, or a message.',
    bad: 'const tokens = await sso.passwordGrant();\nawait sso.oidc.logout(tokens, app.url);\nawait expect(sso.oidc.refresh(tokens)).rejects.toThrow();',
    good: "const tokens = await sso.passwordGrant();\nawait sso.oidc.logout(tokens, app.url);\nawait expect(sso.oidc.refresh(tokens)).rejects.toMatchObject({ error: 'invalid_grant' });",
  }]),
];

export const mayNotRun: readonly BorrowedRule[] = [
  borrowed('no-conditional-expect', [
    {
      name: 'assertion-in-branch', place: 'test',
      why: 'Where the branch is not taken, nothing is asserted.',
      instead: 'assert without condition; two cases are two tests.',
      bad: `${published}const posts = await api.get('/posts');\nif (posts.status === 200) expect(posts.text()).toContain(title);`, good: listed, also: ['playwright/no-conditional-in-test'],
    },
    {
      name: 'assertion-in-catch', place: 'test',
      why: 'Where nothing throws, nothing is asserted.',
      instead: 'assert on the rejection: `await expect(…).rejects.toMatchObject({ … })`.',
      bad: "try {\n  await sso.passwordGrant({ ...sso.user, password: 'wrong' });\n} catch (error) {\n  expect(error).toMatchObject({ error: 'invalid_grant' });\n}",
      good: "await expect(sso.passwordGrant({ ...sso.user, password: 'wrong' })).rejects.toMatchObject({ error: 'invalid_grant' });",
    },
  ]),
  borrowed('no-conditional-in-test', [{
    name: 'branch-in-test', place: 'test',
    why: 'A test with branches is several tests, of which one runs and nobody knows which.',
    instead: 'write one test for each case.',
    bad: `${published}const posts = await api.get('/posts');\nif (posts.status === 404) await api.post('/posts/publish', { json: { title } });\nexpect((await api.get('/posts')).text()).toContain(title);`, good: listed,
  }]),
];

export const besideTheApp: readonly BorrowedRule[] = [
  borrowed('no-force-option', [{
    name: 'forced-action', place: 'test',
    why: 'It clicks what no user could: what is covered, or not there yet.',
    instead: 'wait for what covers it to go, as a user would.',
    bad: `${published}await page.goto(app.url);\nawait page.getByRole('link', { name: title }).click({ force: true });\nawait expect(page.getByRole('heading', { name: title })).toBeVisible();`,
    good: `${published}await page.goto(app.url);\nawait page.getByRole('link', { name: title }).click();\nawait expect(page.getByRole('heading', { name: title })).toBeVisible();`,
  }]),
  borrowed('missing-playwright-await', [{
    name: 'missing-await-of-page', place: 'test',
    why: 'The assertion is over before the page has answered, and its failure is nobody\'s.',
    instead: 'await it.',
    bad: `${published}await page.goto(app.url);\nexpect(page.getByRole('heading', { name: title })).toBeVisible();`, good: shown,
  }], { includePageLocatorMethods: true }),
];
