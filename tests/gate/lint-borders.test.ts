/** Given tests near the border of a pattern, when they are linted, then what proves something is left alone, and what only looks different is found. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Linter } from 'eslint';
import { parser } from 'typescript-eslint';
import { describe, expect, test } from 'vitest';
import { overlayLint } from '../../harness/eslint.ts';
import { commentsIn } from '../../harness/gate/lint/comments.ts';

const linter = new Linter({ configType: 'flat' });
const config = overlayLint();
const messages = (text: string) => linter.verify(`import { expect, test, testOf } from 'recipe-harness';\n${text}\n`, config, { filename: 'overlays/ghost/functional/own.spec.ts' });
const found = (text: string) => [...new Set(messages(text).map(({ ruleId, message }) => ruleId ?? message))].sort();
const inTest = (body: string, fixtures = 'api, app, page, unique') => `test('posts', async ({ ${fixtures} }) => {\n${body}\n});`;
const kept = "const title = unique('title');\nawait api.post('/posts', { json: { title } });\nexpect((await api.get('/posts')).text()).toContain(title);";

describe('left alone', () => {
  test.each([
    ['types whose names stand for one another in a circle', inTest(`const one: string = two + 'not applicable';\nconst two: string = one + one;\ntest.info().annotations.push({ type: one });\n${kept}`)],
    ['a test made by testOf', `const test = testOf(overlay);\n${inTest(kept)}`],
    ['one test for each of a fixed list', `for (const kind of ['post', 'page']) ${inTest(kept).replace("'posts'", 'kind')}`],
    ['what a function of the overlay\'s own has read', `async function read(api: HttpClient) { return (await api.get('/posts')).json(); }\n${inTest("const title = unique('title');\nawait publish(api, title);\nexpect(await read(api)).toMatchObject([{ title }]);")}`],
    ['a count that a listener keeps', inTest("let asked = 0;\npage.on('request', () => { asked += 1; });\nawait page.goto(app.url);\nexpect(asked).toBeLessThan(40);")],
    ['a list that a listener fills', inTest("const asked: string[] = [];\npage.on('request', each => asked.push(each.url()));\nawait page.goto(app.url);\nexpect(asked).toContain(`${app.url}/posts`);")],
    ['an assertion that polls', inTest("const title = unique('title');\nawait api.post('/posts', { json: { title } });\nawait expect.poll(async () => (await api.get('/posts')).text()).toContain(title);")],
    ['steps', inTest(`await test.step('publish', async () => {\n${kept}\n});`)],
    ['a status beside what was read back', inTest(`${kept}\nexpect((await api.get('/drafts')).status).toBe(404);`)],
    ['an absence behind a presence', inTest(`${kept}\nawait api.delete(\`/posts/\${title}\`);\nexpect((await api.get('/posts')).text()).not.toContain(title);`)],
    ['an error that is expected and looked at', inTest("const refused = await sso.login(page, { ...sso.user, password: 'wrong' }).catch((error: unknown) => error);\nexpect(refused).toMatchObject({ code: 'ERR_LOGIN_REFUSED' });", 'page, sso')],
    ['a loop over what the test made', inTest("const titles = [unique('one'), unique('two')];\nfor (const title of titles) await api.post('/posts', { json: { title } });\nconst posts = (await api.get('/posts')).text();\nfor (const title of titles) expect(posts).toContain(title);")],
    ['a file written where the app takes none over HTTP', inTest("const text = unique('text');\nawait app.exec('app', ['sh', '-c', `printf ${text} > /srv/a`]);\nexpect((await api.get('/a')).text()).toBe(text);")],
    ['a helper that asserts', `async function expectPost(api: HttpClient, title: string) { expect((await api.get('/posts')).text()).toContain(title); }\n${inTest("const title = unique('title');\nawait api.post('/posts', { json: { title } });\nawait expectPost(api, title);")}`],
    ['an address of a standard in what is sent', inTest("const name = unique('svg');\nawait api.put(`/${name}`, { text: `<svg xmlns=\"http://www.w3.org/2000/svg\">${name}</svg>` });\nexpect((await api.get(`/${name}`)).text()).toContain(name);")],
    ['a constant that many tests share', `const root = '/srv';\nconst kinds = new Set(['a']);\n${inTest(`await app.writeFile('app', \`\${root}/a\`, [...kinds].join());\n${kept}`)}`],
    ['a list of allowed values that holds the app\'s', inTest("const title = unique('title');\nawait api.post('/posts', { json: { title } });\nexpect(['draft', 'public']).toContain((await api.get(`/posts/${title}`)).json<{ state: string }>().state);")],
    ['a time-out that is data of the app\'s', inTest("const name = unique('job');\nawait api.post('/jobs', { json: { name, timeout: 90_000 } });\nexpect((await api.get(`/jobs/${name}`)).json()).toMatchObject({ timeout: 90_000 });")],
    ['a loop over a list that is not empty', inTest('for (const user of [sso.user, sso.otherUser]) expect((await api.get(`/users/${user.username}`)).json()).toMatchObject({ email: user.email });', 'api, sso')],
    ['one test for each of a list from another file', `import { kinds } from '../kinds.ts';\nfor (const kind of kinds) ${inTest(kept).replace("'posts'", 'kind')}`],
    ['a read that is asked by POST', inTest("const title = unique('title');\nawait api.post('/graphql', { json: { query: `mutation { add(title: ${title}) }` } });\nexpect((await api.post('/graphql', { json: { query: '{ posts { title } }' } })).text()).toContain(title);")],
    ['codes alone that tell how something was there and is gone', inTest("const title = unique('title');\nconst { id } = (await api.post('/posts', { json: { title } })).expectStatus(201).json<{ id: string }>();\n(await api.get(`/posts/${id}`)).expectStatus(200);\nawait api.delete(`/posts/${id}`);\nexpect((await api.get(`/posts/${id}`)).status).toBe(404);")],
    ['a fixed text at a place that the test has made', inTest("const title = unique('title');\nawait api.post('/posts', { json: { title } });\nconst post = await api.get(`/posts/${title}`);\nexpect(post.json()).toHaveProperty('state', 'draft');")],
    ['two reads that are compared', inTest("await api.post('/posts', { json: { title: unique('title') } });\nexpect(await (await api.get('/posts')).json()).toEqual(await (await api.get('/posts')).json());")],
  ])('%s', (_name, text) => {
    expect(found(text)).toEqual([]);
  });
});

describe('found all the same', () => {
  test.each([
    ['the word of a skip in many pieces', 'no-self-declared-skip', inTest(`const kind = 'not' + ' ' + 'app' + 'li' + 'ca' + 'ble' + ': ' + 'struc' + 'tur' + 'al';\ntest.info().annotations.push({ type: \`\${kind}\` });\n${kept}`)],
    ['a constant in a conversion', 'no-constant-assertion', inTest("await api.get('/posts');\nexpect(String([1, 2].length)).toBe('2');")],
    ['an own value, taken apart', 'no-own-value-assertion', inTest("await api.get('/posts');\nconst { title } = { title: unique('title').toUpperCase() };\nexpect(title).toMatch(/TITLE/);")],
    ['a status behind a name', 'no-status-only-test', inTest("const { url } = app;\nconst status = (await api.get(`/posts?of=${url}`)).status;\nexpect(status).toBe(200);")],
    ['a fixed text behind a locator\'s name', 'no-static-page-test', inTest("await page.goto(app.url);\nconst head = page.locator('main').getByRole('heading');\nawait expect(head).toHaveText('Welcome');")],
    ['an address of the app alone', 'no-static-page-test', inTest("await page.goto(app.url);\nawait page.getByRole('link', { name: 'Posts' }).click();\nawait expect(page).toHaveURL(`${app.url}/posts`);")],
    ['a status among those allowed', 'no-status-only-test', inTest("const { status } = await api.get('/posts');\nexpect([200, 204]).toContain((await api.get('/drafts')).status);\nexpect(status).toBeDefined();").replace("\nexpect(status).toBeDefined();", '').replace('const { status } = ', '')],
    ['a fixed text of an answer that anybody gets', 'no-static-page-test', inTest("const answer = await api.get('/about');\nexpect(answer.headers['content-type']).toContain('html');\nexpect(typeof answer.text()).toBe('string');")],
    ['a status that was taken out of its answer, as text', 'no-status-only-test', inTest("const { status } = await api.get('/posts');\nexpect(String(status)).toMatch(/^2/);")],
    ['an absence without a negation', 'no-absence-only-test', inTest("const title = unique('title');\nawait page.goto(app.url);\nawait expect(page.getByText(title)).toHaveCount(0);\nawait expect(page.getByText(title)).toBeHidden();")],
    ['a health address that was computed from nothing', 'no-health-only-test', inTest("expect((await api.get(`/ping`)).text()).toBe('pong');")],
    ['a rejection that a function forgets', 'no-swallowed-error', inTest(`await api.get('/setup').catch(function () {});\n${kept}`)],
    ['a request of a client of one\'s own that is not awaited', 'missing-await', inTest(`const author = api.withCookies();\nauthor.post('/login', { form: {} });\n${kept}`)],
  ])('%s', (_name, rule, text) => {
    expect(found(text)).toEqual([`recipe-harness/${rule}`]);
  });
});

test('no suppression hides that it has no reason; with one it is obeyed', () => {
  const weak = inTest("await api.get('/posts');\nexpect(1).toBe(1);");
  expect(found(`/* eslint-disable */\n${weak}`)).toEqual(['recipe-harness/suppression-needs-reason']);
  expect(found(`/* eslint-disable -- shown on purpose */\n${weak}`)).toEqual([]);
});

test('a suppression of nothing is told', () => {
  expect(messages(`// eslint-disable-next-line recipe-harness/no-sleep -- it was slow once\n${inTest(kept)}`)).toMatchObject([{ ruleId: null, severity: 2, message: expect.stringContaining('no problems were reported') as string }]);
});

test('a rule of another plugin says what to write instead too', () => {
  expect(messages(inTest(`test.slow();\n${kept}`))[0]?.message).toBe('Unexpected use of the `.slow()` annotation. Three times the time, for something that is not named. Instead: name it: `assertConverges(…, { what, deadlineSeconds })`.');
});

test('in real files, the comments that a run looks through for suppressions are those that a parser finds', () => {
  const root = join(import.meta.dirname, '../..');
  for (const file of globSync('{harness/gate/lint,harness/recipe,overlays}/**/*.ts', { cwd: root })) {
    const text = readFileSync(join(root, file), 'utf8');
    linter.verify(text, [{ files: ['**/*.ts'], languageOptions: { parser } }], { filename: file });
    const parsed = linter.getSourceCode().getAllComments();
    expect(commentsIn(text), file).toEqual(parsed.map(comment => ({ text: comment.value, block: comment.type === 'Block', line: comment.loc?.start.line })));
  }
});
