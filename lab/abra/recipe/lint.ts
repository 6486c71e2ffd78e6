/** `recipe lint`, and the errors in it that stop a plain deploy. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readCompose } from '../compose/load.ts';
import { mergeCompose } from '../compose/merge.ts';
import { validateTypedFields } from '../compose/typed-fields.ts';
import { Fatal } from '../fatal.ts';
import { log, print } from '../output/log.ts';
import { drawTable } from '../output/table.ts';
import { requireTerminal } from '../output/terminal.ts';
import type { Session } from '../session.ts';
import { readCatalogue } from './catalogue.ts';
import { ensureClone, fetchTags } from './checkout.ts';
import { recipeFolder, shortName } from './folder.ts';
import { tagsOf } from './git.ts';
import { rules, type LintInput, type Rule } from './rules.ts';

/** Reads all that the rules look at: every compose file of the tree, also one that git does not know. */
async function lintInput(session: Session, recipe: string): Promise<LintInput> {
  const folder = recipeFolder(session.abraDir, recipe);
  try {
    if (!existsSync(join(folder, '.env.sample'))) throw new Fatal(`open ${join(folder, '.env.sample')}: no such file or directory`);
    const files = readdirSync(folder).filter((name) => /^compose.*\.ya?ml$/.test(name)).sort(mainFirst);
    if (files.length === 0) throw new Fatal(`open ${join(folder, 'compose.yml')}: no such file or directory`);
    const documents = files.map((name) => readCompose(join(folder, name)));
    documents.forEach(validateTypedFields);
    const document = mergeCompose(documents.map(withoutTemplatedPorts));
    return { recipe, folder, document, tags: await tagsOf(folder), published: await publishedVersions(session, recipe) };
  } catch (error) {
    throw error instanceof Fatal ? new Fatal(`unable to validate recipe: ${error.message}`) : error;
  }
}

const mainFirst = (a: string, b: string): number => Number(b === 'compose.yml') - Number(a === 'compose.yml') || (a < b ? -1 : 1);

/** No rule looks at ports, and `${PORT}:80` is no port before its variable is in. */
function withoutTemplatedPorts(document: Record<string, unknown>): Record<string, unknown> {
  const services = Object.entries((document['services'] ?? {}) as Record<string, object | null>);
  return { ...document, services: Object.fromEntries(services.map(([name, service]) => [name, { ...service, ports: [] }])) };
}

async function publishedVersions(session: Session, recipe: string): Promise<string[]> {
  try {
    const entry = (await readCatalogue(session.abraDir))[recipe];
    return (entry?.versions ?? []).flatMap((version) => Object.keys(version));
  } catch {
    return []; // A recipe that was cloned by hand needs no catalogue.
  }
}

/** Ends a plain deploy at the first error rule that does not hold. */
export async function refuseLintErrors(session: Session, recipe: string): Promise<void> {
  const input = await lintInput(session, recipe);
  const broken = rules.find((rule) => rule.level === 'error' && rule.skip === undefined && !rule.holds(input));
  if (broken === undefined) return;
  throw new Fatal(`lint error in ${shortName(recipe)} configs: ${broken.ref}: ${broken.text}`);
}

/** Prints the table of the tree as it lies; status 0 even when an error rule does not hold. */
export async function lintRecipe(session: Session, recipe: string): Promise<void> {
  await ensureClone(session, recipe);
  await fetchTags(session, recipeFolder(session.abraDir, recipe)).catch((error: unknown) => {
    throw new Fatal(`unable to validate recipe: ${error instanceof Error ? error.message : String(error)}`);
  });
  const input = await lintInput(session, recipe);
  requireTerminal();
  const satisfied = (rule: Rule): boolean => rule.skip === undefined && rule.holds(input);
  const rows = rules.map((rule) => [
    rule.ref,
    rule.text,
    rule.level,
    rule.skip !== undefined ? '-' : satisfied(rule) ? '✅' : '❌',
    rule.skip !== undefined ? '✅' : '-',
    rule.howTo,
  ]);
  print(`${drawTable(['ref', 'rule', 'severity', 'satisfied', 'skipped', 'how to fix'], rows)}\n`);
  if (rules.some((rule) => rule.level === 'error' && rule.skip === undefined && !satisfied(rule))) {
    log.warn(`critical errors present in ${shortName(recipe)} config`);
  }
}
