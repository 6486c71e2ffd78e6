/** `app secret generate|insert|ls|rm`. */
import { existsSync, readFileSync } from 'node:fs';
import { loadCompose } from '../compose/load.ts';
import { declaredSecrets } from '../compose/secrets.ts';
import { Fatal } from '../fatal.ts';
import { log } from '../output/log.ts';
import { printRows } from '../output/table.ts';
import { confirm, requireTerminal } from '../output/terminal.ts';
import { ensureTree } from '../recipe/checkout.ts';
import type { Session } from '../session.ts';
import { Docker } from '../stack/docker.ts';
import { servicesOf } from '../stack/services.ts';
import { secretsOf, storeSecret } from '../stack/secrets.ts';
import { findApp, type App } from './find.ts';
import { secretName } from './names.ts';
import { generateSecrets } from './secret-generate.ts';

interface TreeFlags {
  chaos?: boolean;
}

/** Secrets are read from the compose files of the version that the `.env` pins. */
async function appAtVersion(session: Session, domain: string, flags: TreeFlags): Promise<{ app: App; folder: string }> {
  const app = findApp(session.abraDir, domain);
  return { app, folder: await ensureTree(session, app.recipe, app.version, flags) };
}

export async function generate(
  session: Session, domain: string, secret: string | undefined, version: string | undefined,
  flags: TreeFlags & { all?: boolean; machine?: boolean },
): Promise<void> {
  if (!flags.all && secret === undefined) throw new Fatal('missing arguments [secret]/[version] or "--all"');
  if (flags.all && secret !== undefined) throw new Fatal('cannot use [secret] [version] and "--all" together');
  const machine = flags.machine === true;
  if (!machine) requireTerminal();
  const { app } = await appAtVersion(session, domain, flags);
  const only = secret === undefined ? {} : { only: { name: secret, version: version ?? 'v1' } };
  await generateSecrets(session, app, await Docker.of(app.server), { machine, ...only });
}

export async function insert(
  session: Session, domain: string, secret: string, version: string, data: string,
  flags: TreeFlags & { file?: boolean; trim?: boolean },
): Promise<void> {
  const app = findApp(session.abraDir, domain);
  if (flags.file && !existsSync(data)) throw new Fatal(`reading secret from file: open ${data}: no such file or directory`);
  const value = flags.file ? readFileSync(data, 'utf8') : data;
  await storeSecret(await Docker.of(app.server), secretName(app.stack, secret, version), flags.trim ? value.trim() : value);
  log.info(`${secret} successfully stored on server`);
}

export async function list(session: Session, domain: string, flags: TreeFlags & { machine?: boolean }): Promise<void> {
  if (!flags.machine) requireTerminal();
  const { app, folder } = await appAtVersion(session, domain, flags);
  const present = new Set(await secretsOf(await Docker.of(app.server), app.stack));
  const rows = declaredSecrets(app, loadCompose(app, folder)).map((secret) => [
    secret.name, secret.version, secret.fullName, String(present.has(secret.fullName)),
  ]);
  printRows(['NAME', 'VERSION', 'GENERATED NAME', 'CREATED ON SERVER'], rows, flags.machine === true);
}

export async function remove(
  session: Session, domain: string, secret: string | undefined, flags: TreeFlags & { all?: boolean },
): Promise<void> {
  if (!flags.all && secret === undefined) throw new Fatal('missing argument [secret] or "--all"');
  const app = findApp(session.abraDir, domain);
  const docker = await Docker.of(app.server);
  const names = (await secretsOf(docker, app.stack)).filter(
    (name) => secret === undefined || name.slice(app.stack.length + 1).replace(/_[^_]*$/, '') === secret,
  );
  if (names.length === 0) throw new Fatal(secret === undefined ? 'no secrets to remove?' : `${secret} doesn't exist on server?`);
  if ((await servicesOf(docker, app.stack)).length > 0) log.warn(`${app.domain} is deployed: secrets in use cannot be removed`);
  await confirm(session, `remove ${names.join(', ')}?`);
  for (const name of names) {
    await docker.run(['secret', 'rm', name]);
    log.info(`deleted ${name} successfully from server`);
  }
}
