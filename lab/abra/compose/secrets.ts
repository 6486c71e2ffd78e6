/** The secrets that an app's compose files declare, with what its `.env` says about each. */
import type { App } from '../app/find.ts';
import { versionVariable } from '../app/names.ts';
import type { Compose } from './load.ts';

export interface SecretDeclaration {
  /** The key in the compose file. */
  name: string;
  /** `<stack>_<name>_<version>`, as the compose file spells it. */
  fullName: string;
  version: string;
  /** `# length=` behind the version in the `.env`. */
  length: number | undefined;
  charset: string | undefined;
  /** False for `# generate=false`: such a secret can only be inserted. */
  generate: boolean;
}

/**
 * Lists declared secrets that a service uses. Modifiers come from comments behind version lines that are in force;
 * a line that is commented out gives none, so its secret gets the default shape.
 */
export function declaredSecrets(app: App, compose: Compose): SecretDeclaration[] {
  const declared = (compose.merged['secrets'] ?? {}) as Record<string, { name?: string } | null>;
  const used = new Set(Object.values(compose.merged.services ?? {}).flatMap((service) => sources(service?.['secrets'])));
  return Object.entries(declared)
    .filter(([name]) => used.has(name))
    .map(([name, entry]) => {
      const variable = versionVariable(name);
      const comment = app.lines.findLast((line) => line.key === variable)?.comment ?? '';
      const fullName = entry?.name ?? `${app.stack}_${name}`;
      const version = app.env[variable] || fullName.slice(fullName.lastIndexOf('_') + 1);
      return { name, fullName, version, ...modifiers(comment) };
    });
}

function sources(secrets: unknown): string[] {
  if (!Array.isArray(secrets)) return [];
  return secrets.map((item: unknown) => (typeof item === 'string' ? item : String((item as { source?: unknown }).source)));
}

/** `length=32 charset=default,special generate=false`. */
export function modifiers(comment: string): Pick<SecretDeclaration, 'length' | 'charset' | 'generate'> {
  const value = (key: string): string | undefined => new RegExp(`(?:^|\\s)${key}=(\\S+)`).exec(comment)?.[1];
  const length = Number(value('length'));
  return { length: length > 0 ? length : undefined, charset: value('charset'), generate: value('generate') !== 'false' };
}
