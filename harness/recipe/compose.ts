/** The compose files of a recipe as one document: merged in the order of COMPOSE_FILE, variables filled in. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, YAMLError } from 'yaml';
import { interpolate, type Values } from './interpolate.ts';
import { publishedBy, type Published } from './ports.ts';
import { RecipeError } from './recipe-error.ts';

type Table = Readonly<Record<string, unknown>>;

export interface ComposeService {
  name: string;
  image: string | undefined;
  /** `deploy.labels`: what swarm puts on the service, and abra, the ingress and the backup bot read. */
  labels: Readonly<Record<string, string>>;
  /** The words of its healthcheck, without `CMD`; empty where it has none, or switches the image's own off. */
  healthcheck: readonly string[];
  /** Ports of the server that lead to it. */
  published: readonly Published[];
  /** Names of its secrets, as the compose file knows them. */
  secrets: readonly string[];
  /** Names of its configs, as the compose file knows them. */
  configs: readonly string[];
  /** Mounts of named volumes: where in the container, and which volume. */
  volumes: readonly { source: string; target: string }[];
}

/** A secret or a config of the stack. */
export interface ComposeObject {
  /** As the compose file knows it. */
  name: string;
  /** As swarm knows it: `<stack>_<name>_<version>`. */
  fullName: string;
}

export class Compose {
  readonly services: readonly ComposeService[];
  readonly #declared: { readonly secrets: Table; readonly configs: Table };
  readonly #values: Values;

  private constructor(services: readonly ComposeService[], declared: { secrets: Table; configs: Table }, values: Values) {
    this.services = services;
    this.#declared = declared;
    this.#values = values;
  }

  /** @throws RecipeError when a file is missing, is not YAML, or insists on a variable without a value, wherever it stands. */
  static read(folder: string, files: readonly string[], values: Values): Compose {
    const documents = files.map(file => readDocument(folder, file));
    for (const document of documents) for (const section of interpolated) requireVariables(document[section], values);
    const named = new Map<string, Table[]>();
    for (const document of documents) {
      for (const [name, service] of Object.entries(table(document['services']))) named.set(name, [...named.get(name) ?? [], table(service)]);
    }
    const services = [...named].map(([name, parts]) => mergedService(name, parts, values));
    const declared = (kind: 'secrets' | 'configs') => Object.assign({}, ...documents.map(document => table(document[kind]))) as Table;
    return new Compose(services, { secrets: declared('secrets'), configs: declared('configs') }, values);
  }

  /** The configs that some service uses. */
  configs(): ComposeObject[] {
    return this.#used('configs');
  }

  /** Images of all services, each once. */
  images(): string[] {
    return [...new Set(this.services.flatMap(service => service.image ?? []))];
  }

  /** Ports of the server that some service wants. */
  publishedPorts(): Published[] {
    return this.services.flatMap(service => service.published);
  }

  /** The secrets that some service uses. */
  secrets(): ComposeObject[] {
    return this.#used('secrets');
  }

  serviceNames(): string[] {
    return this.services.map(service => service.name);
  }

