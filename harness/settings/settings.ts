/** What a run is told: harness.toml, the environment, and the recipe files. Light, since every `--list` loads it. */
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { packageModule } from '../package.ts';
import { overlaySettings, type OverlaySettings } from './overlays.ts';
import { SettingsError } from './settings-error.ts';
import { settingsSchema } from './settings-schema.ts';
import { targetSchema, type Target } from './target.ts';
import { readToml, valueOf } from './toml-file.ts';

export { loadRecipe, loadRecipes } from './recipes.ts';

/** Everything that a run is told from outside, read once. */
export interface Settings {
  /** Absolute folder of the project: of harness.toml, recipes and overlays. */
  readonly root: string;
  /** Absolute path of harness.toml, when there is one. */
  readonly file: string | undefined;
  /** The server to deploy to; undefined means the lab. */
  readonly target: Target | undefined;
  readonly labCommand: readonly string[];
  readonly recipesFolder: string;
  readonly overlaysFolder: string;
  /** Overlays from outside the project, and which recipes' own may run. */
  readonly overlays: OverlaySettings;
  readonly stateFolder: string;
  /** HARNESS_KEEP: apps stay when the run ends. */
  readonly keep: boolean;
  /** HARNESS_WARM: what apps under test depend on is taken from an earlier run that left it up, and is left up for later ones. */
  readonly warm: boolean;
  /** HARNESS_RUN: id of the earlier run whose kept apps are taken over. */
  readonly adopt: string | undefined;
  /** HARNESS_REF: ref, commit or path under test. */
  readonly underTest: string | undefined;
  /** HARNESS_BASE: release to upgrade from. */
  readonly base: string | undefined;
}

/**
 * Reads the settings of the project at `root`.
 *
 * @throws SettingsError when harness.toml or the environment holds a mistake.
 */
export function loadSettings(root: string, env: NodeJS.ProcessEnv = process.env): Settings {
  const folder = resolve(root);
  const file = join(folder, 'harness.toml');
  const exists = existsSync(file);
  const read = exists ? valueOf(readToml(file, settingsSchema)) : settingsSchema.parse({});
  const underTest = given(env, 'HARNESS_REF');
  return {
    root: folder,
    file: exists ? file : undefined,
    target: read.target && absolute(read.target, folder),
    labCommand: read.lab.command ?? [process.execPath, packageModule('lab/cli')],
    recipesFolder: resolve(folder, read.folders.recipes),
    overlaysFolder: resolve(folder, read.folders.overlays),
    overlays: overlaySettings(read.overlays, folder),
    stateFolder: resolve(given(env, 'RECIPE_HARNESS_STATE') ?? join(given(env, 'XDG_STATE_HOME') ?? join(homedir(), '.local/state'), 'recipe-harness')),
    keep: flag(env, 'HARNESS_KEEP'),
    warm: flag(env, 'HARNESS_WARM'),
    adopt: runId(env, 'HARNESS_RUN'),
    underTest: underTest !== undefined && isPath(underTest) ? resolve(expandHome(underTest)) : underTest,
    base: given(env, 'HARNESS_BASE'),
  };
}

/** Reads a file whose `[target]` says where apps go, as the lab writes it. Relative paths are the file's. */
export function readTarget(file: string): Target {
  const { target } = valueOf(readToml(file, z.strictObject({ target: targetSchema })));
  return absolute(target, dirname(resolve(file)));
}

/** True for what names a place in the file system rather than a ref: `./`, `../`, `~/` or `/` first. */
export function isPath(text: string): boolean {
  return /^(\.{1,2}(\/|$)|~\/|\/)/.test(text);
}

function absolute(target: Target, folder: string): Target {
  const at = (path: string | undefined): string | undefined => path === undefined ? undefined : resolve(folder, expandHome(path));
  const { ca, catalogue, docker_config } = target;
  return {
    ...target,
    abra: target.abra.includes('/') ? resolve(folder, expandHome(target.abra)) : target.abra,
    ...(ca === undefined ? {} : { ca: at(ca) }),
    ...(catalogue === undefined ? {} : { catalogue: at(catalogue) }),
    ...(docker_config === undefined ? {} : { docker_config: at(docker_config) }),
  };
}

function expandHome(path: string): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;
}

function given(env: NodeJS.ProcessEnv, key: string): string | undefined {
  return env[key] === '' ? undefined : env[key];
}

function flag(env: NodeJS.ProcessEnv, key: string): boolean {
  const value = given(env, key);
  if (value === undefined || ['0', 'false', 'no'].includes(value)) return false;
  if (['1', 'true', 'yes'].includes(value)) return true;
  throw mistaken(key, value, 'is neither 1 nor 0', `Set ${key}=1, or unset it.`);
}

function runId(env: NodeJS.ProcessEnv, key: string): string | undefined {
  const value = given(env, key);
  if (value === undefined || /^[0-9a-f]{6}$/.test(value)) return value;
  throw mistaken(key, value, 'is not the id of a run: six hexadecimal digits', `Take the id from \`npm run apps\`, or unset ${key}.`);
}

function mistaken(key: string, value: string, what: string, wayOut: string): SettingsError {
  return new SettingsError('ERR_SETTINGS_ENVIRONMENT', [{ file: 'environment', key, value, what: `${key}="${value}" ${what}.`, wayOut }]);
}
