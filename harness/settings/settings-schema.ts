/** The schema of harness.toml: where apps are deployed, how the lab is started, where the project keeps its files. */
import { z } from 'zod';
import { targetSchema } from './target.ts';

const lab = z.strictObject({
  command: z.array(z.string().min(1)).min(1).optional()
    .describe('Command that runs the lab, with its arguments; `up --json` is appended. Default: the lab that comes with this package.'),
});

const folders = z.strictObject({
  recipes: z.string().min(1).default('recipes').describe('Folder of the recipe files, relative to harness.toml.'),
  overlays: z.string().min(1).default('overlays').describe('Folder of the overlays, relative to harness.toml.'),
});

export const settingsSchema = z.strictObject({
  target: targetSchema.optional().describe('The server that apps are deployed to. Without it, the lab is started and used.'),
  lab: lab.prefault({}).describe('How the lab is started when there is no `[target]`.'),
  folders: folders.prefault({}).describe('Where the project keeps its files.'),
});

/** The environment variables that change a run, each with its meaning: the source of their reference. */
export const environmentKeys = {
  HARNESS_KEEP: '`1` keeps the apps of the run deployed when it ends, and prints how to run again on them.',
  HARNESS_RUN: 'Id of an earlier run whose kept apps are used again: six hexadecimal digits.',
  HARNESS_REF: 'What is under test: a branch, a tag, a commit, or the path of a working tree (`./` or `/` first). Default: `source.ref` of the recipe, else the newest commit.',
  HARNESS_BASE: 'Release to upgrade from. Default: `upgrade.from` of the recipe, else the newest release below the version under test.',
  RECIPE_HARNESS_STATE: 'Folder of the state of lab and runs. Default: `$XDG_STATE_HOME/recipe-harness`, else `~/.local/state/recipe-harness`.',
  RECIPE_HARNESS_CACHE: "Folder of the lab's image cache. Default: `$XDG_CACHE_HOME/recipe-harness`, else `~/.cache/recipe-harness`.",
} as const;
