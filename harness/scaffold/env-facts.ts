/** What a recipe's .env.sample leaves to whoever deploys it: further hosts, and values that a person must give. */
import type { ComposeService } from '../recipe/compose.ts';
import type { EnvFile } from '../recipe/env-file.ts';
import { routerRules } from './health-facts.ts';

export interface EnvFacts {
  /** Whether .env.sample has DOMAIN, into which abra writes the app's own. */
  readonly hasDomain: boolean;
  /** Further hosts: the key, a name for it, and whether a router of the ingress names it. */
  readonly hosts: readonly { readonly name: string; readonly key: string; readonly routed: boolean }[];
  /** Keys that the compose files insist on and .env.sample leaves empty or out: nothing deploys without them. */
  readonly insisted: readonly string[];
  /** Keys that .env.sample leaves empty. */
  readonly empty: readonly string[];
  /** Keys whose value is an example's. */
  readonly examples: readonly string[];
}

const exampleValue = /\bexample\.(com|org|net)\b|change.?me|<[^>]+>/i;
/** Values that abra or the harness writes itself. */
const own = new Set(['TYPE', 'RECIPE', 'DOMAIN', 'COMPOSE_FILE', 'STACK_NAME', 'LETS_ENCRYPT_ENV', 'ENABLE_BACKUPS', 'TIMEOUT']);

export function envFacts(sample: EnvFile, services: readonly ComposeService[], insistedOn: readonly string[]): EnvFacts {
  const keys = sample.keys();
  const rules = services.flatMap(routerRules);
  const hosts = keys.filter(key => /^[A-Z][A-Z0-9_]*_DOMAIN$/.test(key)).map(key => {
    const value = sample.get(key) ?? '';
    return { name: key.slice(0, -'_DOMAIN'.length).toLowerCase().replaceAll('_', '-').replace(/-+$/, ''), key, routed: value !== '' && rules.some(rule => rule.includes(value)) };
  });
  const named = hosts.filter(({ name }, index) => hosts.findIndex(each => each.name === name) === index);
  const told = new Set([...own, ...hosts.map(({ key }) => key)]);
  const rest = keys.filter(key => !told.has(key) && !/^SECRET_.*_VERSION$/.test(key));
  const insisted = insistedOn.filter(key => !told.has(key));
  return {
    hasDomain: keys.includes('DOMAIN'),
    hosts: named,
    insisted,
    empty: rest.filter(key => sample.get(key) === '' && !insisted.includes(key)),
    examples: rest.filter(key => exampleValue.test(sample.get(key) ?? '')),
  };
}
