/** `app check`: which variables of the recipe's sample the app's `.env` lacks. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from '../env/parse.ts';
import { Fatal } from '../fatal.ts';
import { printRows } from '../output/table.ts';
import { ensureTree } from '../recipe/checkout.ts';
import type { Session } from '../session.ts';
import { findApp } from './find.ts';

export async function checkEnv(session: Session, domain: string, flags: { chaos?: boolean }): Promise<void> {
  const app = findApp(session.abraDir, domain);
  const folder = await ensureTree(session, app.recipe, app.version, flags);
  const sample = join(folder, '.env.sample');
  if (!existsSync(sample)) throw new Fatal(`${sample} does not exist?`);
  const keys = Object.keys(parseEnv(readFileSync(sample, 'utf8')));
  const rows = keys.map((key) => [key, Object.hasOwn(app.env, key) ? '✅' : '❌']);
  printRows([`${app.recipe} .env.sample`, `${app.domain}.env`], rows, false);
}
