/** `app secret generate`: values made here, stored on the server, shown once. */
import { loadCompose } from '../compose/load.ts';
import { declaredSecrets, type SecretDeclaration } from '../compose/secrets.ts';
import { Fatal } from '../fatal.ts';
import { log } from '../output/log.ts';
import { printRows } from '../output/table.ts';
import { recipeFolder } from '../recipe/folder.ts';
import { passphrase, randomValue } from '../secret/value.ts';
import type { Session } from '../session.ts';
import type { Docker } from '../stack/docker.ts';
import { secretsOf, storeSecret } from '../stack/secrets.ts';
import type { App } from './find.ts';
import { fittingName, secretName } from './names.ts';

export interface GenerateOptions {
  machine: boolean;
  /** One secret and the version it gets; without it all. */
  only?: { name: string; version: string };
}

/** Makes what is declared, may be generated and is not there yet. */
export async function generateSecrets(session: Session, app: App, docker: Docker, options: GenerateOptions): Promise<void> {
  const declared = declaredSecrets(app, loadCompose(app, recipeFolder(session.abraDir, app.recipe)));
  const wanted = options.only === undefined ? declared : [pick(declared, options.only)];
  const present = new Set(await secretsOf(docker, app.stack));
  const rows: string[][] = [];
  for (const secret of wanted) {
    if (!secret.generate) {
      log.warn(`${secret.name} requires manual insertion (#generate=false)`);
      continue;
    }
    const fullName = options.only === undefined ? fittingName(secret.fullName, app.stack) : secretName(app.stack, secret.name, secret.version);
    if (present.has(fullName)) {
      log.warn(`${fullName} already exists`);
      continue;
    }
    const value = secret.length === undefined ? passphrase() : randomValue(secret.length, secret.charset);
    await storeSecret(docker, fullName, value);
    rows.push([secret.name, value]);
  }
  if (rows.length === 0 && !options.machine) log.warn('no secrets generated');
  if (rows.length > 0 || options.machine) printRows(['NAME', 'VALUE'], rows, options.machine);
  if (rows.length > 0 && !options.machine) log.warn('generated secrets are not shown again, please take note of them NOW');
}

function pick(declared: readonly SecretDeclaration[], only: { name: string; version: string }): SecretDeclaration {
  const found = declared.find((secret) => secret.name === only.name);
  if (found === undefined) throw new Fatal(`${only.name} doesn't exist in the env config?`);
  return { ...found, version: only.version };
}
