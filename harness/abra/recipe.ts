/** `abra recipe …`: fetch, lint, versions. */
import type { Progress } from '../progress.ts';
import { failure, call, must, notUnderstood, type AbraOptions, type CallOptions } from './call.ts';
import { flags, quiet, texts } from './facts.ts';
import { jsonDocuments } from './json-output.ts';
import { parseLint, type LintRule } from './lint-table.ts';

export class RecipeCommands {
  readonly #abra: AbraOptions;

  constructor(abra: AbraOptions) {
    this.#abra = abra;
  }

  /** Clones the recipe from the catalogue into ABRA_DIR, or updates its clone. */
  async fetch(name: string, options: CallOptions = {}, progress?: Progress): Promise<void> {
    await must(this.#abra, ['recipe', 'fetch', name, flags.noInput.long], { ...options, otherwise: 'user' }, progress);
  }

  /** The rules of abra's own linter, read from its table: its status says nothing about them. */
  async lint(name: string, options: CallOptions & { chaos?: boolean } = {}, progress?: Progress): Promise<LintRule[]> {
    const args = ['recipe', 'lint', name, ...(options.chaos ?? true ? [flags.lintChaos.long] : []), ...quiet];
    const result = await call(this.#abra, args, options, progress);
    const rules = parseLint(result.output);
    if (rules.length === 0 || texts.cannotValidate.pattern.test(result.output)) throw failure(this.#abra, args, options, result);
    return rules;
  }

  /** The release tags that abra sees, oldest first. */
  async versions(name: string, options: CallOptions = {}, progress?: Progress): Promise<string[]> {
    const output = await must(this.#abra, ['recipe', 'versions', name, flags.versionsMachine.long, ...quiet], options, progress);
    const documents = jsonDocuments(output);
    if (documents.length === 0) throw notUnderstood(this.#abra, 'recipe versions', output);
    return [...new Set(documents.flatMap(strings).filter(text => /^\d+\.\d+\.\d+\+/.test(text)))];
  }
}

/** Keys and values, however deep: rows of services repeat a tag, a catalogue entry has it as its key. */
function strings(document: unknown): string[] {
  if (typeof document === 'string') return [document];
  if (Array.isArray(document)) return document.flatMap(strings);
  if (typeof document !== 'object' || document === null) return [];
  return Object.entries(document).flatMap(([key, value]) => [key, ...strings(value)]);
}
