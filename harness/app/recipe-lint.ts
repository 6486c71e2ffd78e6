/** What abra's own linter finds in the version under test: asked once in a run, while the app is waited for, and no test's business. */
import { silent } from '../progress.ts';
import type { LintRule } from '../abra/lint-table.ts';
import { type LintFinding, noteLearned, readLearned } from '../run/learned.ts';
import type { Workplace } from './workplace.ts';

/** It fetches tags and looks at the catalogue; what is slower than this does not hold a run up. */
const deadlineSeconds = 30;

/** The head lies in the clone, and nobody checks anything else out until this is over. Never fails. */
export async function lintHead({ run, recipe, progress }: Workplace, signal: AbortSignal): Promise<void> {
  if (run.half === 'dependencies' || readLearned(run.folder, 'lint').some(asked => asked.recipe === recipe.name)) return;
  const findings = await progress.step(`lint ${recipe.name} as abra does`, async () => {
    try {
      const found = findingsOf(await run.abra().recipe.lint(recipe.name, { deadlineSeconds, signal }, silent));
      for (const { rule, message } of found) progress.note(`${rule}: ${message}`);
      return found;
    } catch (error) {
      progress.note(`abra recipe lint could not be asked: ${run.secrets.mask(error instanceof Error ? error.message : String(error))}`);
      return null;
    }
  });
  noteLearned(run.folder, { kind: 'lint', recipe: recipe.name, findings }, line => progress.note(line));
}

/** What abra refuses to deploy: the rules of its severity `error`. A `warn` is advice, half of it about where the recipe is published. */
export function findingsOf(rules: readonly LintRule[]): LintFinding[] {
  return rules.filter(rule => !rule.satisfied && !rule.skipped && rule.severity.toLowerCase() !== 'warn')
    .map(({ ref, rule, howToFix }) => ({ rule: ref, message: howToFix === '' ? rule : `${rule}: ${howToFix}` }));
}
