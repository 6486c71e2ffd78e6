/** A project of a few files around the library as it lies here, thrown away after its test. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { repository } from '../suite/run-suite.ts';

export type Files = Record<string, string>;

const base: Files = {
  'package.json': '{ "private": true, "type": "module" }\n',
  'playwright.config.ts': "import { harnessConfig } from 'recipe-harness/config';\nexport default harnessConfig();\n",
  'recipes/custom-html.toml': 'memory = "64M"\n\n[source]\ncatalogue = "custom-html"\n',
};

export class ThrowawayProject implements Disposable {
  readonly root: string;

  /** @param files beside the config and the recipe custom-html */
  constructor(files: Files = {}) {
    this.root = mkdtempSync(join(tmpdir(), 'rh-input-project-'));
    chmodSync(this.root, 0o755);
    for (const [file, text] of Object.entries({ ...base, ...files })) this.write(file, text);
    mkdirSync(join(this.root, 'node_modules'));
    symlinkSync(repository, join(this.root, 'node_modules', 'recipe-harness'));
    symlinkSync(join(repository, 'node_modules', '@playwright'), join(this.root, 'node_modules', '@playwright'));
  }

  write(file: string, text: string, mode = 0o644): string {
    const path = join(this.root, file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text, { mode });
    return path;
  }

  /** Hands all of it to another user: not the library, to which a link leads. */
  giveTo(uid: number): void {
    execFileSync('chown', ['-hR', `${uid}:${uid}`, this.root]);
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
