/**
 * `npm run bench [-- <name>…]`: takes the named measurements, or all, each into .build/bench; then assembles docs/bench.md and the raw
 * log. `npm run bench -- page` only assembles.
 */
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { readTarget } from '../harness/settings/settings.ts';
import { Engine } from '../harness/swarm/engine.ts';
import { targetFile } from '../tests/lab/lab.ts';
import { busyPart, isQuiet, load, machineFacts } from './machine.ts';
import type { Measurement } from './measurement.ts';
import { measurements } from './measurements.ts';
import { page, summary, type Taken, unfit } from './page.ts';
import { repository } from './project.ts';
import { markdown } from './table.ts';

const folder = join(repository, '.build', 'bench');
const names = measurements.map(measurement => measurement.name);

async function main(wanted: readonly string[]): Promise<void> {
  const unknown = wanted.find(name => name !== 'page' && !names.includes(name));
  if (unknown !== undefined) throw new TypeError(`There is no measurement "${unknown}".\nWay out: choose among ${names.join(', ')}; or page, which only writes docs/bench.md.`);
  mkdirSync(folder, { recursive: true });
  const chosen = wanted.length === 0 ? measurements : measurements.filter(({ name }) => wanted.includes(name));
  for (const measurement of chosen) await take(measurement);
  await assemble();
}

async function take(measurement: Measurement): Promise<void> {
  const { name, title } = measurement;
  const target = readTarget(targetFile());
  const engine = await Engine.connect(target.docker);
  const machine = await machineFacts(engine);
  engine.close();
  const loadAtStart = load();
  const busyAtStart = await busyPart();
  const lines: string[] = [];
  const log = (line: string): void => {
    lines.push(`${new Date().toISOString()} ${line}`);
    console.log(`  ${line}`);
  };
  console.log(`\n== ${title}`);
  if (!isQuiet(busyAtStart)) console.log(`  The machine is not quiet: others keep ${Math.round(busyAtStart * 100)} % of its cores busy, load ${loadAtStart}.`);
  const begun = performance.now();
  const outcome = await measurement.run({ target, log });
  const taken: Taken = {
    ...outcome, name, title, machine, loadAtStart, busyAtStart, lines, commit: await commitUnderTest(), at: new Date().toISOString(), seconds: (performance.now() - begun) / 1000,
  };
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(taken, undefined, 2));
  for (const table of outcome.tables) console.log(`\n${table.title}\n${markdown(table.head, table.rows)}`);
  console.log(`\n${summary(outcome.figures)}`);
}

async function assemble(): Promise<void> {
  const found = globSync('*.json', { cwd: folder }).map(file => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Taken);
  const taken = names.flatMap(name => found.find(each => each.name === name) ?? []);
  const why = unfit(taken, names);
  if (why !== undefined) return console.log(`\n${why}`);
  const evidence = join(repository, 'docs', 'evidence');
  const day = taken.map(each => each.at.slice(0, 10)).sort().at(-1) ?? '';
  mkdirSync(evidence, { recursive: true });
  writeFileSync(join(evidence, `bench-${day}.log`), taken.map(rawLog).join('\n'));
  writeFileSync(join(repository, 'docs', 'bench.md'), page(taken));
  console.log(`\n${summary(taken.flatMap(each => each.figures))}\n\nWritten: docs/bench.md, docs/evidence/bench-${day}.log`);
}

function rawLog({ name, commit, at, loadAtStart, busyAtStart, machine, lines }: Taken): string {
  return `== ${name}, commit ${commit}, ended ${at}, load at start ${loadAtStart}, cores busy at start ${busyAtStart.toFixed(3)}, ${JSON.stringify(machine)}\n${lines.join('\n')}\n`;
}

/** What is measured is code: the page that tells of it may change. */
async function commitUnderTest(): Promise<string> {
  const git = async (...args: string[]): Promise<string> => (await execa('git', args, { cwd: repository })).stdout.trim();
  const changes = await git('status', '--porcelain', '--', ':!docs', ':!README.md', ':!node_modules');
  return `${(await git('rev-parse', '--short=10', 'HEAD'))}${changes === '' ? '' : '+U'}`;
}

try {
  await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof TypeError ? error.message : error);
  process.exitCode = error instanceof TypeError ? 2 : 1;
}
