/** The schema of harness.toml: where apps are deployed, how the lab is started, where the project keeps its files. */
import { z } from 'zod';
import { gitWord } from './recipe-schema.ts';
import { targetSchema } from './target.ts';

const lab = z.strictObject({
  command: z.array(z.string().min(1)).min(1).optional()
    .describe('Command that runs the lab, with its arguments; `up --json` is appended. Default: the lab that comes with this package.'),
});

const folders = z.strictObject({
  recipes: z.string().min(1).default('recipes').describe('Folder of the recipe files, relative to harness.toml.'),
  overlays: z.string().min(1).default('overlays').describe('Folder of the overlays, relative to harness.toml.'),
});

const approval = z.string()
  .refine(text => !/[*?]/.test(text), { error: 'must name one recipe: there is no wildcard, each is approved by its name', abort: true })
  .regex(/^[a-z0-9][a-z0-9-]*(@[0-9a-f]{40})?$/, 'must be the name of a recipe, or name@commit with all 40 digits of the commit');

const overlays = z.strictObject({
  approved: z.array(approval)
    .refine(list => new Set(list.map(text => text.split('@')[0])).size === list.length, 'must name each recipe once').default([])
    .describe('Recipes whose own overlay (`tests/recipe-harness/` in their repository) may run: `"ghost"`, or `"ghost@<commit>"` for that commit alone. It runs as you.'),
  folder: z.string().min(1).optional()
    .describe('A folder of overlays of your own outside this project; with `git`, the folder within that repository (default: its top).'),
  git: gitWord.optional().describe('A git repository of overlays of your own; brought by `recipe-harness overlays fetch`.'),
  ref: gitWord.optional().describe('Branch, tag or commit of `git`. What it was when it was fetched is what runs.'),
}).refine(o => (o.git === undefined) === (o.ref === undefined), 'must hold git and ref together');

export const settingsSchema = z.strictObject({
  target: targetSchema.optional().describe('The server that apps are deployed to. Without it, the lab is started and used.'),
  lab: lab.prefault({}).describe('How the lab is started when there is no `[target]`.'),
  folders: folders.prefault({}).describe('Where the project keeps its files.'),
  overlays: overlays.prefault({}).describe('Overlays from outside the project.'),
});

export type SettingsFile = z.infer<typeof settingsSchema>;

/** The environment variables that change a run, each with its meaning: the source of their reference. */
export const environmentKeys = {
  HARNESS_KEEP: '`1` keeps the apps of the run deployed when it ends, and prints how to run again on them.',
  HARNESS_WARM: '`1` uses a provider (a Keycloak, say) that an earlier run with `1` has left up, and leaves its own up for later ones.',
  HARNESS_RUN: 'Id of an earlier run whose kept apps are used again: six hexadecimal digits.',
  HARNESS_REF: 'What is under test: a branch, a tag, a commit, or the path of a working tree (`./` or `/` first). Default: `source.ref` of the recipe, else the newest commit.',
  HARNESS_BASE: 'Release to upgrade from. Default: `upgrade.from` of the recipe, else the newest release below the version under test.',
  HARNESS_FORGE_TOKEN: 'For `recipe-harness ci` alone: token of a user of the forge, by which it sets statuses and writes the comment (docs/pull-requests.md). No test and no overlay is given it.',
  HARNESS_FORGE_URL: 'For `recipe-harness ci` alone: address of the forge. Default: what the pipeline tells, where that begins with https://.',
  HARNESS_REPORT_URL: 'For `recipe-harness ci` alone: address under which the pipeline publishes the artefacts of this build; comment and statuses lead there. Default: the page of the build.',
  RECIPE_HARNESS_STATE: 'Folder of the state of lab and runs. Default: `$XDG_STATE_HOME/recipe-harness`, else `~/.local/state/recipe-harness`.',
  RECIPE_HARNESS_CACHE: "Folder of the lab's image cache. Default: `$XDG_CACHE_HOME/recipe-harness`, else `~/.cache/recipe-harness`.",
} as const;
