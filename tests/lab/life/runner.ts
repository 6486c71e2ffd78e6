/**
 * A runner without Playwright: `runner.ts <project> <recipe> <deed>…` starts a run, has a worker do the deeds, ends the run.
 * Says each step as a line, so that a test can strike at any moment of it.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { forgetRealm } from '../../../harness/deps/forget-realm.ts';
import { endRun, startRun } from '../../../harness/run/run.ts';
import { loadSettings } from '../../../harness/settings/settings.ts';
import { aloud } from './aloud.ts';

const [root = '', ...rest] = process.argv.slice(2);
const run = await startRun(loadSettings(root), aloud);
console.log(`folder ${run.folder}`);
process.once('SIGINT', () => worker.kill('SIGKILL'));
const worker = fork(fileURLToPath(new URL('worker.ts', import.meta.url)), [root, ...rest]);
const [code] = await once(worker, 'exit') as [number | null];
console.log(`worker ended with ${code ?? 'a signal'}`);
console.log(`ended ${JSON.stringify(await endRun(run, aloud, forgetRealm))}`);
process.exitCode = code ?? 130;
