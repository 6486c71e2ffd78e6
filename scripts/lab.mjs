// The lab as the scripts use it: up when it is not, and down again only by whoever started it.
import { spawn } from 'node:child_process';
import path from 'node:path';
import { node, Refusal, root, run } from './bootstrap.mjs';

const cli = path.join(root, 'lab/cli.ts');

/** Starts the lab or finds it running: `{ target, started }`. */
export function labUp() {
  const child = spawn(node, [cli, 'up', '--json'], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', chunk => { output += chunk; });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', code => {
      const last = output.trim().split('\n').at(-1) ?? '';
      if (code === 0 && last.startsWith('{')) resolve(JSON.parse(last));
      else reject(new Refusal(`The lab did not start (exit code ${code}).`, code === 0 ? 4 : code ?? 130));
    });
  });
}

/** Ends the lab; its images stay for the next one. */
export function labDown() {
  return run(node, [cli, 'down']);
}

/** Stages around `body`: the lab comes up, and goes down again when it was this that started it. @returns false when it did not come up */
export async function withLab(stages, body) {
  let lab;
  if (!await stages.run('the lab', async () => { lab = await labUp(); })) return false;
  await body(lab);
  if (lab.started) await stages.run('the lab is taken down', async () => {
    if (await labDown() !== 0) return { passed: 0, failed: 1 };
  });
  return true;
}

/** Runs `body` so that Ctrl-C ends its children, not this script: what it started is still to be taken down. */
export async function survivingInterrupts(body) {
  let interrupted = false;
  const note = () => { interrupted = true; };
  process.on('SIGINT', note);
  process.on('SIGTERM', note);
  try {
    return await body(() => interrupted);
  } finally {
    process.off('SIGINT', note);
    process.off('SIGTERM', note);
  }
}
