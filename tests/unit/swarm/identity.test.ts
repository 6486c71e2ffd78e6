/** Which version runs, by the labels that abra has set. */
import { describe, expect, it } from 'vitest';
import { checkExpectation, matchIdentity } from '../../../harness/swarm/identity.ts';
import { aService, commit, stack } from './world.ts';

describe('identity', () => {
  const labelled = (labels: Record<string, string>, name = 'app') => aService(name, { labels: Object.fromEntries(Object.entries(labels).map(([key, value]) => [`coop-cloud.${stack}.${key}`, value])) });
  const chaos = (value: string) => matchIdentity(stack, [labelled({ 'chaos-version': value })], { commit }).matches;
  it('the label less +U is a prefix of the commit, of eight or more', () => {
    expect(chaos('c0ffee01')).toBe(true);
    expect(chaos('c0ffee01+U')).toBe(true);
    expect(chaos(commit)).toBe(true);
    for (const wrong of ['c0ffee0', 'c0ffee02', '', '+U', 'C0FFEE01', `${commit}0`, 'c0ffee01 ']) expect(chaos(wrong), wrong).toBe(false);
  });
  it('a missing label is no match', () => {
    expect(matchIdentity(stack, [labelled({})], { commit })).toMatchObject({ matches: false, value: undefined, says: expect.stringContaining('is missing') });
    expect(matchIdentity(stack, [], { version: '1.0.0+1' }).matches).toBe(false);
    expect(matchIdentity('other', [labelled({ 'chaos-version': 'c0ffee01' })], { commit }).matches).toBe(false);
  });
  it('a release must be equal, and plainly deployed', () => {
    const version = (labels: Record<string, string>) => matchIdentity(stack, [labelled(labels)], { version: '1.0.0+1.22' });
    expect(version({ version: '1.0.0+1.22', chaos: 'false' }).matches).toBe(true);
    expect(version({ version: '1.0.0+1.22' }).matches).toBe(true);
    expect(version({ version: '1.0.0+1.22.1' }).matches).toBe(false);
    expect(version({ version: '1.0.0+1.22', chaos: 'true' })).toMatchObject({ matches: false, says: expect.stringContaining('--chaos') });
  });
  it('the app\'s label counts before another\'s', () => {
    const services = [labelled({ 'chaos-version': 'deadbeef' }, 'a'), labelled({ 'chaos-version': 'c0ffee01' })];
    expect(matchIdentity(stack, services, { commit }).matches).toBe(true);
    expect(matchIdentity(stack, [labelled({ 'chaos-version': 'c0ffee01' }, 'db')], { commit }).matches).toBe(true);
  });
  it('what expects nothing is refused', () => {
    for (const bad of [{}, { commit: '' }, { commit: 'c0ffee01' }, { version: ' ' }, { commit, version: '1' }, { commit: undefined, version: undefined }]) {
      expect(() => checkExpectation(bad as never), JSON.stringify(bad)).toThrowError(/ERR_NO_EXPECTATION/);
    }
    expect(() => checkExpectation({ commit: 'a'.repeat(64) })).not.toThrow();
  });
});
