/** One view of several compose files, merged as docker's loader merges them. What is deployed, docker merges itself. */
import { longPorts, type ComposeDocument, type ComposeService, type LongPort } from '../../engine/without-ipvs.ts';

type Fields = Record<string, unknown>;

/** Merges the documents in their order; a later one wins. Variables are already in. */
export function mergeCompose(documents: readonly Fields[]): ComposeDocument {
  const merged: Fields = {};
  for (const document of documents) {
    for (const [key, value] of Object.entries(document)) {
      if (key === 'services') merged[key] = mergeServices(asFields(merged[key]), asFields(value));
      else if (isFields(value)) merged[key] = { ...asFields(merged[key]), ...value };
      else merged[key] = value;
    }
  }
  return merged;
}

function mergeServices(base: Fields, over: Fields): Fields {
  const services: Fields = { ...base };
  for (const [name, service] of Object.entries(over)) {
    const plain = normalise(asFields(service));
    services[name] = isFields(services[name]) ? mergeFields(services[name], plain) : plain;
  }
  return services;
}

/** List and map spellings of one thing become the map, so that they can meet. */
function normalise(service: Fields): ComposeService {
  const plain: Fields = { ...service };
  for (const key of ['environment', 'labels', 'sysctls', 'extra_hosts']) {
    if (key in plain) plain[key] = keyed(plain[key]);
  }
  if ('networks' in plain) plain['networks'] = keyed(plain['networks'], null);
  if (Array.isArray(plain['ports'])) plain['ports'] = plain['ports'].flatMap(longPorts);
  if (isFields(plain['deploy']) && 'labels' in plain['deploy']) {
    plain['deploy'] = { ...plain['deploy'], labels: keyed(plain['deploy']['labels']) };
  }
  return plain;
}

/** `['A=1', 'B']` and `{A: 1, B: null}` are the same. A name without `=` passes a variable through: `null`. */
export function keyed(value: unknown, bare: unknown = null): Record<string, unknown> {
  if (!Array.isArray(value)) return asFields(value);
  return Object.fromEntries(
    value.map((entry: unknown) => {
      const text = String(entry);
      const at = text.indexOf('=');
      return at < 0 ? [text, bare] : [text.slice(0, at), text.slice(at + 1)];
    }),
  );
}

/** Lists whose items are replaced by a later one of the same key; every other list grows. */
const listKeys: Record<string, (item: unknown) => string> = {
  ports: (item) => String((item as LongPort).published ?? 0),
  volumes: (item) => (typeof item === 'string' ? (item.split(':')[1] ?? item) : String(asFields(item)['target'])),
  secrets: (item) => (typeof item === 'string' ? item : String(asFields(item)['source'])),
  configs: (item) => (typeof item === 'string' ? item : String(asFields(item)['source'])),
};

const replaced = new Set(['command', 'entrypoint']);

function mergeFields(base: Fields, over: Fields): Fields {
  const merged: Fields = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const before = merged[key];
    if (value === null || before === undefined || before === null) merged[key] = value ?? before;
    else if (isFields(before) && isFields(value)) merged[key] = mergeFields(before, value);
    else if (Array.isArray(before) && Array.isArray(value) && !replaced.has(key)) {
      merged[key] = mergeLists(before, value, listKeys[key]);
    } else merged[key] = value;
  }
  return merged;
}

function mergeLists(base: unknown[], over: unknown[], keyOf?: (item: unknown) => string): unknown[] {
  if (keyOf === undefined) return [...base, ...over];
  return [...new Map([...base, ...over].map((item) => [keyOf(item), item])).values()];
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asFields(value: unknown): Fields {
  return isFields(value) ? value : {};
}
