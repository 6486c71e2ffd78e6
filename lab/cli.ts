#!/usr/bin/env node
/** The lab's command line: up, down, status, images, ssh-server. */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { Command } from 'commander';
import { LabError } from './errors.ts';
import { isOurs } from './engine/ownership.ts';
import { isAlive } from './engine/process.ts';
import { cacheRoot, readLab, type Lab } from './state.ts';

// A third of an idle `up` is reading its own code. Not in the system's temporary folder: root would run what others put there.
if (process.argv[2] === 'up' && isOurs(cacheRoot())) enableCompileCache(join(cacheRoot(), 'node'));

/** Progress is for people, on standard error; standard output is for programs. */
const log = (line: string): void => void process.stderr.write(`lab: ${line}\n`);
const print = (line: string): void => void process.stdout.write(`${line}\n`);

function runningLab(): Lab {
  const lab = readLab();
  if (isAlive(lab)) return lab;
  throw new LabError({ code: 'ERR_LAB_NOT_UP', message: `The lab in ${lab.folder} does not run.`, wayOut: 'run `npm run lab:up`.' });
}

const program = new Command('lab')
  .description('A private, disposable swarm with ingress, names, TLS, a backup bot and recipes.');

program.command('up')
  .description('start the lab, or make sure that it is whole')
  .option('--json', 'print {"target", "started"} as the last line')
  .option('--bare', 'engine, swarm and network only')
  .action(async (options: { json?: true; bare?: boolean }) => {
    const { up } = await import('./up.ts');
    const { target, started } = await up(options, log);
    print(options.json ? JSON.stringify({ target, started }) : target);
  });

program.command('down')
  .description('end the lab and remove what it made; images are kept')
  .option('--purge', 'remove the state folder and the image cache too')
  .option('--force', 'even while a run uses it')
  .action(async (options: { purge?: boolean; force?: boolean }) => {
    const { down } = await import('./down.ts');
    await down(options, log);
  });

program.command('status')
  .description("tell whether the lab runs, and its engine's socket (exit status 3 when it does not)")
  .action(async () => {
    const { status } = await import('./status.ts');
    const { running, lines } = await status();
    lines.forEach(print);
    if (!running) process.exitCode = 3;
  });

program.command('images')
  .description('make sure that the engine has these images of the lab')
  .argument('<reference...>')
  .action(async (references: string[]) => {
    const { ensureImages } = await import('./images/ensure.ts');
    await ensureImages(runningLab(), references, log);
  });

program.command('ssh-server')
  .description('run an ssh server inside the lab, by which one user reaches the engine; ends with the lab')
  .requiredOption('--user <name>', 'the only login that is let in')
  .requiredOption('--authorized-key <file>', "the user's public key")
  .option('--port <number>', 'port on the lab address', '22')
  .action(async (options: { user: string; authorizedKey: string; port: string }) => {
    const { startSshServer } = await import('./engine/sshd.ts');
    print(JSON.stringify(await startSshServer(runningLab(), { user: options.user, authorizedKey: options.authorizedKey, port: Number(options.port) })));
  });

try {
  await program.parseAsync();
} catch (error) {
  // No stack for what a person or the machine has to mend.
  process.stderr.write(error instanceof LabError ? `lab: ${error.message}\n` : `lab: ${(error as Error).stack ?? String(error)}\n`);
  process.exitCode = error instanceof LabError ? error.exitCode : 4;
}