  #used(kind: 'secrets' | 'configs'): ComposeObject[] {
    const used = new Set(this.services.flatMap(service => service[kind]));
    return [...used].map(name => ({ name, fullName: this.#fullName(name, table(this.#declared[kind][name])) }));
  }

  /** Docker puts the stack before the name of what the stack makes itself and does not name. */
  #fullName(name: string, { name: given, external }: Table): string {
    if (typeof given === 'string') return interpolate(given, this.#values);
    return external === true ? name : `${this.#values.get('STACK_NAME') ?? ''}_${name}`;
  }
}

/** The sections in which Docker fills variables in. */
const interpolated = ['services', 'volumes', 'networks', 'secrets', 'configs'];

/** Whatever is not read here must have its values too: Docker would refuse the whole file. */
function requireVariables(node: unknown, values: Values, seen = new Set<object>()): void {
  if (typeof node === 'string') interpolate(node, values);
  // An alias may stand within what it names.
  if (typeof node !== 'object' || node === null || seen.has(node)) return;
  seen.add(node);
  for (const each of Object.values(node)) requireVariables(each, values, seen);
}

function readDocument(folder: string, file: string): Table {
  let text: string;
  try {
    text = readFileSync(join(folder, file), 'utf8');
  } catch (error) {
    throw new RecipeError({
      code: 'ERR_RECIPE_FILE', fault: 'recipe', message: `${file} cannot be read, and COMPOSE_FILE names it.`,
      wayOut: 'Add the file to the recipe, or set COMPOSE_FILE in [env] (or [upgrade.env], for what only the head has) of the recipe file.',
      detail: (error as Error).message, facts: { folder, file },
    });
  }
  try {
    return table(parse(text, { merge: true, logLevel: 'error' }));
  } catch (error) {
    // Errors of the text have a line; those of aliases and merges are plain ones.
    const line = error instanceof YAMLError ? error.linePos?.[0].line : undefined;
    throw new RecipeError({ code: 'ERR_RECIPE_FILE', fault: 'recipe', message: `${file} is not YAML.`, wayOut: line === undefined ? `Mend ${file}.` : `Mend line ${line} of ${file}.`, detail: (error as Error).message, facts: { folder, file } });
  }
}

function mergedService(name: string, parts: readonly Table[], values: Values): ComposeService {
  const image = parts.map(part => part['image']).findLast(value => typeof value === 'string');
  return {
    name,
    image: image === undefined ? undefined : interpolate(image, values),
    labels: Object.assign({}, ...parts.map(part => labels(table(part['deploy'])['labels'], values))) as Record<string, string>,
    healthcheck: healthcheck(parts.map(part => part['healthcheck']).findLast(check => check !== undefined), values),
    published: parts.flatMap(part => list(part['ports'])).flatMap(entry => publishedBy(entry, values)),
    secrets: sourcesOf('secrets', parts),
    configs: sourcesOf('configs', parts),
    volumes: parts.flatMap(part => list(part['volumes'])).flatMap(entry => mount(entry, values)),
  };
}

function healthcheck(node: unknown, values: Values): string[] {
  const { test, disable } = table(node);
  const words = (Array.isArray(test) ? test.map(scalar) : [scalar(test)]).map(word => interpolate(word, values));
  const [kind] = words;
  if (disable === true || kind === 'NONE') return [];
  return (kind === 'CMD' || kind === 'CMD-SHELL' ? words.slice(1) : words).filter(word => word !== '');
}

/** Labels as a list (`key=value`, filled in whole) or as a map (whose keys Docker leaves as they are). */
function labels(node: unknown, values: Values): Record<string, string> {
  if (!Array.isArray(node)) return Object.fromEntries(Object.entries(table(node)).map(([key, value]) => [key, interpolate(scalar(value), values)]));
  return Object.fromEntries(node.map(entry => {
    const text = interpolate(scalar(entry), values);
    const equals = text.indexOf('=');
    return equals < 0 ? [text, ''] : [text.slice(0, equals), text.slice(equals + 1)];
  }));
}

/** Named volumes only: a source that is a path is a bind mount. */
function mount(entry: unknown, values: Values): { source: string; target: string }[] {
  if (typeof entry === 'string') {
    const [source = '', target = ''] = interpolate(entry, values).split(':');
    return target === '' || /^[./~]/.test(source) ? [] : [{ source, target }];
  }
  const { type, source, target } = table(entry);
  return type === 'volume' && typeof source === 'string' && typeof target === 'string' ? [{ source: interpolate(source, values), target: interpolate(target, values) }] : [];
}

/** Secrets or configs of a service: each entry is a name, or a table with the name as its source. */
function sourcesOf(kind: 'secrets' | 'configs', parts: readonly Table[]): string[] {
  const sources = parts.flatMap(part => list(part[kind])).map(entry => typeof entry === 'string' ? entry : scalar(table(entry)['source']));
  return [...new Set(sources.filter(source => source !== ''))];
}

function table(node: unknown): Table {
  return typeof node === 'object' && node !== null && !Array.isArray(node) ? node as Table : {};
}

function list(node: unknown): unknown[] {
  return Array.isArray(node) ? node : [];
}

function scalar(node: unknown): string {
  return typeof node === 'string' ? node : typeof node === 'number' || typeof node === 'boolean' ? String(node) : '';
}
