// One figure from what all processes of the tests have run: Vitest's own coverage, and V8's of every other Node process, be it plain
// Node or Playwright. A line counts when a statement begins on it, and is covered when any process has run that statement.
import { createHash } from 'node:crypto';
import { existsSync, globSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { mergeScriptCovs } from '@bcoe/v8-coverage';
import convert from 'ast-v8-to-istanbul';
import { parseAstAsync } from 'vitest/node';
import { excluded, threshold } from '../coverage.config.mjs';

const root = path.resolve(import.meta.dirname, '..');
const folder = process.argv[2] ?? path.join(root, '.build/coverage');
/** Scripts merged so far, by what they were compiled from: kept, so that the large raw files need not be. */
const kept = path.join(folder, 'scripts.json');
const scripts = new Map(existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : []);

gather();
const lines = await countedLines();
for (const [key, script] of scripts) await addScript(key, script);
for (const file of globSync(path.join(folder, 'vitest-*/coverage-final.json'))) addIstanbul(JSON.parse(readFileSync(file, 'utf8')));
report();

/** Takes the harness's scripts out of what the processes left, one file after the other. */
function gather() {
  const raw = path.join(folder, 'raw');
  for (const name of existsSync(raw) ? readdirSync(raw) : []) {
    const file = path.join(raw, name);
    let left;
    try {
      left = JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      left = { result: [] }; // Of a process that was killed while it wrote.
    }
    for (const script of left.result) {
      const source = sourceOf(script.url);
      if (source === undefined) continue;
      const key = `${left['source-map-cache']?.[script.url] ? 'playwright' : 'node'} ${script.url}`;
      const known = scripts.get(key);
      scripts.set(key, known ? mergeScriptCovs([known, script]) : script);
    }
    rmSync(file);
  }
  writeFileSync(kept, JSON.stringify([...scripts]));
}

/** The file of harness/ that a script is, or is a copy of in a project of tests/processes; undefined for any other. */
function sourceOf(url) {
  if (!url.startsWith('file://')) return undefined;
  const file = fileURLToPath(url.replace(/[?#].*$/, ''));
  const own = path.relative(root, file);
  const source = /^harness\/.*\.ts$/.test(own) ? own : /\/rh-inline-[^/]+\/(harness\/.*\.ts)$/.exec(file)?.[1];
  return source !== undefined && existsSync(path.join(root, source)) ? source : undefined;
}

/** Every line that counts, by file: not yet covered. */
async function countedLines() {
  const counted = new Map();
  for (const file of globSync('harness/**/*.ts', { cwd: root }).sort()) {
    if (file in excluded) continue;
    const { statementMap } = await istanbulOf(plain(file), { functions: [], url: `file://${path.join(root, file)}` });
    counted.set(file, new Map(Object.values(statementMap).map(({ start }) => [start.line, false])));
  }
  return counted;
}

async function addScript(key, script) {
  const [runner] = key.split(' ', 1);
  const source = sourceOf(script.url);
  const code = runner === 'node' ? plain(source) : transformed(fileURLToPath(script.url), source);
  if (code) cover(source, await istanbulOf(code, { functions: script.functions, url: script.url }));
}

function addIstanbul(files) {
  for (const [file, coverage] of Object.entries(files)) cover(path.relative(root, file), coverage);
}

function cover(source, { statementMap, s }) {
  const known = lines.get(source);
  if (!known) return;
  for (const [id, { start }] of Object.entries(statementMap)) if (s[id] > 0 && known.has(start.line)) known.set(start.line, true);
}

async function istanbulOf({ code, map }, coverage) {
  const files = await convert({ code, sourceMap: map, ast: await parseAstAsync(code), coverage, wrapperLength: 0 });
  return Object.values(files)[0] ?? { statementMap: {}, s: {} };
}

/** As Node runs it: types become blanks, so every offset is the source's own. */
function plain(source) {
  return { code: stripTypeScriptTypes(readFileSync(path.join(root, source), 'utf8')) };
}

/** As Playwright runs it: from its cache, by the path that the file had. Undefined where a test had put other text there. */
function transformed(file, source) {
  const hash = createHash('sha1').update(file).digest('hex').slice(0, 10);
  const [cached] = globSync(path.join(folder, 'transformed', hash.slice(0, 2), `${hash}_*.js`));
  if (!cached) return undefined;
  const map = JSON.parse(readFileSync(cached.replace(/\.js$/, '.map'), 'utf8'));
  if (map.sourcesContent[0] !== readFileSync(path.join(root, source), 'utf8')) return undefined;
  const text = readFileSync(cached, 'utf8');
  return { code: text.slice(text.indexOf('\n') + 1), map: { ...map, sources: [`file://${path.join(root, source)}`] } };
}

function report() {
  const of = statements => [...statements.values()].filter(Boolean).length;
  const rows = [...lines].map(([file, statements]) => ({ file, all: statements.size, covered: of(statements), missing: [...statements].filter(([, hit]) => !hit).map(([line]) => line).sort((a, b) => a - b) }));
  for (const { file, all, covered, missing } of rows.filter(row => row.missing.length > 0).sort((a, b) => b.missing.length - a.missing.length)) {
    console.log(`${file}  ${covered}/${all}  not run: ${missing.join(' ')}`);
  }
  const all = rows.reduce((sum, row) => sum + row.all, 0);
  const covered = rows.reduce((sum, row) => sum + row.covered, 0);
  for (const [file, why] of Object.entries(excluded)) console.log(`${file}  excluded: ${why}`);
  const percent = covered / all * 100;
  console.log(`\n${covered} of ${all} lines of harness/ are run by the tests: ${percent.toFixed(1)} %, at least ${threshold} % wanted.`);
  if (percent < threshold) process.exitCode = 1;
}
