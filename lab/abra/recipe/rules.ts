/** The rules of `recipe lint`. Refs R011 and R014 are known; the other texts are recalled, not read. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ComposeDocument } from '../../engine/without-ipvs.ts';
import { swarmNameLimit } from '../app/names.ts';
import { deployLabels } from '../compose/load.ts';
import { exportsOf } from './abra-sh.ts';
import type { Tag } from './git.ts';

export interface LintInput {
  recipe: string;
  folder: string;
  /** Every `compose*.yml` of the tree, merged, variables not put in. */
  document: ComposeDocument;
  tags: Tag[];
  /** Versions that the catalogue lists. */
  published: string[];
}

export interface Rule {
  ref: string;
  text: string;
  level: 'warn' | 'error';
  howTo: string;
  /** Why the lab cannot judge it. */
  skip?: string;
  holds(input: LintInput): boolean;
}

const images = ({ document }: LintInput): string[] =>
  Object.values(document.services ?? {}).flatMap((service) => (typeof service?.['image'] === 'string' ? [service['image']] : []));

const tagOf = (image: string): string | undefined => /[^/]:([^/:@]+)(?:@.*)?$/.exec(image)?.[1];

const every = <T>(items: readonly T[], test: (item: T) => boolean): boolean => items.length > 0 && items.every(test);

const services = ({ document }: LintInput): [string, Record<string, unknown>][] =>
  Object.entries(document.services ?? {}).map(([name, service]) => [name, service ?? {}]);

const keysOf = ({ document }: LintInput, section: string): string[] => Object.keys(document[section] ?? {});

function configVersions({ document }: LintInput): string[] {
  const configs = Object.values((document['configs'] ?? {}) as Record<string, { name?: string } | null>);
  return configs.flatMap((config) => [...(config?.name ?? '').matchAll(/\$\{(\w+_VERSION)\b/g)].map((match) => match[1] ?? ''));
}

function metadata({ folder }: LintInput): boolean {
  const path = join(folder, 'README.md');
  const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
  return ['Category', 'Status', 'Image', 'Healthcheck', 'Backups', 'Email', 'Tests', 'SSO'].every((key) =>
    new RegExp(`\\*\\*${key}\\*\\*:`).test(text),
  );
}

export const rules: readonly Rule[] = [
  { ref: 'R001', level: 'warn', text: 'compose config has expected version', howTo: 'ensure \'version: "3.8"\' in compose configs',
    holds: ({ document }) => /^3\.\d+$/.test(String(document['version'])) },
  { ref: 'R002', level: 'warn', text: 'healthcheck enabled for all services', howTo: 'wire up healthchecks',
    holds: (input) => every(services(input), ([, service]) => 'healthcheck' in service) },
  { ref: 'R003', level: 'error', text: 'all images use a tag', howTo: 'use a tag for all images',
    holds: (input) => images(input).every((image) => tagOf(image) !== undefined) },
  { ref: 'R004', level: 'error', text: 'no unstable tags', howTo: 'tag all images with stable tags',
    holds: (input) => images(input).every((image) => tagOf(image) !== 'latest') },
  { ref: 'R005', level: 'error', text: 'tags use semver-like format', howTo: 'use semver-like tags',
    holds: (input) => images(input).every((image) => /^v?\d+/.test(tagOf(image) ?? '0')) },
  { ref: 'R006', level: 'warn', text: 'has published catalogue version', howTo: 'publish a recipe version to the catalogue',
    holds: ({ published }) => published.length > 0 },
  { ref: 'R007', level: 'warn', text: 'README.md metadata filled in', howTo: 'fill out all the metadata', holds: metadata },
  { ref: 'R008', level: 'warn', text: '.env.sample provided', howTo: 'create an example .env.sample',
    holds: ({ folder }) => existsSync(join(folder, '.env.sample')) },
  { ref: 'R009', level: 'error', text: "one service named 'app'", howTo: "name a service 'app'",
    holds: ({ document }) => Object.hasOwn(document.services ?? {}, 'app') },
  { ref: 'R010', level: 'warn', text: 'traefik routing enabled', howTo: 'include "traefik.enable=true" deploy label',
    holds: ({ document }) => Object.keys(document.services ?? {}).some((name) => deployLabels(document, name)['traefik.enable'] === 'true') },
  { ref: 'R011', level: 'error', text: 'all services have images', howTo: 'ensure "image: ..." set on all services',
    holds: (input) => every(services(input), ([, service]) => typeof service['image'] === 'string' && service['image'] !== '') },
  { ref: 'R012', level: 'error', text: 'config versions are vendored', howTo: 'vendor config versions in an abra.sh',
    holds: (input) => configVersions(input).every((name) => Object.hasOwn(exportsOf(input.folder), name)) },
  { ref: 'R013', level: 'warn', text: 'git.coopcloud.tech repo exists', howTo: 'upload your recipe to git.coopcloud.tech/coop-cloud',
    skip: 'the lab reaches no forge', holds: () => true },
  { ref: 'R014', level: 'error', text: 'only annotated tags used for recipe version', howTo: 'replace lightweight tag with annotated tag',
    holds: ({ tags }) => tags.every((tag) => tag.annotated) },
  { ref: 'R015', level: 'warn', text: 'long secret names', howTo: 'reduce length of secret names to 12 characters',
    holds: (input) => keysOf(input, 'secrets').every((name) => name.length <= 12) },
  { ref: 'R016', level: 'warn', text: 'names fit the swarm', howTo: `keep stack, name and version within ${swarmNameLimit} characters`,
    holds: (input) => [...keysOf(input, 'configs'), ...keysOf(input, 'secrets')].every((name) => name.length <= 32) },
];
