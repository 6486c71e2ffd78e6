/** Small projects on disk, run by the real `playwright test`: the package's config, reporters and settings around specs of our own. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { resultsSchema, type Results } from '../../harness/report/results-schema.ts';

const repository = path.resolve(import.meta.dirname, '../..');

/** What of the package runs without a server: everything up to the fixtures. */
const parts = [
  'package.json', 'harness/errors.ts', 'harness/files-below.ts', 'harness/observed.ts', 'harness/gate/evidence', 'harness/forge/ci-env.ts', 'harness/forge/ci-names.ts', 'harness/http', 'harness/machine-trouble.ts', 'harness/progress.ts', 'harness/fixtures/progress-steps.ts', 'harness/package.ts', 'harness/config.ts', 'harness/config', 'harness/deps/errors.ts', 'harness/deps/graph.ts', 'harness/gate/sabotage/proof.ts', 'harness/gate/sabotage/proof-schema.ts', 'harness/run/guest.ts', 'harness/gate/lint/comments.ts', 'harness/gate/lint/directive.ts', 'harness/gate/lint/suppressions.ts', 'harness/report', 'harness/settings', 'harness/run/secrets.ts', 'harness/run/secret-forms.ts', 'harness/run/coloured-text.ts', 'harness/sso/provider.ts', 'harness/run/json-lines.ts', 'harness/run/learned.ts', 'harness/run/memory.ts', 'harness/run/narrowed.ts', 'harness/run/not-run.ts', 'harness/run/pictures.ts', 'harness/run/under-test.ts', 'harness/run/verdicts.ts',
];

/** One path for all projects of a test file, one after the other: what Playwright has transformed once, it finds again by its path. */
const onePath = path.join(tmpdir(), `rh-inline-${randomUUID()}`);
/** Most of a short run is Node compiling Playwright; coverage needs it compiled anew. */
const compiled = process.env['NODE_V8_COVERAGE'] ? {} : { NODE_COMPILE_CACHE: path.join(repository, '.build/tests/compiled') };

export type Files = Record<string, string>;

export interface Ended {
  code: number | null;
  /** Both streams, without colours. */
  output: string;
}

export class InlineProject implements Disposable {
  /** The package: its own tree. */
  readonly folder = onePath;
  readonly #files: Files;

  /** @param files beside the package's parts; the defaults are three generic specs, a teardown and one recipe */
  constructor(files: Files = {}) {
    mkdirSync(this.folder, { mode: 0o700 });
    this.#files = { ...plain, ...files };
    for (const part of parts) cpSync(path.join(repository, part), path.join(this.folder, part), { recursive: true });
    symlinkSync(path.join(repository, 'node_modules'), path.join(this.folder, 'node_modules'));
    for (const [name, text] of Object.entries(this.#files)) this.write(name, text);
  }

  write(name: string, text: string): void {
    const file = this.path(name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  path(name: string): string {
    return path.join(this.folder, name);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  json(name: string): unknown {
    return JSON.parse(this.read(name));
  }

  /** What a run left for ghost, by the schema that is documented: whoever reads passes over what it does not know, but no run writes that. */
  results(file: 'results' | 'partial' = 'results'): Results {
    const written = this.json(`results/ghost/${file}.json`);
    const known = resultsSchema.parse(written);
    assert.deepEqual(known, written);
    return known;
  }

  /** `playwright test <args>` in `cwd`, a folder of the project. */
  playwright(args: readonly string[], { cwd = '.', env = {} }: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): Promise<Ended> {
    const { PW_TEST_REPORTER: _reporter, HARNESS_RUN_FOLDER: _folder, CI: _ci, FORCE_COLOR: _color, ...clean } = process.env;
    const child = spawn(path.join(repository, 'node_modules/node/bin/node'), [path.join(repository, 'node_modules/@playwright/test/cli.js'), 'test', ...args], {
      cwd: this.path(cwd), env: { ...clean, NO_COLOR: '1', ...compiled, ...env }, stdio: ['ignore', 'pipe', 'pipe'],
    });
    const chunks: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', code => resolve({ code, output: Buffer.concat(chunks).toString('utf8') }));
    });
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

const passing = (title: string, tag: string, more = ''): string =>
  `import { test as base, expect } from '@playwright/test';\nconst test = base.extend({ recipeName: ['', { option: true, scope: 'worker' }]${more} });\n`
  + `test('${title}', { tag: '${tag}' }, async ({ recipeName }) => { expect(recipeName).toMatch(/[a-z]/); });\n`;

/** A recipe file with nothing but what must be there. */
export const recipe = (more = ''): string => `memory = "64M"\n${more}\n[source]\ncatalogue = "x"\n`;

const plain: Files = {
  'playwright.config.ts': "import { harnessConfig } from './harness/config.ts';\nexport default harnessConfig();\n",
  'generic/1-install.spec.ts': passing('installs', '@install'),
  'generic/2-backup.spec.ts': passing('backs up', '@backup'),
  'generic/3-upgrade.spec.ts': passing('upgrades', '@upgrade'),
  'teardown/teardown.spec.ts': passing('is removed', '@teardown', ", last: ['', { scope: 'worker' }]"),
  'harness/fixtures/global-setup.ts': `
import { mkdirSync } from 'node:fs';
export default async function () {
  process.env.HARNESS_RUN_FOLDER = new URL('../../run', import.meta.url).pathname;
  mkdirSync(process.env.HARNESS_RUN_FOLDER, { recursive: true });
  return async () => { delete process.env.HARNESS_RUN_FOLDER; };
}
`,
  'recipes/ghost.toml': recipe(),
};

/** Stands for the gate, which leaves its evidence with every test. */
const weighed = "base.extend({ gate: [async ({}, use, info) => { await use(); info.attachments.push({ name: 'evidence', contentType: 'application/json', body: Buffer.from('[]') }); }, { auto: true }] })";

/** Text of a spec file with plain Playwright. */
export const spec = (body: string): string => `import { test as base, expect } from '@playwright/test'; const test = ${weighed};\n${body}\n`;

/** An overlay for ghost: its recipe file is there, its folder makes it an overlay. */
export const overlay = (body: string): Files => ({ 'overlays/ghost/functional/own.spec.ts': spec(body) });
