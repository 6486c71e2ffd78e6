/** `abra app secret …`: values never stand in a command line, a step or a log. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Progress } from '../progress.ts';
import { must, notUnderstood, type AbraOptions, type CallOptions } from './call.ts';
import { flags, quiet } from './facts.ts';
import { jsonDocuments, rows, text } from './json-output.ts';

export interface SecretStatus { name: string; version: string; generatedName: string; onServer: boolean }

interface TreeOptions extends CallOptions {
  /** Read the recipe as it lies, rather than at the version that the .env file names. Default true: RecipeCheckout moves the tree. */
  chaos?: boolean;
}

export class SecretCommands {
  readonly #abra: AbraOptions;

  constructor(abra: AbraOptions) {
    this.#abra = abra;
  }

  /** Generates the secrets that are not on the server yet, and returns their values: register them at once. */
  async generate(domain: string, options: TreeOptions & { all: true }, progress?: Progress): Promise<Record<string, string>> {
    const args = ['app', 'secret', 'generate', domain, flags.generateAll.long, flags.generateMachine.long, ...tree(options, flags.generateChaos.long), ...quiet];
    const output = await must(this.#abra, args, { ...options, sensitive: true }, progress);
    const documents = jsonDocuments(output);
    const values = documents.map(generated).find(found => found !== undefined);
    if (values === undefined && documents.length > 0) throw notUnderstood(this.#abra, 'app secret generate', '');
    const names = Object.keys(values ?? {});
    progress?.note(names.length > 0 ? `secrets generated: ${names.join(', ')}` : 'no secret was left to generate');
    return values ?? {};
  }

  /** Puts a value on the server, byte for byte, by way of a file that only this user can read. */
  async insert(domain: string, name: string, version: string, value: string, options: CallOptions = {}, progress?: Progress): Promise<void> {
    const folder = await mkdtemp(join(this.#abra.abraDir, 'secret-'));
    try {
      const file = join(folder, 'value');
      await writeFile(file, value, { mode: 0o600, flag: 'wx' });
      await must(this.#abra, ['app', 'secret', 'insert', domain, name, version, file, flags.insertFile.long, ...quiet],
        { ...options, title: `abra app secret insert ${domain} ${name} ${version}` }, progress);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  /** The secrets that the recipe declares, and whether the server has them. */
  async ls(domain: string, options: TreeOptions = {}, progress?: Progress): Promise<SecretStatus[]> {
    const args = ['app', 'secret', 'ls', domain, flags.secretLsMachine.long, ...tree(options, flags.secretLsChaos.long), ...quiet];
    const output = await must(this.#abra, args, options, progress);
    const documents = jsonDocuments(output);
    if (documents.length === 0) {
      if (/no secrets/i.test(output)) return [];
      throw notUnderstood(this.#abra, 'app secret ls', output);
    }
    return documents.flatMap(rows).filter(cells => typeof cells['name'] === 'string').map(cells => ({
      name: text(cells['name']), version: text(cells['version']), generatedName: text(cells['generated_name']),
      onServer: text(cells['created_on_server']) === 'true',
    }));
  }

  /** Removes all secrets of the app from the server. */
  async rm(domain: string, options: TreeOptions & { all: true }, progress?: Progress): Promise<void> {
    await must(this.#abra, ['app', 'secret', 'rm', domain, flags.secretRmAll.long, ...quiet], { ...options, otherwise: 'environment' }, progress);
  }
}

function tree(options: TreeOptions, flag: string): string[] {
  return options.chaos ?? true ? [flag] : [];
}

/** Rows of name and value, or one object from name to value. */
function generated(document: unknown): Record<string, string> | undefined {
  const cells = rows(document);
  if (cells.every(cell => typeof cell['name'] === 'string' && typeof cell['value'] === 'string')) {
    return Object.fromEntries(cells.map(cell => [text(cell['name']), text(cell['value'])]));
  }
  if (Array.isArray(document) || typeof document !== 'object' || document === null) return undefined;
  const entries = Object.entries(document);
  return entries.every(([, value]) => typeof value === 'string') ? Object.fromEntries(entries as [string, string][]) : undefined;
}
