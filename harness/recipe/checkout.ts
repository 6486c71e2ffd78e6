/** A recipe's clone in the private ABRA_DIR: the head under test, its releases, and its files. */
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Abra } from '../abra/abra.ts';
import type { Progress } from '../progress.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import { overlayFilesIn, type OverlayFiles } from '../settings/overlay-files.ts';
import { ownOverlayPath } from '../settings/overlays.ts';
import { isPath } from '../settings/settings.ts';
import { Compose, type ComposeObject } from './compose.ts';
import { EnvFile } from './env-file.ts';
import { git } from './git.ts';
import type { Values } from './interpolate.ts';
import { type Head, type Kept, readKept, writeKept } from './kept-head.ts';
import { RecipeError } from './recipe-error.ts';
import { parseVersion, previousRelease, sortReleases, type Release } from './release.ts';
import { obtain } from './source.ts';
import { newestCommit, resolveRef } from './under-test.ts';
import { applyChanges, keepChanges, type Changes } from './working-tree.ts';

export interface FetchOptions {
  abra: Abra;
  abraDir: string;
  /** Ref, commit or path of a working tree; instead of the recipe file's own. */
  underTest?: string | undefined;
}

export class RecipeCheckout {
  /** The clone: $ABRA_DIR/recipes/<recipe>. */
  readonly folder: string;
  readonly head: Head;
  /** The overlay that the head brings along, whatever is checked out meanwhile: named and hashed, never imported. */
  readonly ownOverlay: OverlayFiles;
  readonly #recipe: Pick<Recipe, 'name' | 'file'>;
  readonly #changes: Changes;
  readonly #aside: string;

  private constructor(recipe: Pick<Recipe, 'name' | 'file'>, folder: string, aside: string, kept: Kept) {
    this.#recipe = recipe;
    this.folder = folder;
    this.#aside = aside;
    this.head = kept.head;
    this.ownOverlay = kept.ownOverlay;
    this.#changes = kept.changes;
  }

  /** Clones the recipe and checks the head under test out; in a run that has done so already, takes that clone up as it lies. */
  static async fetch(recipe: Recipe, options: FetchOptions, progress: Progress): Promise<RecipeCheckout> {
    const folder = join(options.abraDir, 'recipes', recipe.name);
    const notes = join(options.abraDir, '.recipe-harness', recipe.name);
    const open = (kept: Kept): RecipeCheckout => new RecipeCheckout(recipe, folder, join(notes, 'changes'), kept);
    const known = await readKept(join(notes, 'head.json'));
    if (known !== undefined) {
      progress.note(underTest(recipe, known.head));
      return open(known);
    }
    const path = options.underTest !== undefined && isPath(options.underTest) ? options.underTest : undefined;
    const ref = path === undefined ? options.underTest ?? recipe.source.ref : undefined;
    await obtain(recipe, folder, { abra: options.abra, path }, progress);
    const tree = path ?? recipe.source.path;
    await mkdir(notes, { recursive: true });
    const found = ref === undefined ? await newestCommit(folder) : await resolveRef(folder, ref, `The recipe ${recipe.name}`);
    const changes = tree !== undefined && ref === undefined ? await keepChanges(tree, join(notes, 'changes')) : { written: [], deleted: [] };
    const dirty = changes.written.length + changes.deleted.length > 0;
    const checkout = open({ head: { ...found, version: undefined, dirty }, changes, ownOverlay: { files: [], digest: '' } });
    await checkout.checkoutHead();
    const head: Head = { ...checkout.head, version: versionLabel(folder) };
    const kept: Kept = { head, changes, ownOverlay: overlayFilesIn(join(folder, ownOverlayPath)) };
    await writeKept(join(notes, 'head.json'), kept);
    progress.note(underTest(recipe, head));
    return open(kept);
  }

