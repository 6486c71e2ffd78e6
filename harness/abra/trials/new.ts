/** Trials of `app new`: the file that it writes, and what it does to the checkout. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { lastLine } from './findings.ts';
import type { Stage } from './stage.ts';

/** Leaves the scratch app's .env file there, for the clean head of the recipe. */
export async function tryNew(stage: Stage, head: string): Promise<void> {
  const { findings, recipe, domain, target } = stage;
  const [first, newest] = [(await stage.tags()).at(0), (await stage.tags()).at(-1)];
  const make = (...flags: string[]) => stage.run('app', 'new', recipe, '--domain', domain, '--server', target.server, ...flags);
  if (first === undefined || newest === undefined) throw new Error(`the recipe ${recipe} has no release tags`);

  await stage.reset(first === newest ? head : first);
  const made = await make();
  const env = await stage.env().catch(() => '');
  findings.judge('habits.newWritesEnv', made.exitCode === 0 && env.includes(`DOMAIN=${domain}`), env.split('\n').find(line => line.startsWith('DOMAIN')) ?? lastLine(made.output));
  findings.judge('habits.newMovesCheckout', await stage.headOf() === await stage.headOf(newest), `the checkout is at ${(await stage.git('describe', '--tags', '--always')).trim()}, the newest release is ${newest}`);
  findings.judge('habits.newRecordsVersion', env.includes(`TYPE=${recipe}:${newest}`), env.split('\n').find(line => /^(TYPE|RECIPE)=/.test(line)) ?? 'no TYPE line');
  const again = await make();
  findings.judge('habits.newRefusesExisting', again.exitCode === 1, `status ${again.exitCode}: ${lastLine(again.output)}`);

  await rm(stage.envFile);
  await stage.reset(head);
  const compose = await readFile(join(stage.clone, 'compose.yml'), 'utf8');
  await stage.write('compose.yml', compose.replace(/^( +)(image: .*)$/m, '$1$2\n$1stop_grace_period: ${GRACE:-5s}').replace(/^( +)stop_grace_period: \d+\w+\n/m, ''));
  findings.refusal('durationFormat', await make('--chaos'));

  await rm(stage.envFile, { force: true });
  await stage.reset(head);
  const chaos = await make('--chaos');
  findings.judge('habits.newChaosStays', chaos.exitCode === 0 && await stage.headOf() === head, `the checkout is at ${(await stage.headOf()).slice(0, 8)}, as before: ${head.slice(0, 8)}`);
}
