/** Is what runs what was deployed? Read from the labels that abra stamps; what is missing never counts as a match. */
import { ConvergenceError } from './errors.ts';
import type { ServiceView } from './views.ts';

/** A commit after a chaos deploy, a release after a plain one. */
export type IdentityExpectation = { readonly commit: string } | { readonly version: string };

export interface IdentityMatch {
  readonly matches: boolean;
  /** What was looked for and what was found, in words. */
  readonly says: string;
  /** The label's value, where there is one. */
  readonly value: string | undefined;
}

/** Refuses an expectation that anything would fulfil. */
export function checkExpectation(identity: IdentityExpectation): void {
  const { commit, version } = identity as { commit?: unknown; version?: unknown };
  const sound = (commit === undefined) !== (version === undefined)
    && (commit === undefined ? typeof version === 'string' && version.trim() !== '' : typeof commit === 'string' && /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(commit));
  if (sound) return;
  throw new ConvergenceError({
    code: 'ERR_NO_EXPECTATION', fault: 'harness', message: 'Convergence was asked for without saying which version must run.',
    wayOut: 'Pass either the full commit under test or the release tag.', facts: { identity: { ...identity } },
  });
}

export function matchIdentity(stack: string, services: readonly ServiceView[], expected: IdentityExpectation): IdentityMatch {
  checkExpectation(expected);
  const read = (name: string) => labelOf(services, `coop-cloud.${stack}.${name}`);
  if ('commit' in expected) {
    const value = read('chaos-version');
    const hex = value?.replace(/\+U$/, '') ?? '';
    const matches = /^[0-9a-f]{8,64}$/.test(hex) && expected.commit.startsWith(hex);
    return { matches, value, says: `chaos-version ${value ? `"${value}"` : 'is missing'}, expected ${expected.commit.slice(0, 8)}` };
  }
  const value = read('version');
  const chaos = read('chaos') === 'true';
  const matches = value === expected.version && !chaos;
  return {
    matches, value,
    says: chaos && value === expected.version ? `version "${value}" was deployed with --chaos, expected a plain deploy`
      : `version ${value ? `"${value}"` : 'is missing'}, expected "${expected.version}"`,
  };
}

/** From the service `app` if it has the label, else from any. */
function labelOf(services: readonly ServiceView[], label: string): string | undefined {
  return [...services].sort((a, b) => Number(b.name === 'app') - Number(a.name === 'app'))
    .map(service => service.labels[label]).find(value => value !== undefined && value !== '');
}
