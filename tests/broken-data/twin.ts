/** Builds a project around the recipe `shelf`: sound, or with one line of it changed. */
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'smol-toml';
import { targetFile } from '../lab/lab.ts';
import { repository } from '../lab/suite/run-suite.ts';

/** One line of the sound project, and what stands there instead. */
export interface Change {
  file: 'recipe/compose.yml' | 'recipe/hooks.sh' | 'recipe/nginx.conf' | 'overlay.ts' | 'abra';
  line: string;
  becomes: string;
}

const sound = join(import.meta.dirname, 'sound');

/** @returns the project's folder, below the repository so that `recipe-harness` is found as it is there */
export function project(name: string, changes: readonly Change[] = []): string {
  const root = join(repository, '.build', 'broken-data', name.replaceAll(/[^a-z0-9]+/gi, '-'));
  rmSync(root, { recursive: true, force: true });
  mkdirSync(join(root, 'overlays'), { recursive: true });
  mkdirSync(join(root, 'recipes'));
  symlinkSync(join(repository, 'node_modules'), join(root, 'node_modules'));
  const text = (file: Change['file']) => changes.filter(change => change.file === file).reduce(apply, readFileSync(join(sound, file), 'utf8'));

  cpSync(join(sound, 'recipe'), join(root, 'recipe'), { recursive: true });
  for (const file of ['recipe/compose.yml', 'recipe/hooks.sh', 'recipe/nginx.conf'] as const) writeFileSync(join(root, file), text(file));
  commit(join(root, 'recipe'));
  mkdirSync(join(root, 'overlays', 'shelf'));
  writeFileSync(join(root, 'overlays', 'shelf', 'overlay.ts'), text('overlay.ts'));
  writeFileSync(join(root, 'recipes', 'shelf.toml'), 'memory = "64M"\n[source]\npath = "../recipe"\n[health]\npath = "/health"\n');
  writeFileSync(join(root, 'playwright.config.ts'), "import { harnessConfig } from 'recipe-harness/config';\nexport default harnessConfig();\n");

  const { target } = parse(readFileSync(targetFile(), 'utf8')) as { target: { abra: string } };
  const abra = join(root, 'abra');
  writeFileSync(abra, text('abra').replace('@ABRA@', target.abra));
  chmodSync(abra, 0o755);
  writeFileSync(join(root, 'harness.toml'), stringify({ target: { ...target, abra } }));
  return root;
}

function apply(text: string, { file, line, becomes }: Change): string {
  if (text.split(line).length !== 2) throw new Error(`${file} holds ${JSON.stringify(line)} ${text.split(line).length - 1} times, not once`);
  return text.replace(line, () => becomes);
}

function commit(folder: string): void {
  const who = ['-c', 'user.name=Shelf', '-c', 'user.email=shelf@recipes.invalid', '-c', 'commit.gpgsign=false'];
  for (const args of [['init', '--quiet', '--initial-branch=main'], ['add', '--all'], [...who, 'commit', '--quiet', '--message', 'The shelf']]) {
    execFileSync('git', args, { cwd: folder });
  }
}
