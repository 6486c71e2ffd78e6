/** What lies in n8n's volume, looked at from inside its container: what is not to be seen anywhere no interface can show. */
import type { InstalledApp } from 'recipe-harness';

const folder = '/home/node/.n8n';

/** The files of the volume that hold a text as it is, the database's log among them, one a line. */
export async function filesWith(app: InstalledApp, text: string): Promise<string> {
  return (await app.exec('app', ['sh', '-c', `cd ${folder} && grep -rlaF -e '${text}' . || true`])).stdout.trim();
}

/** What the database has of a credential's data. */
export async function storedCredential(app: InstalledApp, id: string): Promise<string> {
  const query = `new (require('node:sqlite').DatabaseSync)('${folder}/database.sqlite').prepare('select data from credentials_entity where id = ?').get('${id}')`;
  return (await app.exec('app', ['node', '--no-warnings', '-p', `${query}.data`])).stdout.trim();
}
