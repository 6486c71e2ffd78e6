/** A lease as labels: the form in which every machine that uses the server can read it. */
import { z } from 'zod';
import type { Realm } from './records.ts';

export const label = {
  run: 'recipe-harness.run',
  host: 'recipe-harness.host',
  user: 'recipe-harness.user',
  pid: 'recipe-harness.pid',
  /** Epoch seconds by the engine's clock; absent while kept. */
  expires: 'recipe-harness.expires',
  kept: 'recipe-harness.kept',
  stack: 'recipe-harness.stack.',
  realm: 'recipe-harness.realm.',
} as const;

const leasedStack = z.object({
  stack: z.string(),
  domain: z.string(),
  recipe: z.string(),
  /** The server's name as abra knows it. */
  server: z.string(),
  /** A backup was begun: the bot may hold snapshots of it. */
  backedUp: z.boolean(),
});

/** Enough to undo a stack from another machine, without the ledger. */
export type LeasedStack = z.infer<typeof leasedStack>;

const leasedRealm = z.object({ realm: z.string(), provider: z.string(), owner: z.string() });

export interface Lease {
  readonly run: string;
  readonly host: string;
  readonly user: string;
  readonly pid: number;
  /** Epoch seconds by the engine's clock; undefined while kept: such a lease does not expire. */
  readonly expires: number | undefined;
  readonly stacks: readonly LeasedStack[];
  /** Made on providers that other runs own. */
  readonly realms: readonly Realm[];
}

export function toLabels(lease: Lease): Record<string, string> {
  return {
    [label.run]: lease.run,
    [label.host]: lease.host,
    [label.user]: lease.user,
    [label.pid]: String(lease.pid),
    ...(lease.expires === undefined ? { [label.kept]: 'true' } : { [label.expires]: String(lease.expires) }),
    ...Object.fromEntries(lease.stacks.map(stack => [`${label.stack}${stack.stack}`, JSON.stringify(stack)])),
    ...Object.fromEntries(lease.realms.map(realm => [`${label.realm}${realm.realm}`, JSON.stringify(realm)])),
  };
}

/** Undefined for labels that no harness wrote: such a thing is never touched. */
export function fromLabels(labels: Readonly<Record<string, string>>): Lease | undefined {
  const run = labels[label.run];
  const expires = Number(labels[label.expires]);
  const kept = labels[label.kept] === 'true';
  if (run === undefined || (!kept && !(expires > 0))) return undefined;
  const stacks = told(labels, label.stack, leasedStack, stack => stack.stack);
  const realms = told(labels, label.realm, leasedRealm, realm => realm.realm);
  if (!stacks || !realms) return undefined;
  return {
    run, stacks, realms,
    host: labels[label.host] ?? '', user: labels[label.user] ?? '', pid: Number(labels[label.pid] ?? 0),
    expires: kept ? undefined : expires,
  };
}

/** What all labels of one kind tell; undefined where one of them is not as a harness writes it. */
function told<T>(labels: Readonly<Record<string, string>>, prefix: string, schema: z.ZodType<T>, nameOf: (thing: T) => string): T[] | undefined {
  const things = Object.entries(labels).filter(([key]) => key.startsWith(prefix)).map(([key, value]) => {
    const thing = parsed(value, schema);
    return thing !== undefined && `${prefix}${nameOf(thing)}` === key ? thing : undefined;
  });
  return things.every(thing => thing !== undefined) ? things : undefined;
}

function parsed<T>(value: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(value)).data;
  } catch {
    return undefined;
  }
}
