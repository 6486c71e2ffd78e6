/** The specs of a new overlay: real titles and a real course, red until their gaps are filled in. */
import type { RecipeFacts } from './recipe-facts.ts';

export interface SpecFile {
  /** Inside the overlay's folder. */
  readonly path: string;
  readonly titles: readonly string[];
  readonly text: string;
}

export function specFiles({ routed }: Pick<RecipeFacts, 'routed'>): SpecFile[] {
  return routed ? [functional, browser] : [overItsProtocol];
}

const titles = { readsAnothers: 'what one person makes, another reads', keepsStrangersOut: 'a stranger changes nothing, and its owner does', inTheBrowser: 'what a person enters in the browser is still there after a reload' };

const functional: SpecFile = {
  path: 'functional/record.spec.ts',
  titles: [titles.readsAnothers, titles.keepsStrangersOut],
  text: `/** Fill in: given whom, when they do what the app is for, then others see it, and strangers change nothing. */
import { expect, gap, test, type HttpClient } from 'recipe-harness';

test('${titles.readsAnothers}', { tag: '@functional' }, async ({ api, unique }) => {
  const logIn = gap<(api: HttpClient) => Promise<HttpClient>>('how somebody new logs in: api.as({ headers: { authorization } }), or a form posted through api.withCookies()');
  const [author, reader] = [await logIn(api), await logIn(api)];
  const text = unique('text');
  const { id } = (await author.post(gap<string>('the path that takes it'), { json: { text } })).expectStatus(201).json<{ id: string }>();

  expect((await reader.get(gap<string>(\`the path at which they read \${id}\`))).json()).toMatchObject({ text });
});

test('${titles.keepsStrangersOut}', { tag: '@functional' }, async ({ api, unique }) => {
  const owner = gap<HttpClient>('who owns something, logged in');
  const [before, after] = [unique('before'), unique('after')];
  const { id } = (await owner.post(gap<string>('the path that takes it'), { json: { text: before } })).expectStatus(201).json<{ id: string }>();
  const place = gap<string>(\`the path of \${id}\`);

  expect((await api.put(place, { json: { text: after } })).status, 'without a login').toBe(401);
  expect((await owner.get(place)).json(), 'as it was').toMatchObject({ text: before });

  (await owner.put(place, { json: { text: after } })).expectStatus(200);
  expect((await owner.get(place)).json(), 'changed by its owner').toMatchObject({ text: after });
});
`,
};

const browser: SpecFile = {
  path: 'browser/page.spec.ts',
  titles: [titles.inTheBrowser],
  text: `/** Fill in: given which page, when a person does on it what the app is for, then it is kept. No page at the app's core? Remove this file, and its line in PARITY. */
import { expect, gap, test } from 'recipe-harness';

test('${titles.inTheBrowser}', { tag: '@browser' }, async ({ app, page, unique }, info) => {
  const text = unique('text');
  await page.goto(\`\${app.url}\${gap<string>('the path of the page on which a person enters something')}\`);
  await page.getByLabel(gap<string>('the label of the field')).fill(text);
  await page.getByRole('button', { name: gap<string>('the name of the button that saves it') }).click();
  await expect(page.getByRole('status')).toContainText(gap<string>('what the page says once it has saved'));

  await page.reload();

  await expect(page.getByText(text)).toBeVisible();
  await info.attach('after a reload', { body: await page.screenshot(), contentType: 'image/png' });
});
`,
};

const overItsProtocol: SpecFile = {
  path: 'functional/record.spec.ts',
  titles: [titles.readsAnothers],
  text: `/** Fill in: given whom, when they do what the app is for, over its own protocol, then others see it. */
import { expect, gap, test, type InstalledApp, type NetClient } from 'recipe-harness';

/** What arrives at one person when another says something. */
type Exchange = (net: NetClient, app: InstalledApp, text: string) => Promise<string>;

test('${titles.readsAnothers}', { tag: '@functional' }, async ({ net, app, unique }) => {
  const exchange = gap<Exchange>('a client of the app\\'s protocol: one person says something, and another, in a connection of their own, receives it');
  const text = unique('text');

  expect(await exchange(net, app, text)).toContain(text);
});
`,
};
