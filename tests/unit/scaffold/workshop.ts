/** A project to write new recipes into, and recipes to read: the lab's own, and such as no catalogue would take. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Written, newRecipe } from '../../../harness/scaffold/new-recipe.ts';
import type { Recipe } from '../../../harness/settings/recipe-schema.ts';
import { loadRecipe, loadSettings } from '../../../harness/settings/settings.ts';
import { publishRecipes } from '../../../lab/recipes/publish.ts';
import { quietly } from './quietly.ts';

export class Workshop {
  readonly root = mkdtempSync(join(tmpdir(), 'new-recipe-'));

  write(files: Readonly<Record<string, string>>): void {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(this.root, file)), { recursive: true });
      writeFileSync(join(this.root, file), text);
    }
  }

  read(file: string): string {
    return readFileSync(join(this.root, file), 'utf8');
  }

  /** Every file of the project, but those of the recipes that it reads. */
  files(): string[] {
    return readdirSync(this.root, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name).slice(this.root.length + 1))
      .filter(file => !file.startsWith('source/')).sort();
  }

  /** The lab's recipes as git repositories, made once. */
  async publish(): Promise<void> {
    await publishRecipes({ folder: join(this.root, 'source') });
  }

  /** A git repository with these files in one commit. @returns its folder */
  repository(name: string, files: Readonly<Record<string, string>>): string {
    const folder = join('source', name);
    this.write(Object.fromEntries(Object.entries(files).map(([file, text]) => [join(folder, file), text])));
    mkdirSync(join(this.root, folder), { recursive: true });
    const git = (...args: string[]) => execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.org', ...args], { cwd: join(this.root, folder), stdio: 'pipe' });
    git('init', '--quiet', '--initial-branch=main');
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '--message=x');
    return join(this.root, folder);
  }

  make(name: string, source: Recipe['source']): Promise<Written> {
    return newRecipe(loadSettings(this.root, {}), name, source, quietly);
  }

  /** From the lab's recipe of this name. */
  makeOfLab(name: string): Promise<Written> {
    return this.make(name, { git: join(this.root, 'source/recipes', `${name}.git`) });
  }

  /** The written recipe file as a run reads it; throws where it is not valid. */
  recipe(name: string): Recipe {
    return loadRecipe(loadSettings(this.root, {}), name);
  }

  remove(): void {
    rmSync(this.root, { recursive: true, force: true });
  }
}
