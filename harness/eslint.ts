/** ESLint's configuration for overlays, wherever they are kept: `export default overlayLint()`. Needs eslint, eslint-plugin-playwright and typescript-eslint beside it. */
import type { ESLint, Linter } from 'eslint';
import playwright from 'eslint-plugin-playwright';
import { parser } from 'typescript-eslint';
import { namespace } from './gate/lint/pattern.ts';
import { borrowedRules, ownRules } from './gate/lint/patterns.ts';

export interface OverlayLintOptions {
  /** Globs of the files. Default: overlays of a project (`overlays/`), and of a recipe's own repository (`tests/recipe-harness/`). */
  files?: string[];
}

const overlays = ['overlays/**/*.{ts,mts,js,mjs}', 'tests/recipe-harness/**/*.{ts,mts,js,mjs}'];

/** The rules alone, under the name `recipe-harness`. */
export const plugin: ESLint.Plugin = {
  meta: { name: namespace },
  // The types of typescript-eslint's rules and of ESLint's own differ in what no rule here uses.
  rules: Object.fromEntries(ownRules.map(({ name, module }) => [name, module as unknown as NonNullable<ESLint.Plugin['rules']>[string]])),
};

/** What the borrowed rules say, and then what to write instead. */
const messages: Readonly<Record<string, string>> = Object.fromEntries(borrowedRules.flatMap(({ name, patterns: [pattern] }) => {
  const own = playwright.rules[name.replace('playwright/', '')]?.meta?.messages ?? {};
  const findings = Object.entries(own).filter(([id]) => !/^(remove|suggest|replace)/.test(id));
  return findings.map(([id, text]) => [id, `${text.replace(/\.?$/, '.')} ${pattern.why} Instead: ${pattern.instead}`] as const);
}));

/**
 * Refuses tests that prove nothing: every rule an error, none that needs types, so that an editor keeps up.
 *
 * @returns what `eslint.config.js` exports as its default, alone or among other configurations
 * @example
 * import { overlayLint } from 'recipe-harness/eslint';
 * export default overlayLint();
 */
export function overlayLint({ files = overlays }: OverlayLintOptions = {}): Linter.Config[] {
  return [{
    name: 'recipe-harness/overlays',
    files,
    // The object that its own configurations have: ESLint refuses two of one name.
    plugins: { ...playwright.configs['flat/recommended'].plugins, [namespace]: plugin },
    languageOptions: { parser, sourceType: 'module' },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    settings: { playwright: { messages } },
    rules: {
      ...Object.fromEntries(borrowedRules.map(({ name, options }) => [name, options ? ['error', options] : 'error'] as const)),
      ...Object.fromEntries(ownRules.map(({ name }) => [`${namespace}/${name}`, 'error'] as const)),
    },
  }];
}
