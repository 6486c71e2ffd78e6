/** Given a recipe with an overlay, when its app is broken on purpose, then every test that this concerns turns red; one that does not is named. */
import { expect, test } from './proving.ts';

test('every test of custom-html turns red for the right reason, and nothing is left', async ({ project }) => {
  const proved = await project.prove();
  expect(proved.exitCode, proved.output).toBe(0);

  const { killed, total, matrix, breaks, notItsSubject, seconds } = project.proof;
  expect(killed).toBe(total);
  const codes = (name: string) => matrix.filter(cell => cell.break === name).map(({ code }) => code);
  const ofOverlay = matrix.filter(cell => cell.break === 'front page').map(({ test: place }) => place);
  expect(ofOverlay).toHaveLength(5);
  expect(matrix.filter(cell => cell.break === 'echo').map(({ test: place }) => place)).toEqual(ofOverlay);
  expect(codes('restore nothing')).toEqual(['ERR_DATA_LOST', 'ERR_DATA_LOST']);
  expect(codes('restore older')).toEqual(['ERR_DATA_LOST', 'ERR_DATA_LOST']);
  expect(codes('backup empty')).toEqual(['ERR_DATA_CHANGED', 'ERR_DATA_CHANGED']);
  expect(codes('upgrade stays')).toEqual(['ERR_WRONG_IDENTITY']);
  expect(codes('upgrade loses volumes')).toEqual(['ERR_DATA_LOST']);
  expect(codes('upgrade rolled back')).toEqual(['ERR_UPDATE_ROLLED_BACK']);
  expect(breaks.filter(each => each.seconds === null).map(({ name }) => name), 'nobody logs in to custom-html').toEqual(
    ['token wrong audience', 'token wrong issuer', 'token expired', 'token unsigned', 'wrong user']);
  expect(notItsSubject.map(place => place.replace(/^.* › /, ''))).toEqual(
    ['installs from nothing', 'answers its users', 'shows itself in a browser', 'is removed without a trace']);
  console.log(`the whole proof took ${seconds} s`);
  expect(await project.traces(proved)).toEqual([]);
});

test('tests that stay green in front of an impostor are named by file and line, and the exit code is 1', async ({ project }) => {
  // Neither functional nor browser by folder or tag: of such a test the evidence asks for an assertion only.
  project.write('weak.spec.ts', `import { expect, test } from 'recipe-harness';

test('the site answers', async ({ api }) => {
  expect((await api.get('/')).status).toBe(200);
});

test('what is written comes back', async ({ app, api, unique }) => {
  const name = unique('page');
  await app.writeFile('app', \`/usr/share/nginx/html/\${name}\`, name);
  expect((await api.get(\`/\${name}\`)).text()).toContain(name);
});
`);
  const proved = await project.prove('--only', 'front page', 'echo');
  expect(proved.exitCode, proved.output).toBe(1);
  const named = (line: number, title: string, by: string) => `  x overlays/custom-html/weak.spec.ts:${line} › ${title}\n      stayed green under "${by}"`;
  expect(proved.output).toContain(named(3, 'the site answers', 'front page'));
  expect(proved.output).toContain(named(3, 'the site answers', 'echo'));
  expect(proved.output, 'its name stands in the address').toContain(named(7, 'what is written comes back', 'echo'));
  expect(proved.output, 'but not on the front page').not.toContain(named(7, 'what is written comes back', 'front page'));
  expect(proved.output).toContain('custom-html: 11 of 14 red, as they must be');
  expect(project.writesResults, 'a part proves nothing, and break runs are no results').toBe(false);
  expect(await project.traces(proved)).toEqual([]);
});

test('Ctrl-C under a break leaves nothing behind', async ({ project }) => {
  const proving = project.start('--on-server-in-use', '--only', 'restore nothing');
  await proving.until(/restore nothing: /);
  await expect.poll(() => project.acting(proving), { message: 'a deploy, a backup or a restore is under way', intervals: [50], timeout: 60_000 }).toBeGreaterThan(0);
  proving.strike('SIGINT', 'group');
  expect(await proving.exited, proving.output).toBe(130);
  expect(project.writesResults).toBe(false);
  expect(await project.traces(proving), proving.output).toEqual([]);
});

test('a proof killed with its whole process group, while it empties a snapshot in the bot, leaves nothing behind', async ({ project }) => {
  const proving = project.start('--on-server-in-use', '--only', 'backup empty');
  await proving.until(/backup empty: /);
  await expect.poll(() => project.emptying(), { message: 'a snapshot is being emptied', intervals: [50], timeout: 60_000 }).toHaveLength(1);
  proving.strike('SIGKILL', 'group');
  expect(await proving.exited, 'it was not asked').toBeNull();
  await expect.poll(() => project.traces(proving), { message: 'what is still to be removed', timeout: 15_000 }).toEqual([]);
  expect(project.writesResults).toBe(false);
});

test('a server that is not the lab is left alone unless it is said so', async ({ project }) => {
  const proving = project.start();
  expect(await proving.exited).toBe(2);
  expect(proving.output).toMatch(/names a server, .* \[ERR_PROVE_SERVER, the user's mistake\]\nWay out: .*--on-server-in-use/);
  expect(proving.id, 'no run was begun').toBeUndefined();
});
