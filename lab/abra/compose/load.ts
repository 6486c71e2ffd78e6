/** An app's compose files: which they are, what they say together. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, YAMLParseError } from 'yaml';
import type { ComposeDocument } from '../../engine/without-ipvs.ts';
import type { App } from '../app/find.ts';
import { Fatal } from '../fatal.ts';
import { exportsOf } from '../recipe/abra-sh.ts';
import { interpolate } from './interpolate.ts';
import { mergeCompose } from './merge.ts';
import { validateTypedFields } from './typed-fields.ts';

export interface Compose {
  folder: string;
  /** Absolute paths in the order in which they are merged. */
  files: string[];
  version: string;
  /** What the files are filled in with. */
  variables: Record<string, string>;
  merged: ComposeDocument;
}

/** Loads what the app's `.env` names in `COMPOSE_FILE`, from the tree as it lies. */
export function loadCompose(app: Pick<App, 'env' | 'stack'>, folder: string): Compose {
  const variables = { ...app.env, ...exportsOf(folder), STACK_NAME: app.stack };
  const files = (app.env['COMPOSE_FILE'] || 'compose.yml').split(':').filter(Boolean).map((name) => join(folder, name));
  const documents = files.map(readCompose);
  // Every file alone and before variables are in: a templated duration is refused even where its default is good.
  documents.forEach(validateTypedFields);
  const merged = mergeCompose(documents.map((document) => interpolate(document, variables)));
  const version = documents[0]?.['version'];
  return { folder, files, version: typeof version === 'string' ? version : '3.8', variables, merged };
}

/** Parses one compose file. */
export function readCompose(path: string): Record<string, unknown> {
  if (!existsSync(path)) throw new Fatal(`open ${path}: no such file or directory`);
  try {
    const document = parse(readFileSync(path, 'utf8'), { merge: true }) as unknown;
    if (typeof document !== 'object' || document === null) throw new Fatal(`${path}: top-level object must be a mapping`);
    return document as Record<string, unknown>;
  } catch (error) {
    if (error instanceof YAMLParseError) throw new Fatal(`${path}: yaml: ${error.message.split('\n')[0] ?? ''}`);
    throw error;
  }
}

/** Labels of a service's `deploy` section. */
export function deployLabels(document: ComposeDocument, service: string): Record<string, string> {
  const labels = (document.services?.[service]?.deploy?.['labels'] ?? {}) as Record<string, string | number | boolean | null>;
  return Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, value === null ? '' : String(value)]));
}
