/** Makes a recipe's git repository from its sources: one commit a step, annotated tags, and the same commits on every machine. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import type { RecipeSource } from './sources.ts';

/** Raised when this file would make other commits from the same sources. */
const maker = 1;
const firstDay = Date.UTC(2026, 0, 5, 12) / 1000;
const day = 86_400;

/** The folder of the bare repository `<folder>/<name>.git`, made anew only where the sources have changed. */
export async function ensureRepository(source: RecipeSource, folder: string): Promise<string> {
  const repository = join(folder, `${source.name}.git`);
  const stamp = join(repository, 'lab-sources');
  const hash = `${maker}-${source.hash}`;
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return repository;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const work = mkdtempSync(join(folder, `.${source.name}-`));
  try {
    const half = join(work, 'git');
    await commitSteps(source, half, join(work, 'tree'));
    writeFileSync(join(half, 'lab-sources'), hash);
    rmSync(repository, { recursive: true, force: true });
    renameSync(half, repository);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  return repository;
}

async function commitSteps(source: RecipeSource, gitFolder: string, tree: string): Promise<void> {
  mkdirSync(tree);
  // Bare from the first: the environment alone knows of a working tree.
  const { GIT_WORK_TREE: _tree, ...bare } = gitEnvironment(gitFolder, tree, firstDay);
  await execa('git', ['init', '--quiet', '--bare', '--initial-branch=main'], { cwd: tree, extendEnv: false, env: bare });
  const git = (date: number, ...args: string[]) => execa('git', args, { cwd: tree, extendEnv: false, env: gitEnvironment(gitFolder, tree, date) });
  for (const [nth, step] of source.steps.entries()) {
    const date = firstDay + nth * 28 * day;
    cpSync(step.folder, tree, { recursive: true });
    await git(date, 'add', '--all');
    const title = step.tag === undefined ? 'Changes for the next release' : `Release ${step.tag}`;
    await git(date, 'commit', '--quiet', '--message', title);
    if (step.tag !== undefined) await git(date, 'tag', '--annotate', step.tag, '--message', title);
  }
}

/** Nothing of the user's: neither settings, nor hooks, nor name, nor a repository that this process may stand in. */
function gitEnvironment(gitFolder: string, tree: string, date: number): Record<string, string> {
  const who = { NAME: 'Recipe lab', EMAIL: 'lab@recipes.invalid', DATE: `${date} +0000` };
  return {
    PATH: process.env['PATH'] ?? '/usr/bin:/bin',
    HOME: '/nonexistent',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_DIR: gitFolder,
    GIT_WORK_TREE: tree,
    ...Object.fromEntries(Object.entries(who).flatMap(([key, value]) => [[`GIT_AUTHOR_${key}`, value], [`GIT_COMMITTER_${key}`, value]])),
  };
}
