/** What a request gets: the app that is there, from any process of the run; a new one where it is unfit; never a second try of what failed. */
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, recipe, type Runner, type Stage, test } from './stage.ts';

interface AppLine { domain: string; stack: string; chain: string; instance: string; identity: { commit?: string; version?: string } }

const apps = (runner: Runner): AppLine[] => runner.lines.filter(line => line.startsWith('app ')).map(line => JSON.parse(line.slice(4)) as AppLine);
const deploys = (runner: Runner): number => runner.lines.filter(line => line.startsWith('> abra app deploy')).length;

async function whole(stage: Stage, deeds: string[], env: NodeJS.ProcessEnv = {}): Promise<Runner> {
  const runner = stage.start(deeds, env);
  await runner.exited;
  return runner;
}

test('a fit app is handed out again, and one that a test left unfit is not', async ({ stage }) => {
  const runner = await whole(stage, ['fresh', 'head', 'fresh', 'unfit', 'head', 'teardown']);
  const [first, again, fresh, unfit, second] = apps(runner);
  expect([again, fresh, unfit].map(app => app?.instance), runner.lines.join('\n')).toEqual([first?.instance, first?.instance, first?.instance]);
  expect(second?.instance).not.toBe(first?.instance);
  expect(second?.domain).toBe(first?.domain);
  expect(deploys(runner)).toBe(2);
  expect(runner.lines).toContain('- removing custom-html, since it is unfit: a test broke it');
});

test('the previous release gives way to the head over it, and that to a fresh one', async ({ stage }) => {
  const runner = await whole(stage, ['base', 'upgrade', 'head', 'fresh', 'teardown']);
  const [base, head, same, fresh] = apps(runner);
  expect(base, runner.lines.join('\n')).toMatchObject({ chain: 'upgrade', identity: { version: '1.0.0+1.22.1' } });
  expect(head).toMatchObject({ chain: 'upgrade', instance: base?.instance });
  expect(head?.identity.commit).toMatch(/^[0-9a-f]{40}$/);
  expect(same).toEqual(head);
  expect(fresh).toMatchObject({ chain: 'fresh', domain: base?.domain, identity: head?.identity });
  expect(fresh?.instance).not.toBe(base?.instance);
});

test('an app that loses its volumes is the same install again', async ({ stage }) => {
  const runner = await whole(stage, ['fresh', 'redeploy', 'head', 'teardown']);
  const [fresh, rebuilt, head] = apps(runner);
  expect(rebuilt, runner.lines.join('\n')).toEqual(fresh);
  expect(head).toEqual(fresh);
});

test('an app that somebody removed meanwhile is noticed', async ({ stage }) => {
  const runner = stage.start(['fresh', 'stay']);
  const app = JSON.parse((await runner.until(/^app /)).slice(4)) as AppLine;
  for (const service of await stage.engine.services(app.stack)) await stage.engine.docker.getService(service.id).remove();
  const folder = join(stage.stateFolder, 'runs', runner.id ?? '');
  const other = await execa(process.execPath, [join(import.meta.dirname, 'worker.ts'), stage.root, recipe, 'head'], { env: { HARNESS_RUN_FOLDER: folder }, reject: false });
  expect(other.stdout).toContain('is not what this run left: its stack is gone');
  expect(other.stdout).toContain('> install custom-html');
  expect(other.exitCode, other.stdout).toBe(0);
});

test('an install that failed is not tried again, and its verdict is the reason of what follows', async ({ stage }) => {
  const source = join(stage.root, 'broken');
  await copyOfRecipe(stage, source);
  const compose = join(source, 'compose.yml');
  writeFileSync(compose, readFileSync(compose, 'utf8').replace(/image: .*/, 'image: lab/there-is-no-such-image:1'));
  const runner = await whole(stage, ['try-fresh', 'try-fresh', 'base', 'teardown'], { HARNESS_REF: source });
  const failed = runner.lines.filter(line => line.startsWith('failed '));
  expect(failed, runner.lines.join('\n')).toEqual([expect.stringContaining('ERR_IMAGE_UNAVAILABLE'), expect.stringContaining('ERR_UNVERIFIED')]);
  expect(failed[1]).toContain('Not all images could be had: lab/there-is-no-such-image:1');
  // The other chain is not touched by it.
  expect(apps(runner)[0]).toMatchObject({ chain: 'upgrade', identity: { version: '1.0.0+1.22.1' } });
  expect(await stage.traces(runner.id ?? '')).toEqual([]);
});

test('a kept app stays, is listed, is taken up by the run\'s id without a deploy, and goes when it is told to', async ({ stage }) => {
  const first = await whole(stage, ['fresh'], { HARNESS_KEEP: '1' });
  const id = first.id ?? '';
  const [kept] = apps(first);
  expect(first.lines.filter(line => line.includes(`HARNESS_RUN=${id}`)), first.lines.join('\n')).toHaveLength(1);
  expect((await stage.traces(id)).filter(trace => /^(process|lock)/.test(trace))).toEqual([]);
  expect(await stage.traces(id)).toContain(`lease of run ${id}`);

  const { listKeptApps, removeKeptApp } = await import('../../../harness/app/kept.ts');
  expect(await listKeptApps(stage.stateFolder)).toMatchObject([{ run: id, recipe, domain: kept?.domain, state: 'healthy' }]);

  const second = await whole(stage, ['head'], { HARNESS_RUN: id });
  expect(apps(second), second.lines.join('\n')).toEqual([kept]);
  expect(deploys(second)).toBe(0);
  expect(await listKeptApps(stage.stateFolder)).toHaveLength(1);

  await expect(removeKeptApp(stage.stateFolder, 'other.lab.test', quiet)).rejects.toMatchObject({ code: 'ERR_NO_KEPT_APP' });
  await removeKeptApp(stage.stateFolder, kept?.domain ?? '', quiet);
  expect(await stage.traces(id)).toEqual([]);
  expect(await listKeptApps(stage.stateFolder)).toEqual([]);
});

test('two runs of one recipe at the same time do not meet', async ({ stage }) => {
  const runners = [stage.start(['fresh', 'teardown']), stage.start(['fresh', 'teardown'])];
  expect(await Promise.all(runners.map(runner => runner.exited)), runners.flatMap(runner => runner.lines).join('\n')).toEqual([0, 0]);
  const [one, two] = runners.map(runner => apps(runner)[0]);
  expect(one?.domain).not.toBe(two?.domain);
  expect(runners.flatMap(runner => runner.lines).filter(line => line.includes('waiting for process'))).toEqual([]);
  for (const runner of runners) expect(await stage.traces(runner.id ?? '')).toEqual([]);
});

test('HARNESS_RUN of a run that is not there is the user\'s mistake, before anything is deployed', async ({ stage }) => {
  const runner = await whole(stage, ['head'], { HARNESS_RUN: 'abcdef' });
  expect(runner.lines.join('\n')).toContain('ERR_RUN_UNKNOWN');
  expect(existsSync(join(stage.stateFolder, 'runs', 'abcdef'))).toBe(false);
});

const quiet = { step: <T>(_title: string, body: () => Promise<T>) => body(), note: () => undefined, attach: async () => undefined };

/** A working tree of the lab's recipe, to be changed. */
async function copyOfRecipe(stage: Stage, to: string): Promise<void> {
  const runner = stage.start(['fresh', 'stay']);
  await runner.until(/^app /);
  cpSync(join(stage.stateFolder, 'runs', runner.id ?? '', 'abra', 'recipes', recipe), to, { recursive: true });
  runner.strike('SIGKILL', 'runner');
  await stage.expectNoTraces(runner.id ?? '');
}
