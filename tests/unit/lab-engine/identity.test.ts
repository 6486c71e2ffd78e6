/** Names and addresses that a lab derives from its state folder. */
import { describe, expect, it } from 'vitest';
import { addressesOf, freeRange, routesOf } from '../../../lab/engine/address.ts';
import { candidateRanges, dotted, identityOf, numeric } from '../../../lab/engine/identity.ts';

describe('identityOf', () => {
  it('gives the same folder the same names, and another folder others', () => {
    expect(identityOf('/a/lab')).toEqual(identityOf('/a/lab'));
    expect(identityOf('/a/lab').link).not.toBe(identityOf('/b/lab').link);
  });

  it("keeps to the kernel's 15 characters for a link", () => {
    expect(identityOf('/some/long/folder/lab').link.length).toBeLessThanOrEqual(15);
  });
});

describe('candidateRanges', () => {
  it('offers distinct quads of 198.18.0.0/15 with the two usable addresses inside', () => {
    for (const hash of ['00000000', 'ffffffff', '7f00ff01']) {
      const ranges = [...candidateRanges(hash)];
      expect(new Set(ranges.map((range) => range.base)).size).toBe(64);
      for (const range of ranges) {
        expect(range.base % 4).toBe(0);
        expect(range.base).toBeGreaterThanOrEqual(numeric('198.18.0.0'));
        expect(range.base + 3).toBeLessThanOrEqual(numeric('198.19.255.255'));
        expect(range.host).toBe(dotted(range.base + 1));
        expect(range.lab).toBe(dotted(range.base + 2));
      }
    }
  });
});

describe('freeRange', () => {
  const [first, second] = candidateRanges('00000000');

  it('takes the first where nothing is in the way', () => {
    expect(freeRange('00000000', addressesOf('[]'))).toEqual(first);
  });

  it("steps over an address of the machine's own", () => {
    const taken = addressesOf(JSON.stringify([{ ifname: 'tun0', addr_info: [{ local: first?.lab, prefixlen: 30 }] }]));
    expect(freeRange('00000000', taken)).toEqual(second);
  });

  it('steps over a route, and leaves the default route and its halves out of account', () => {
    const routes = JSON.stringify([{ dst: 'default', dev: 'eth0' }, { dst: '128.0.0.0/1', dev: 'tun0' }, { dst: '198.18.0.0/24', dev: 'tun1' }]);
    expect(freeRange('00000000', routesOf(routes)).base).toBeGreaterThan(numeric('198.18.0.255'));
  });

  it('names what took the whole range', () => {
    const taken = routesOf(JSON.stringify([{ dst: '198.18.0.0/15', dev: 'utun4' }]));
    expect(() => freeRange('00000000', taken)).toThrow(/198\.18\.0\.0\/15 by utun4.*ERR_LAB_RANGE_TAKEN/s);
  });
});
