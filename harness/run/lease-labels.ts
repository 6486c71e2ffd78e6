/** A lease as labels: the form in which every machine that uses the server can read it. */
import { z } from 'zod';

export const label = {
  run: 'recipe-harness.run',
  host: 'recipe-harness.host',
  user: 'recipe-harness.user',
  pid: 'recipe-harness.pid',
  /** Epoch seconds by the engine's clock; absent while kept. */
  expires: 'recipe-harness.expires',
  kept: 'recipe-harness.kept',
  stack: 'recipe-harness.stack.',
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

export interface Lease {
  readonly run: string;
  readonly host: string;
  readonly user: string;
  readonly pid: number;
  /** Epoch seconds by the engine's clock; undefined while kept: such a lease does not expire. */
  readonly expires: number | undefined;
  readonly stacks: readonly LeasedStack[];
}

export function toLabels(lease: Lease): Record<string, string> {
  return {
    [label.run]: lease.run,
    [label.host]: lease.host,
    [label.user]: lease.user,
    [label.pid]: String(lease.pid),
    ...(lease.expires === undefined ? { [label.kept]: 'true' } : { [label.expires]: String(lease.expires) }),
    ...Object.fromEntries(lease.stacks.map(stack => [`${label.stack}${stack.stack}`, JSON.stringify(stack)])),
  };
}

/** Undefined for labels that no harness wrote: such a thing is never touched. */
export function fromLabels(labels: Readonly<Record<string, string>>): Lease | undefined {
  const run = labels[label.run];
  const expires = Number(labels[label.expires]);
  const kept = labels[label.kept] === 'true';
  if (run === undefined || (!kept && !(expires > 0))) return undefined;
  const stacks = Object.entries(labels).filter(([key]) => key.startsWith(label.stack)).map(([key, value]) => stackOf(key, value));
  if (!stacks.every(stack => stack !== undefined)) return undefined;
  return {
    run, stacks,
    host: labels[label.host] ?? '', user: labels[label.user] ?? '', pid: Number(labels[label.pid] ?? 0),
    expires: kept ? undefined : expires,
  };
}

function stackOf(key: string, value: string): LeasedStack | undefined {
  try {
    const { success, data } = leasedStack.safeParse(JSON.parse(value));
    return success && `${label.stack}${data.stack}` === key ? data : undefined;
  } catch {
    return undefined;
  }
}
