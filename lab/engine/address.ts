/** Finds an address range that nothing on this machine uses or routes. */
import { execa } from 'execa';
import { LabError } from '../errors.ts';
import { candidateRanges, numeric, type Range } from './identity.ts';

/** A destination that the machine already knows: an address of its own, or a route that is not the default. */
export interface Known {
  text: string;
  from: number;
  to: number;
}

export async function knownDestinations(): Promise<Known[]> {
  const [addresses, routes] = await Promise.all([
    execa('ip', ['-json', '-4', 'address', 'show']),
    execa('ip', ['-json', '-4', 'route', 'show', 'table', 'all']),
  ]);
  return [...addressesOf(addresses.stdout), ...routesOf(routes.stdout)];
}

export function addressesOf(json: string): Known[] {
  const links = JSON.parse(json || '[]') as { ifname?: string; addr_info?: { local?: string; prefixlen?: number }[] }[];
  return links.flatMap((link) => (link.addr_info ?? []).flatMap((address) =>
    address.local === undefined ? [] : known(`${address.local}/${address.prefixlen ?? 32}`, ` of ${link.ifname ?? 'a link'}`)));
}

export function routesOf(json: string): Known[] {
  const routes = JSON.parse(json || '[]') as { dst?: string; dev?: string }[];
  return routes.flatMap((route) => (route.dst === undefined || route.dst === 'default' ? [] : known(route.dst, ` by ${route.dev ?? 'a route'}`)));
}

function known(prefix: string, where: string): Known[] {
  const [address = '', bits = '32'] = prefix.split('/');
  const size = 2 ** (32 - Number(bits));
  const from = Math.floor(numeric(address) / size) * size;
  // A default route written as two halves (a VPN's way) says nothing about who uses the range.
  return Number(bits) < 8 ? [] : [{ text: prefix + where, from, to: from + size - 1 }];
}

export function freeRange(hash: string, taken: readonly Known[]): Range {
  const hit = (range: Range): Known | undefined => taken.find((one) => one.from <= range.base + 3 && one.to >= range.base);
  const inTheWay = new Set<string>();
  for (const range of candidateRanges(hash)) {
    const one = hit(range);
    if (one === undefined) return range;
    inTheWay.add(one.text);
  }
  throw new LabError({
    code: 'ERR_LAB_RANGE_TAKEN',
    message: `The lab needs four addresses of 198.18.0.0/15, and this machine already uses or routes them: ${[...inTheWay].slice(0, 5).join(', ')}.`,
    wayOut: 'end what took the range (often a VPN or a proxy with made-up addresses), or point at a server in harness.toml.',
  });
}
