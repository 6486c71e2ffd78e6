/** What tells one lab from another on a machine: names and addresses derived from its state folder. */
import { createHash } from 'node:crypto';

export interface Identity {
  hash: string;
  /** At most 15 characters, the kernel's limit for a link. */
  link: string;
  cgroup: string;
  /** The kernel lock that `up` and `down` hold. */
  lock: string;
}

export function identityOf(folder: string): Identity {
  const hash = createHash('sha256').update(folder).digest('hex').slice(0, 8);
  return { hash, link: `rhl-${hash}`, cgroup: `recipe-harness-${hash}`, lock: `recipe-harness-lab-${hash}` };
}

/** How many /30 there are in 198.18.0.0/15, the range that RFC 2544 keeps for tests inside one machine or laboratory. */
const ranges = 2 ** 15;
/** Odd, so that steps of it visit every range: neighbours are taken together, strangers are not. */
const stride = 4099;

export interface Range {
  /** First address of the /30 as a number. */
  base: number;
  /** The host's end of the link. */
  host: string;
  lab: string;
}

/** The ranges that a lab may take, in the order of its taste. */
export function* candidateRanges(hash: string, tries = 64): Generator<Range> {
  const first = Number.parseInt(hash, 16);
  for (let nth = 0; nth < tries; nth++) {
    const base = ((198 << 24) | (18 << 16)) + ((first + nth * stride) % ranges) * 4;
    yield { base: base >>> 0, host: dotted(base + 1), lab: dotted(base + 2) };
  }
}

/** The host's end of the link whose other end has this address: what listens there, containers reach. */
export function hostEnd(lab: string): string {
  return dotted(numeric(lab) - 1);
}

export function dotted(address: number): string {
  return [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join('.');
}

export function numeric(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}
