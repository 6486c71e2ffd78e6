/** What a run has left running is found by its exact folder, and ended; nobody else's is. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { endProcesses, runFolderVariable } from '../../../harness/run/end-processes.ts';
import { isAlive, processesWithEnv, startTimeOf } from '../../../harness/run/process.ts';

let folder: string;
const children: ChildProcess[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'processes-'));
  return () => rmSync(folder, { recursive: true, force: true });
});
afterEach(() => { for (const child of children.splice(0)) child.kill('SIGKILL'); });

async function started(env: NodeJS.ProcessEnv, options: { detached?: boolean; script?: string } = {}) {
  const child = spawn('/bin/sh', ['-c', options.script ?? 'echo ready; exec sleep 60'], { env: { PATH: process.env['PATH'], ...env }, detached: options.detached ?? false, stdio: ['ignore', 'pipe', 'ignore'] });
  children.push(child);
  await once(child.stdout, 'data');
  const pid = child.pid ?? 0;
  return { child, identity: { pid, startTime: startTimeOf(pid) ?? 0 } };
}

const end = (recorded: { pid: number; startTime: number; what: string }[] = []) =>
  endProcesses({ folder, recorded }, () => undefined);

test('children that act for the run end at once, recorded or not, with their groups', async () => {
  const found = await started({ ABRA_DIR: join(folder, 'abra') });
  const recorded = await started({}, { detached: true, script: 'sleep 60 & echo ready; wait' });
  const group = processesWithEnv('PATH', process.env['PATH'] ?? '').length;
  expect(group).toBeGreaterThan(0);
  expect(await end([{ ...recorded.identity, what: 'abra app deploy' }])).toEqual({ wereActing: true });
  expect([found, recorded].map(({ identity }) => isAlive(identity))).toEqual([false, false]);
});

test('a worker that does not leave by itself is ended after its grace', async () => {
  const worker = await started({ [runFolderVariable]: folder });
  expect(await end()).toEqual({ wereActing: false });
  expect(isAlive(worker.identity)).toBe(false);
});

test('another run\'s processes live on', async () => {
  const other = await started({ ABRA_DIR: join(`${folder}-other`, 'abra'), [runFolderVariable]: `${folder}/inner` });
  await end();
  expect(isAlive(other.identity)).toBe(true);
});

test('a pid that another process has now is not ended', async () => {
  const innocent = await started({});
  await end([{ pid: innocent.identity.pid, startTime: innocent.identity.startTime - 1, what: 'abra app deploy' }]);
  expect(isAlive(innocent.identity)).toBe(true);
});

test('the process that ends others, and what it descends from, is spared', async () => {
  const script = join(import.meta.dirname, 'ends-its-run.ts');
  const child = spawn(process.execPath, [script, folder], { env: { PATH: process.env['PATH'], [runFolderVariable]: folder, ABRA_DIR: join(folder, 'abra') }, stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const [code] = await once(child, 'exit') as [number | null];
  expect(code).toBe(0);
});
