/** Trials that need no deployed app: flags, texts of refusals, the recipe commands. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { flags, shapes, type FlagBelief } from '../facts.ts';
import { parseLint } from '../lint-table.ts';
import { lastLine, type BeliefId } from './findings.ts';
import type { Stage } from './stage.ts';

export async function tryFlags({ abra, findings }: Stage): Promise<void> {
  const helps = new Map<string, string>();
  for (const [key, { command, short, long }] of Object.entries(flags) as [keyof typeof flags, FlagBelief][]) {
    const help = helps.get(command) ?? (await abra.run([...command.split(' ').filter(Boolean), '--help'])).output;
    helps.set(command, help);
    const line = help.split('\n').find(candidate => new RegExp(`(^|[\\s,])${long}(?![\\w-])`).test(candidate))?.trim();
    const both = line !== undefined && (short === undefined || new RegExp(`(^|\\s)${short}(?![\\w-])`).test(line));
    findings.judge(`flags.${key}` satisfies BeliefId, both, line ?? `\`abra ${command} --help\` does not name ${long}`);
  }
}

export async function tryRefusals(stage: Stage): Promise<void> {
  const { abra, findings } = stage;
  const version = await abra.run(['--version']);
  findings.judge('habits.version', shapes.version.test(version.output), lastLine(version.output));
  findings.refusal('unknownFlag', await abra.run(['app', 'ls', '--no-such-flag']));
  const fatal = await stage.pipe('app', 'deploy', stage.domain, '--no-input');
  findings.judge('habits.fatal', fatal.exitCode === 1 && /\bFATA\b/.test(fatal.stdout), `status ${fatal.exitCode}, standard output: ${lastLine(fatal.stdout)}, standard error: ${lastLine(fatal.stderr)}`);
  const servers = await abra.server.ls();
  findings.judge('habits.serverLs', servers.some(server => server.name === stage.target.server), JSON.stringify(servers));
}

export async function tryRecipe(stage: Stage): Promise<void> {
  const { abra, findings, recipe } = stage;
  await abra.recipe.fetch(recipe, {}, stage.progress);
  const cloned = await stat(join(stage.clone, '.git')).then(() => true, () => false);
  findings.judge('habits.recipeFetch', cloned, stage.clone);
  findings.judge('habits.abraDir', cloned, `the clone lies below ABRA_DIR: ${String(cloned)}`);
  const tags = await stage.tags();
  const versions = await abra.recipe.versions(recipe);
  findings.judge('habits.recipeVersions', tags.every(tag => versions.includes(tag)), `tags ${tags.join(', ')}; told ${versions.join(', ')}`);

  const piped = await stage.pipe('recipe', 'lint', recipe, '--no-input', '--offline');
  findings.judge('habits.ttyForTables', piped.exitCode === 1, `status ${piped.exitCode}: ${lastLine(piped.stdout || piped.stderr)}`);
  findings.refusal('noTerminal', { output: piped.stdout + piped.stderr, exitCode: piped.exitCode });

  const head = await stage.headOf();
  await stage.write('compose.broken.yml', 'version: "3.8"\nservices:\n  app:\n    deploy: { labels: { a: b } }\n  broken:\n    command: ["true"]\n');
  const lint = await stage.run('recipe', 'lint', recipe, '--chaos');
  const rules = parseLint(lint.output);
  const unsatisfied = rules.filter(rule => !rule.satisfied && /err/i.test(rule.severity)).map(rule => rule.ref);
  findings.judge('habits.lintTable', rules.length >= 10 && lint.exitCode === 0 && unsatisfied.length > 0, `${rules.length} rules, status ${lint.exitCode}, unsatisfied errors: ${unsatisfied.join(', ') || 'none'}`);
  findings.refusal('lintCritical', { output: lint.output, exitCode: lint.exitCode === 0 ? 1 : 0 });
  await stage.git('rm', '--quiet', '--force', '.env.sample');
  findings.refusal('cannotValidate', await stage.run('recipe', 'lint', recipe, '--chaos'));
  await stage.reset(head);
}
