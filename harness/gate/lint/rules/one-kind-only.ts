import { eachCall, rule, type RuleInit } from '../pattern.ts';
import { testAt } from '../tests.ts';
import { type Weight, weightsOf } from '../weigh.ts';
import { isHealthOnly } from './health-only.ts';

/** From what proves least to what proves most: a test is told its best. */
const order: readonly Weight[] = ['nothing', 'status', 'static', 'vague', 'absence', 'state'];

const atBest = (weight: Weight): RuleInit['create'] => (report, source) => eachCall(call => {
  const test = testAt(call, source);
  if (test === undefined || isHealthOnly(test, source)) return;
  const weights = weightsOf(test, source);
  if (order.findLast(each => weights.has(each)) === weight) report(call.callee);
});

const readBack = "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nexpect((await api.get('/posts')).text()).toContain(title);";

export const noStatusOnlyTest = rule({
  name: 'no-status-only-test',
  message: 'All that this test asserts is a status, which a page that answers 200 to everything has too. Read back something made with unique(), and compare it.',
  patterns: [{
    name: 'status-only', place: 'test',
    why: 'A server that answers 200 to everything passes.',
    instead: 'read back something made with `unique()`, as somebody else would, and compare it.',
    bad: "const answer = await api.post('/posts', { json: { title: unique('title') } });\nexpect(answer.status).toBe(201);\nexpect((await api.get('/posts')).status).toBe(200);",
    good: readBack,
  }],
  create: atBest('status'),
});

export const noStaticPageTest = rule({
  name: 'no-static-page-test',
  message: 'All that this test asserts is there for everybody at any time: a title, an address, a fixed text at a fixed place. Make something with unique() and look for that.',
  patterns: [
    {
      name: 'title-only', place: 'test',
      why: 'The front page of the app has its title before anything in it works.',
      instead: 'make something with `unique()` and look for that on the page.',
      bad: "await page.goto(app.url);\nawait expect(page).toHaveTitle('Ghost');",
      good: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nawait page.goto(app.url);\nawait expect(page.getByRole('heading', { name: title })).toBeVisible();",
    },
    {
      name: 'visibility-only', place: 'test',
      why: 'That an element is visible says that the page was drawn, not that the app did anything.',
      instead: 'make something with `unique()` and look for that on the page.',
      bad: "await page.goto(`${app.url}/posts`);\nawait page.getByRole('button', { name: 'New post' }).click();\nawait expect(page.getByText('Saved')).toBeVisible();",
      good: "const title = unique('title');\nawait page.goto(`${app.url}/posts/new`);\nawait page.getByLabel('Title').fill(title);\nawait page.getByRole('button', { name: 'Publish' }).click();\nawait page.goto(app.url);\nawait expect(page.getByRole('heading', { name: title })).toBeVisible();",
    },
    {
      name: 'fixed-text-only', place: 'test',
      why: 'A text that the app has for everybody stands there before anybody has used it.',
      instead: 'read back something made with `unique()`.',
      bad: "const answer = await api.get('/about');\nexpect(answer.text()).toContain('Powered by Ghost');\nexpect(answer.headers['content-type']).toContain('text/html');",
      good: readBack,
    },
  ],
  create: atBest('static'),
});

export const noVagueOnlyTest = rule({
  name: 'no-vague-only-test',
  message: 'All that this test asserts is that something is there; any answer is something. Say what: compare it with what was sent.',
  patterns: [{
    name: 'vague-only', place: 'test',
    why: 'Any answer is defined, truthy, and longer than nothing.',
    instead: 'say what it is: compare it with what was sent.',
    bad: "const posts = (await api.get('/posts')).json<unknown[]>();\nexpect(posts).toBeTruthy();\nexpect(posts.length).toBeGreaterThan(0);",
    good: readBack,
  }],
  create: atBest('vague'),
});

export const noAbsenceOnlyTest = rule({
  name: 'no-absence-only-test',
  message: 'All that this test asserts is what is not there, which holds on an empty page too. Assert first that it was there, then that it is gone.',
  patterns: [{
    name: 'absence-only', place: 'test',
    why: 'On an empty page, or an error, nothing is there: all such assertions hold.',
    instead: 'assert first that it was there, then that it is gone.',
    bad: "const title = unique('title');\nawait api.post('/drafts', { json: { title } });\nexpect((await api.get('/posts')).text()).not.toContain(title);",
    good: "const title = unique('title');\n(await api.post('/drafts', { json: { title } })).expectStatus(201);\nexpect((await api.get('/drafts')).text()).toContain(title);\nexpect((await api.get('/posts')).text()).not.toContain(title);",
  }],
  create: atBest('absence'),
});
