/**
 * `npm run bench:apps [-- <recipe>…]`: the whole suite of each real app alone, one after the other, then all of them in one command with two workers.
 * Writes docs/apps.md, and the raw log beside the other evidence.
 */
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { resultsSchema, type Results } from '../harness/report/results-schema.ts';
import { readTarget } from '../harness/settings/settings.ts';
import { Engine } from '../harness/swarm/engine.ts';
import { targetFile } from '../tests/lab/lab.ts';
import { appsPage, type AloneAndTogether } from './apps-page.ts';
import { busyPart, load, machineFacts } from './machine.ts';
import { repository } from './project.ts';

export const realApps = ['custom-html', 'keycloak', 'matrix-synapse', 'bluesky-pds', 'mumble', 'ghost', 'n8n'] as const;
/** What these depend on. */
const needed = ['plc'];
const longestMs = 30 * 60_000;
const lines: string[] = [];

function log(line: string): void {
  lines.push(`${new Date().toISOString()} ${line}`);
  console.log(`  ${line}`);
}

/** Seconds from the start of the process to its end. What the run leaves makes it end red. */
async function suite(recipes: readonly string[], workers: number): Promise<number> {
  const begun = performance.now();
  const { all, exitCode } = await execa(process.execPath, [join(repository, 'node_modules/@playwright/test/cli.js'), 'test', `--workers=${workers}`, ...recipes.map(name => `--project=${name}`)],
    { cwd: repository, all: true, reject: false, stdin: 'ignore', timeout: longestMs, env: { PLAYWRIGHT_HTML_OPEN: 'never', FORCE_COLOR: '0' } });
  const seconds = (performance.now() - begun) / 1000;
  if (exitCode !== 0) throw new Error(`${recipes.join(', ')} ended with ${exitCode ?? 'a signal'}:\n${all}`);
  log(`${recipes.join(', ')} on ${workers === 1 ? 'one worker' : `${workers} workers`}: ${seconds.toFixed(1)} s`);
  for (const line of all.split('\n').filter(text => /^\s+✓/.test(text))) lines.push(line);
  return seconds;
}

/** What is timed is the suite: images are built and loaded before. */
async function loadImages(): Promise<void> {
  const begun = performance.now();
  const files = globSync('lab/recipes/{' + [...realApps, ...needed].join(',') + '}/*/compose*.yml', { cwd: repository });
  const images = new Set(files.flatMap(file => [...readFileSync(join(repository, file), 'utf8').matchAll(/^\s+image: (lab\/\S+)$/gm)].map(([, image = '']) => image)));
  await execa(process.execPath, [join(repository, 'lab/cli.ts'), 'images', ...images], { cwd: repository, stdio: 'inherit' });
  log(`${images.size} images made sure of: ${((performance.now() - begun) / 1000).toFixed(1)} s`);
}

function resultsOf(recipe: string): Results {
  return resultsSchema.parse(JSON.parse(readFileSync(join(repository, 'results', recipe, 'results.json'), 'utf8')));
}

async function main(recipes: readonly string[]): Promise<void> {
  const target = readTarget(targetFile());
  const engine = await Engine.connect(target.docker);
  const machine = await machineFacts(engine);
  const { memory } = await engine.node();
  engine.close();
  const busyAtStart = await busyPart();
  log(`load at start ${load()}, cores busy ${busyAtStart.toFixed(3)}, ${JSON.stringify(machine)}`);
  await loadImages();
  const alone: { recipe: string; seconds: number; results: Results }[] = [];
  for (const recipe of recipes) alone.push({ recipe, seconds: await suite([recipe], 1), results: resultsOf(recipe) });
  const together = await suite(recipes, 2);
  const { stdout: commit } = await execa('git', ['rev-parse', '--short=10', 'HEAD'], { cwd: repository });
  const found: AloneAndTogether = { alone, together, nodeMemory: memory, machine, busyAtStart, commit, at: new Date() };
  writeFileSync(join(repository, 'docs/apps.md'), appsPage(found));
  const raw = `docs/evidence/apps-${found.at.toISOString().slice(0, 10)}.log`;
  writeFileSync(join(repository, raw), `${lines.join('\n')}\n`);
  console.log(`\nWritten: docs/apps.md, ${raw}`);
}

const named = process.argv.slice(2);
await main(named.length === 0 ? realApps : named);
