/** What a recipe's own files say of it, as far as a new overlay wants to know: compose files, .env.sample, abra.sh, README. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withManual } from '../app/app-secrets.ts';
import { asksForBackup, type BackupPath, includedPaths, type ServiceForBackup } from '../data/backup-labels.ts';
import type { RecipeCheckout } from '../recipe/checkout.ts';
import type { Compose, ComposeService } from '../recipe/compose.ts';
import type { EnvFile } from '../recipe/env-file.ts';
import { RecipeError } from '../recipe/recipe-error.ts';
import { type EnvFacts, envFacts } from './env-facts.ts';
import { type HealthFacts, healthFacts, isRouted } from './health-facts.ts';

export interface RecipeFacts {
  /** As a person reads it: `main, commit 1234abcd, version 1.0.0+2.3`. */
  readonly at: string;
  readonly composeFiles: readonly string[];
  /** Compose files that .env.sample does not name: features that an app may switch on. */
  readonly otherComposeFiles: readonly string[];
  readonly services: readonly ComposeService[];
  /** Whether the ingress leads to any service over HTTP. */
  readonly routed: boolean;
  readonly health: HealthFacts;
  readonly databases: readonly ComposeService[];
  readonly backups: { readonly asked: boolean; readonly paths: readonly BackupPath[]; readonly hooks: readonly { service: string; label: string; command: string }[] };
  readonly secrets: readonly { readonly name: string; readonly manual: boolean }[];
  readonly env: EnvFacts;
  /** Functions of abra.sh, which `abra app cmd` runs. */
  readonly commands: readonly string[];
  /** Lines of the README's metadata that matter here, by their names. */
  readonly metadata: ReadonlyMap<string, string>;
}

/** Reads the version that is checked out. */
export async function readFacts(checkout: RecipeCheckout): Promise<RecipeFacts> {
  const sample = await checkout.envSample();
  const { compose, insisted } = readCompose(checkout, sample);
  const { services } = compose;
  const composeFiles = checkout.composeFiles(sample);
  const { ref, commit, version, dirty } = checkout.head;
  return {
    at: `${ref}, commit ${commit.slice(0, 8)}${dirty ? ' with uncommitted changes' : ''}, version ${version ?? 'not labelled'}`,
    composeFiles, otherComposeFiles: readdirSync(checkout.folder).filter(file => /^compose\b.*\.ya?ml$/.test(file) && !composeFiles.includes(file)).sort(),
    services,
    routed: services.some(isRouted),
    health: healthFacts(services),
    databases: services.filter(({ image }) => /(^|[/-])(postgres|postgis|pgvector|mariadb|mysql|percona|mongo|redis|valkey|couchdb|clickhouse)/i.test(image ?? '')),
    backups: backupFacts(services),
    secrets: withManual(compose.secrets(), sample).map(({ name, manual }) => ({ name, manual })),
    env: envFacts(sample, services, insisted),
    commands: [...textOf(checkout.folder, 'abra.sh').matchAll(/^\s*(?:function\s+)?([A-Za-z_][\w-]*)\s*\(\s*\)/gm)].map(([, name = '']) => name),
    metadata: new Map([...textOf(checkout.folder, 'README.md').matchAll(/^\s*[*-]\s*\*\*([\w ]+)\*\*\s*:\s*(\S.*)$/gm)].map(([, key = '', value = '']) => [key, value])),
  };
}

/** The merged compose files, and the variables that they insist on although .env.sample gives them no value. */
function readCompose(checkout: RecipeCheckout, sample: EnvFile): { compose: Compose; insisted: string[] } {
  const insisted = new Set<string>();
  for (;;) {
    try {
      return { compose: checkout.compose({ get: key => insisted.has(key) ? 'to-be-filled-in' : sample.get(key) }), insisted: [...insisted] };
    } catch (error) {
      const key = error instanceof RecipeError && error.code === 'ERR_ENV_MISSING' ? String(error.facts['key']) : undefined;
      if (key === undefined || insisted.has(key)) throw error;
      insisted.add(key);
    }
  }
}

function backupFacts(services: readonly ComposeService[]): RecipeFacts['backups'] {
  const read: ServiceForBackup[] = services.map(({ name, labels, volumes }) => ({ name, labels, mounts: volumes.map(({ source, target }) => ({ volume: source, path: target })) }));
  const hooks = services.flatMap(({ name, labels }) => Object.entries(labels)
    .filter(([label]) => /^backupbot\.(backup|restore)\..*hook$/.test(label))
    .map(([label, command]) => ({ service: name, label, command })));
  return { asked: asksForBackup(read), paths: includedPaths(read), hooks };
}

/** A file that not every recipe has. */
function textOf(folder: string, file: string): string {
  try {
    return readFileSync(join(folder, file), 'utf8');
  } catch {
    return '';
  }
}
