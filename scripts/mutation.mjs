// `npm run mutation [group…]`: mutates what stryker.config.mjs names, group by group, and keeps the log under docs/evidence.
import { spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus } from 'node:os';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { node, root } from './bootstrap.mjs';
import { groups, threshold } from '../stryker.config.mjs';

const folder = path.join(root, '.build/mutation');
const logOf = group => path.join(folder, `${group}.log`);
const chosen = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(groups);
const unknown = chosen.find(group => !groups[group]);
if (unknown) {
  console.error(`There is no group "${unknown}", only ${Object.keys(groups).join(', ')}.`);
  process.exit(2);
}

mkdirSync(folder, { recursive: true });
const below = [];
for (const group of chosen) if (await mutate(group) !== 0) below.push(group);
keep();
if (below.length > 0) {
  console.error(`\nBelow ${threshold} %, or not run: ${below.join(', ')}.`);
  process.exitCode = 1;
}

function mutate(group) {
  console.log(`\n== ${group}`);
  const log = createWriteStream(logOf(group));
  log.write(`\n== ${group}, ${new Date().toISOString()}\n`);
  const child = spawn(node, [path.join(root, 'node_modules/@stryker-mutator/core/bin/stryker.js'), 'run'], {
    cwd: root, env: { ...process.env, MUTATION_GROUP: group, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'inherit'],
  });
  child.stdout.pipe(process.stdout);
  child.stdout.pipe(log);
  return new Promise(resolve => child.on('close', code => log.end(() => resolve(code))));
}

/** One log of the last run of every group; what was cut short has no score, and is no evidence. */
function keep() {
  const logs = Object.keys(groups).filter(group => existsSync(logOf(group))).map(group => readFileSync(logOf(group), 'utf8')).filter(log => log.includes('Final mutation score'));
  const machine = `${availableParallelism()} cores, ${cpus()[0]?.model ?? 'unknown'}`;
  const evidence = path.join(root, 'docs/evidence');
  mkdirSync(evidence, { recursive: true });
  // Stryker colours what its own logger says, whatever it is told.
  writeFileSync(path.join(evidence, `mutation-${new Date().toISOString().slice(0, 10)}.log`), `npm run mutation. ${machine}.\n${stripVTControlCharacters(logs.join('')).replaceAll(`${root}/`, '')}`);
}
