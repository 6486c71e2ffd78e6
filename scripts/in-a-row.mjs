// `npm run in-a-row -- [recipe] [runs]`: the same recipe again and again in one lab, each run green and the engine left as it was found.
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { bootstrap, node, root } from './bootstrap.mjs';
import { survivingInterrupts, withLab } from './lab.mjs';
import { module, ofPlaywright, reports } from './runners.mjs';
import { Stages } from './stages.mjs';

const report = path.join(reports, 'in-a-row.json');
const kinds = { service: ['ls', '-q'], container: ['ls', '-aq'], volume: ['ls', '-q'], secret: ['ls', '-q'], config: ['ls', '-q'], network: ['ls', '-q'] };

/** All that the engine holds, as `kind id`. */
function held(target) {
  const socket = /^docker = "(.+)"$/m.exec(readFileSync(target, 'utf8'))[1];
  return Object.entries(kinds).flatMap(([kind, words]) =>
    execFileSync('/usr/bin/docker', ['-H', socket, kind, ...words], { encoding: 'utf8' }).split('\n').filter(Boolean).map(id => `${kind} ${id}`)).sort();
}

function runOnce(recipe) {
  mkdirSync(reports, { recursive: true });
  rmSync(report, { force: true });
  const env = { ...process.env, PLAYWRIGHT_JSON_OUTPUT_NAME: report, PLAYWRIGHT_HTML_OPEN: 'never', FORCE_COLOR: '0' };
  const child = spawn(node, [module('@playwright/test/cli.js'), 'test', `--project=${recipe}`, '--reporter=list,json'], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', chunk => { output += chunk; });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', status => resolve({ status, output }));
  });
}

/** What the runs came to, in one line; `seconds` has as many as there were, which an interruption makes fewer than asked for. */
export function inShort(recipe, asked, seconds, failed) {
  const cut = seconds.length < asked ? `, interrupted: ${asked} were asked for` : '';
  if (seconds.length === 0) return `${recipe}: no run${cut}`;
  const sorted = seconds.toSorted((a, b) => a - b);
  return `${recipe}: ${seconds.length - failed} of ${seconds.length} runs green, each leaving nothing${cut}; seconds: least ${sorted[0].toFixed(1)}, median ${sorted[Math.floor(sorted.length / 2)].toFixed(1)}, most ${sorted.at(-1).toFixed(1)}`;
}

/** @returns the counts over all runs; a run that is not green, or leaves something, is a failure by its number */
export async function inARow(recipe, runs, target, interrupted) {
  const failures = [];
  const seconds = [];
  const before = held(target);
  for (let run = 1; run <= runs && !interrupted(); run++) {
    const begun = performance.now();
    const { status, output } = await runOnce(recipe);
    // It was cut short, and says nothing of the recipe.
    if (interrupted()) break;
    seconds.push((performance.now() - begun) / 1_000);
    if (!existsSync(report)) return { passed: seconds.length - 1 - failures.length, failed: failures.length + 1, failures: [...failures, { name: `${recipe}, run ${run}: no test ran`, message: output }] };
    const result = JSON.parse(readFileSync(report, 'utf8'));
    const { stats } = result;
    const counts = ofPlaywright(result);
    const left = held(target).filter(thing => !before.includes(thing));
    const sound = status === 0 && counts.failed === 0 && stats.flaky === 0 && stats.skipped === 0 && left.length === 0;
    console.log(`run ${run} of ${runs}: status ${status}, ${counts.passed} passed, ${counts.failed} failed, ${stats.flaky} flaky, ${stats.skipped} skipped, left behind: ${left.join(', ') || 'nothing'}; ${seconds.at(-1).toFixed(1)} s, load ${loadavg()[0].toFixed(1)}`);
    if (!sound) failures.push({ name: `${recipe}, run ${run} of ${runs}`, message: [...left, output].join('\n') });
  }
  console.log(inShort(recipe, runs, seconds, failures.length));
  return { passed: seconds.length - failures.length, failed: failures.length, failures };
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const [recipe = 'custom-html', count = '30'] = process.argv.slice(2);
  if (!/^[1-9]\d*$/.test(count)) {
    console.error(`"${count}" is no number of runs.\nWay out: npm run in-a-row -- custom-html 30`);
    process.exit(2);
  }
  const stages = new Stages();
  await survivingInterrupts(async interrupted => {
    if (!await stages.run('what the machine needs', () => bootstrap({ tests: true }))) return;
    await withLab(stages, lab => stages.run(`${recipe}, ${count} runs in a row`, () => inARow(recipe, Number(count), lab.target, interrupted)));
    if (interrupted()) stages.skip('the rest', 'interrupted');
  });
  stages.close();
}
