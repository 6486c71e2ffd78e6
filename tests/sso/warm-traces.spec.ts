/** Given a test that fails after its users have logged in to the app, when its traces are kept, then nothing in them opens a session. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ofCookie, ofUrl } from '../../harness/http/session-values.ts';
import { filesIn, Scrubber, searchFiles } from '../../harness/report/scrub.ts';
import { expect, test, warm } from './dependents.ts';

/** Two people, one of them in a context that the harness has not made; what they held is written down, where no report goes. */
const fails = `
import { writeFileSync } from 'node:fs';
import { expect, test } from 'recipe-harness';

test('fails once two people are logged in', { tag: '@browser' }, async ({ app, api, page, context, browser, sso }) => {
  const elsewhere = await browser.newContext();
  const urls: string[] = [];
  for (const each of [page, await elsewhere.newPage()]) {
    each.on('request', request => urls.push(request.url()));
    await each.goto(app.url);
    await sso.login(each);
    await expect(each.locator('#user')).not.toBeEmpty();
  }
  const cookies = [...await context.cookies(), ...await elsewhere.cookies()];
  writeFileSync('held.json', JSON.stringify({ urls, cookies }));
  await elsewhere.close();
  const cookie = cookies.map(({ name, value }) => name + '=' + value).join('; ');
  expect((await api.get('/api/me', { headers: { cookie } })).status, 'with ' + cookie + ' at ' + urls.join(' ')).toBe(500);
});
`;

test('cookies and codes of an app\'s own logins stand in no file that the run wrote, and not on the terminal', async ({ warmed: { dependents } }) => {
  dependents.write('overlays/whoami-twin/browser/fails.spec.ts', fails);

  const run = dependents.start(['--project=whoami-twin', '--grep', '@install|fails once|@teardown', '--reporter=list,html,json,junit,blob'], {
    ...warm, PLAYWRIGHT_JSON_OUTPUT_NAME: 'out/report.json', PLAYWRIGHT_JUNIT_OUTPUT_NAME: 'out/junit.xml',
  });
  expect(await run.exited, run.output).toBe(1);

  const { urls, cookies } = JSON.parse(readFileSync(join(dependents.root, 'held.json'), 'utf8')) as { urls: string[]; cookies: { name: string; value: string; domain: string }[] };
  const held = [...cookies.flatMap(ofCookie), ...urls.flatMap(ofUrl)];
  expect(held.map(({ what }) => what.replace(/ (of|in) .*/, '')), 'what there is to be found').toEqual(expect.arrayContaining(['cookie mod_auth_openidc_session', 'cookie KEYCLOAK_IDENTITY', 'code', 'session_state']));
  const places = ['test-results', 'playwright-report', 'blob-report', 'results', 'out'].map(name => join(dependents.root, name));
  expect(filesIn(places).map(file => file.replace(/^.*[/.]/, ''))).toEqual(expect.arrayContaining(['zip', 'html', 'json', 'xml']));
  const scrubber = new Scrubber(held);
  expect(searchFiles(scrubber, places)).toEqual([]);
  expect(scrubber.search(Buffer.from(run.output)), 'on the terminal').toEqual([]);
  expect(run.output, 'it was about to be said').toContain('***cookie mod_auth_openidc_session of ');
});
