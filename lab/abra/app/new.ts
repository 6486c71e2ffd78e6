/** `app new`: an `.env` file from the recipe's sample. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadCompose } from '../compose/load.ts';
import { parseEnv } from '../env/parse.ts';
import { fillSample, withVersion } from '../env/write.ts';
import { Fatal } from '../fatal.ts';
import { log, print } from '../output/log.ts';
import { drawTable } from '../output/table.ts';
import { askFor, choose } from '../output/terminal.ts';
import { ensureClone, ensureVersion } from '../recipe/checkout.ts';
import { shortName } from '../recipe/folder.ts';
import { chaosVersion, git } from '../recipe/git.ts';
import type { Session } from '../session.ts';
import { Docker } from '../stack/docker.ts';
import { readApp, serverNames, splitType } from './find.ts';
import { stackName } from './names.ts';
import { generateSecrets } from './secret-generate.ts';

export interface NewFlags {
  domain?: string;
  server?: string;
  secrets?: boolean;
  chaos?: boolean;
}

/** Checks the recipe out at its newest release (or the version asked for) unless `--chaos`. */
export async function newApp(session: Session, recipeArgument: string, version: string | undefined, flags: NewFlags): Promise<void> {
  const asked = splitType(recipeArgument);
  const recipe = asked.name;
  if (flags.chaos && (version ?? asked.version) !== undefined) throw new Fatal('cannot use [version] and --chaos together');
  const folder = await ensureClone(session, recipe);
  const taken = flags.chaos ? await chaosVersion(folder) : await ensureVersion(session, recipe, version ?? asked.version);
  const recorded = taken ?? (await git(folder, 'rev-parse', 'HEAD')).trim().slice(0, 8);

  const servers = serverNames(session.abraDir);
  const server = flags.server ?? (servers.length === 1 && session.noInput ? servers[0] : await pickServer(session, servers));
  if (server === undefined || !servers.includes(server)) throw new Fatal(`server doesn't exist? ${server ?? ''}`.trim());
  const domain = flags.domain ?? (await askFor(session, 'app domain', '--domain/-D'));

  const path = join(session.abraDir, 'servers', server, `${domain}.env`);
  if (existsSync(path)) throw new Fatal(`${path} already exists?`);
  const text = sampleFor(folder, recipe, domain, recorded);
  // Validated here already, so that a file which cannot be deployed makes no app.
  loadCompose({ env: parseEnv(text), stack: stackName(domain) }, folder);
  writeFileSync(path, text, { mode: 0o664 });

  print(`\n${drawTable(['SERVER', 'DOMAIN', 'RECIPE', 'VERSION'], [[server, domain, recipe, recorded]])}\n`);
  log.info(`new app '${domain}' created 🌞`);
  if (flags.secrets) await generateSecrets(session, readApp(path, server), await Docker.of(server), { machine: false });
  print(`\nTo configure this app, run:\n\n    abra app config ${domain}\n\nTo deploy it, run:\n\n    abra app deploy ${domain}\n`);
}

async function pickServer(session: Session, servers: readonly string[]): Promise<string> {
  if (session.noInput) throw new Fatal('no server provided, see --server/-s');
  return choose(session, 'Select app server:', servers);
}

function sampleFor(folder: string, recipe: string, domain: string, version: string): string {
  const sample = join(folder, '.env.sample');
  if (!existsSync(sample)) throw new Fatal(`open ${sample}: no such file or directory`);
  return withVersion(fillSample(readFileSync(sample, 'utf8'), shortName(recipe), domain), recipe, version);
}
