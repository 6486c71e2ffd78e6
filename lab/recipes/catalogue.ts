/** The lab's catalogue: `recipes.json` in the shape of Co-op Cloud's, so that what reads one reads the other. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import type { RecipeSource, Step } from './sources.ts';

export interface CatalogueEntry {
  category: string;
  default_branch: string;
  description: string;
  features: Record<string, unknown>;
  icon: string;
  name: string;
  repository: string;
  ssh_url: string;
  /** Oldest first: the newest release is the last element. */
  versions: Record<string, Record<string, { image: string; tag: string }>>[];
  website: string;
}

export function catalogueEntry(source: RecipeSource, repository: string): CatalogueEntry {
  const url = pathToFileURL(repository).href;
  const readme = readFileSync(newest(source.steps, 'README.md'), 'utf8');
  return {
    category: field(readme, 'Category'),
    default_branch: 'main',
    description: /^# .*\n+([^\n]+)/.exec(readme)?.[1] ?? '',
    features: features(readme),
    icon: '',
    name: source.name,
    repository: url,
    ssh_url: url,
    versions: source.steps.flatMap((step, nth) => step.tag === undefined ? [] : [{ [step.tag]: images(newest(source.steps.slice(0, nth + 1), 'compose.yml')) }]),
    website: '',
  };
}

function newest(steps: readonly Step[], name: string): string {
  const found = steps.map((step) => join(step.folder, name)).filter((path) => existsSync(path)).at(-1);
  if (found === undefined) throw new Error(`no step of ${steps[0]?.folder ?? 'this recipe'} has a ${name}`);
  return found;
}

interface Compose {
  services: Record<string, { image: string }>;
}

function images(compose: string): Record<string, { image: string; tag: string }> {
  const { services } = parse(readFileSync(compose, 'utf8')) as Compose;
  return Object.fromEntries(Object.entries(services).map(([service, { image: reference }]) => {
    const colon = reference.lastIndexOf(':');
    return [service, { image: reference.slice(0, colon), tag: reference.slice(colon + 1) }];
  }));
}

/** `* **Backups**: Yes` in the README's block of metadata. */
function field(readme: string, name: string): string {
  return new RegExp(`^\\* \\*\\*${name}\\*\\*: (.*)$`, 'm').exec(readme)?.[1]?.trim() ?? '';
}

function features(readme: string): Record<string, unknown> {
  const image = /^\[`([^`]+)`\]\(([^)]*)\), (\d), (.*)$/.exec(field(readme, 'Image'));
  return {
    backups: field(readme, 'Backups'),
    email: field(readme, 'Email'),
    healthcheck: field(readme, 'Healthcheck'),
    image: { image: image?.[1] ?? '', rating: image?.[3] ?? '', source: image?.[4] ?? '', url: image?.[2] ?? '' },
    status: Number(/^\d/.exec(field(readme, 'Status'))?.[0] ?? 0),
    tests: field(readme, 'Tests'),
    sso: field(readme, 'SSO'),
  };
}
