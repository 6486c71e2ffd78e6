/** Turns trees of files into a recipe's git repository: a commit for each, and its tag. */
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import type { Files } from './recipe-files.ts';

export interface Step {
  readonly files: Files;
  readonly tag?: string;
  /** A tag without a message is none that abra accepts. */
  readonly lightweight?: boolean;
}

const who = { NAME: 'Broken recipes', EMAIL: 'broken@recipes.invalid' };
const environment = {
  PATH: process.env['PATH'] ?? '/usr/bin:/bin', HOME: '/nonexistent', GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null',
  ...Object.fromEntries(Object.entries(who).flatMap(([key, value]) => [[`GIT_AUTHOR_${key}`, value], [`GIT_COMMITTER_${key}`, value]])),
};

/** @returns the commits' ids, in the order of the steps */
export async function makeRepository(folder: string, steps: readonly Step[]): Promise<string[]> {
  mkdirSync(folder, { recursive: true });
  const git = async (...args: string[]) => (await execa('git', args, { cwd: folder, extendEnv: false, env: environment })).stdout;
  await git('init', '--quiet', '--initial-branch=main');
  const commits: string[] = [];
  for (const { files, tag, lightweight = false } of steps) {
    for (const name of readdirSync(folder)) if (name !== '.git') rmSync(join(folder, name), { recursive: true });
    writeFiles(folder, files);
    // What .gitattributes says of line ends must not change what is committed here.
    await git('-c', 'core.autocrlf=false', 'add', '--all');
    await git('commit', '--quiet', '--allow-empty', '--message', tag ?? 'Next');
    if (tag !== undefined) await git('tag', ...(lightweight ? [tag] : ['--annotate', tag, '--message', tag]));
    commits.push(await git('rev-parse', 'HEAD'));
  }
  return commits;
}

export function writeFiles(folder: string, files: Files): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}
