/** Connections to a target: its names go to its address, its CA is trusted beside the system's, nothing else is relaxed. */
import dns from 'node:dns';
import { readFileSync } from 'node:fs';
import type { LookupFunction } from 'node:net';
import tls from 'node:tls';
import { Agent } from 'undici';
import type { Target } from '../settings/target.ts';

/** What a connection must know of a target. */
export type Reachable = Pick<Target, 'zone' | 'address' | 'ca'>;

/** An undici agent for the target; close it when done. */
export function connectTo(target: Reachable): Agent {
  return new Agent({
    // A proxy of the environment is deliberately not used: names of the zone exist at the target only.
    connect: {
      lookup: lookupFor(target),
      ...(target.ca === undefined ? {} : { ca: trusted(target.ca) }),
      timeout: 10_000,
    },
    // A connection for each request: an ingress may close idle ones whenever another app's routes change, and a request
    // that meets such a close fails without having been tried.
    pipelining: 0,
  });
}

/** Answers names of the target's zone with its address; every other name is the system's business. */
export function lookupFor(target: Pick<Target, 'zone' | 'address'>): LookupFunction {
  return (hostname, options, callback) => {
    const asked = target.address !== undefined && inZone(hostname, target.zone) ? target.address : hostname;
    dns.lookup(asked, options as dns.LookupAllOptions, callback as never);
  };
}

export function inZone(hostname: string, zone: string): boolean {
  const name = hostname.toLowerCase();
  return name === zone.toLowerCase() || name.endsWith(`.${zone.toLowerCase()}`);
}

/** The system's roots and those of this file, which may hold several. */
export function trusted(file: string): string[] {
  return [...tls.getCACertificates('default'), readFileSync(file, 'utf8')];
}