  /** Checks the head out, whatever lies in the clone, and lays the working tree's changes over it again. */
  async checkoutHead(): Promise<void> {
    await this.#checkout(this.head.commit);
    await applyChanges(this.#changes, this.#aside, this.folder);
  }

  /** Checks a release out, clean. */
  async checkoutRelease(tag: string): Promise<void> {
    await this.#checkout(`refs/tags/${tag}`);
  }

  /** Release tags, oldest first. */
  async releases(): Promise<Release[]> {
    const lines = await git(this.folder, ['for-each-ref', 'refs/tags', '--format=%(refname:strip=2)%09%(objecttype)%09%(objectname)%09%(*objectname)']);
    return sortReleases(lines.split('\n').filter(line => line !== '').map(line => {
      const [tag = '', type, object = '', target] = line.split('\t');
      return { tag, annotated: type === 'tag', commit: type === 'tag' && target ? target : object };
    }));
  }

  /** Whether all tags are annotated, of releases or not: one that is lightweight fails abra's lint (R014) for every plain deploy. */
  async hasOnlyAnnotatedTags(): Promise<boolean> {
    return (await git(this.folder, ['for-each-ref', 'refs/tags', '--format=%(objecttype)'])).split('\n').every(type => type === '' || type === 'tag');
  }

  /** Where an upgrade to the head starts, with the reason as text; undefined when there is no earlier release. */
  async previousRelease(options: { from?: string | undefined } = {}): Promise<{ release: Release; reason: string } | undefined> {
    return previousRelease(await this.releases(), this.head, options.from);
  }

  /** The checked-out version's `.env.sample`. */
  async envSample(): Promise<EnvFile> {
    return EnvFile.read(join(this.folder, '.env.sample'));
  }

  /** Names of the compose files that the environment selects. */
  composeFiles(env: Values): string[] {
    const named = (env.get('COMPOSE_FILE') ?? '').split(':').filter(name => name !== '');
    return named.length > 0 ? named : ['compose.yml'];
  }

  /** The checked-out version's compose files, merged, with the values of `env` and of `abra.sh` filled in. */
  compose(env: Values): Compose {
    try {
      return Compose.read(this.folder, this.composeFiles(env), this.#values(env));
    } catch (error) {
      throw error instanceof RecipeError && error.code === 'ERR_ENV_MISSING' ? missingIn(this.#recipe.file, error) : error;
    }
  }

  async images(env: Values): Promise<string[]> {
    return this.compose(env).images();
  }

  /** Configs in use: the name in the compose file, and the one in the swarm. */
  configs(env: Values): ComposeObject[] {
    return this.compose(env).configs();
  }

  /** Secrets in use: the name in the compose file, and the one in the swarm. */
  secrets(env: Values): ComposeObject[] {
    return this.compose(env).secrets();
  }

  serviceNames(env: Values): string[] {
    return this.compose(env).serviceNames();
  }

  async #checkout(revision: string): Promise<void> {
    await git(this.folder, ['checkout', '--quiet', '--force', '--detach', revision], `Checking out ${revision} of ${this.#recipe.name}`);
    // Untracked files make abra refuse a plain deploy, and stamp a chaos one.
    await git(this.folder, ['clean', '-ffdxq']);
  }

  #values(env: Values): Values {
    const exported = shellExports(join(this.folder, 'abra.sh'));
    return { get: key => env.get(key) ?? exported.get(key) ?? (key === 'STACK_NAME' ? stackOf(env) : undefined) };
  }
}

/** The compose file's reader knows the key, and not the file in which the user gives its value. */
function missingIn(file: string, { code, fault, shortMessage, facts }: RecipeError): RecipeError {
  return new RecipeError({ code, fault, message: `${file}: ${shortMessage}`, wayOut: `Set ${String(facts['key'])} in [env] of that file, or give it a value in .env.sample for everybody.`, facts: { ...facts, file } });
}

function underTest(recipe: Recipe, { ref, commit, dirty, version }: Head): string {
  return `under test: ${recipe.name} at ${ref}, commit ${commit.slice(0, 8)}${dirty ? ' with uncommitted changes' : ''}, version ${version ?? 'not labelled'}`;
}

/** abra names the stack for the app, whose name is that of its .env file, and else for its domain. */
function stackOf(env: Values): string | undefined {
  const app = env instanceof EnvFile && env.path.endsWith('.env') && basename(env.path) !== '.env' ? basename(env.path, '.env') : env.get('DOMAIN');
  return app?.replaceAll('.', '_');
}

/** `export NAME=value` of a recipe's abra.sh: versions of its configs. */
function shellExports(file: string): Map<string, string> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return new Map();
  }
  return new Map([...text.matchAll(/^\s*export\s+([A-Za-z_]\w*)=["']?([^"'\s;#]*)/gm)].map(([, key = '', value = '']) => [key, value]));
}

/** What the service `app` of compose.yml declares as the recipe's version. */
function versionLabel(folder: string): string | undefined {
  // No .env file exists yet; no variable has a part in the version.
  const compose = Compose.read(folder, ['compose.yml'], { get: () => 'unset' });
  const services = [...compose.services].sort((a, b) => Number(b.name === 'app') - Number(a.name === 'app'));
  const labels = services.flatMap(service => Object.entries(service.labels));
  return labels.find(([key, value]) => /^coop-cloud\.[^.]+\.version$/.test(key) && parseVersion(value) !== undefined)?.[1]
    ?? labels.find(([key, value]) => /^coop-cloud\.[^.]+\.version$/.test(key) && value !== '')?.[1];
}
