/** Apps: one `.env` file each, under `servers/<server>` in abra's folder. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv, parseEnvLines, type EnvLine } from '../env/parse.ts';
import { Fatal } from '../fatal.ts';
import { stackName } from './names.ts';

export interface App {
  /** The file's name without its suffix. */
  domain: string;
  server: string;
  path: string;
  recipe: string;
  /** What follows the colon in `TYPE=<recipe>:<version>`. */
  version: string | undefined;
  stack: string;
  env: Record<string, string>;
  lines: EnvLine[];
}

/** The servers, by the names of their folders. */
export function serverNames(abraDir: string): string[] {
  const folder = join(abraDir, 'servers');
  if (!existsSync(folder)) return [];
  // A server's folder may be a symbolic link: operators keep these in repositories of their own.
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.') && existsSync(join(folder, name, '.')))
    .sort();
}

/** Reads one app's file. */
export function readApp(path: string, server: string): App {
  const text = readFileSync(path, 'utf8');
  const env = parseEnv(text);
  const domain = path.slice(path.lastIndexOf('/') + 1, -'.env'.length);
  const type = env['TYPE'] ?? env['RECIPE'];
  if (type === undefined || type === '') throw new Fatal(`${domain} is missing the TYPE env var?`);
  const { name, version } = splitType(type);
  const stack = env['STACK_NAME'] || stackName(domain);
  return { domain, server, path, recipe: name, version, stack, env, lines: parseEnvLines(text) };
}

/** `custom-html:1.0.0+1.22.1` and `https://host/recipe.git:1.0.0+1.22.1` alike. */
export function splitType(type: string): { name: string; version: string | undefined } {
  const colon = type.indexOf(':', type.lastIndexOf('/') + 1);
  if (colon < 0) return { name: type, version: undefined };
  return { name: type.slice(0, colon), version: type.slice(colon + 1) || undefined };
}

/** All apps of all servers, or of one. */
export function allApps(abraDir: string, server?: string): App[] {
  return serverNames(abraDir)
    .filter((name) => server === undefined || name === server)
    .flatMap((name) => {
      const folder = join(abraDir, 'servers', name);
      const files = readdirSync(folder).filter((file) => file.endsWith('.env') && file !== '.env');
      return files.sort().map((file) => readApp(join(folder, file), name));
    });
}

/** The app of this name. */
export function findApp(abraDir: string, domain: string): App {
  for (const server of serverNames(abraDir)) {
    const path = join(abraDir, 'servers', server, `${domain}.env`);
    if (existsSync(path)) return readApp(path, server);
  }
  throw new Fatal(`cannot find app with name ${domain}`);
}
