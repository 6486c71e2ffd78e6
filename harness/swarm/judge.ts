/** From plain data to a judgement on the whole stack: settled, hopeless, or what is being waited for. No engine, no clock in here. */
import { looping, notRestarted, paused, pending, rejected, rolledBack, type Verdict } from './hopeless.ts';
import { matchIdentity, type IdentityExpectation, type IdentityMatch } from './identity.ts';
import { standingOf, type StackState, type Standing } from './standing.ts';

export interface Case {
  readonly identity: IdentityExpectation;
  /** Names that the compose file gives; services beside them belong to an older version and are not judged. */
  readonly expected: readonly string[] | undefined;
  /** What happened before this moment (engine's clock) belongs to an earlier deploy. */
  readonly since: number;
  /** When the watch began, or the set of services last changed (engine's clock). */
  readonly quietSince: number;
}

export type Judgement = { readonly standings: readonly Standing[] } & (
  | { readonly kind: 'settled' }
  | { readonly kind: 'waiting'; readonly for: string; readonly recheckAt: number | undefined }
  | { readonly kind: 'hopeless'; readonly verdict: Verdict });

/** abra has sent everything when it returns; swarm shows it at once. What is not there after this will not come. */
const absentGraceMs = 2_000;

export function judge(whole: StackState, about: Case): Judgement {
  const { expected } = about;
  const state = expected ? { ...whole, services: whole.services.filter(service => expected.includes(service.name)) } : whole;
  const standings = state.services.map(service => standingOf(service, state));
  const rechecks: number[] = standings.flatMap(standing => standing.recheckAt ?? []);

  const absent = absentService(state, about);
  if (absent) {
    const at = about.quietSince + absentGraceMs;
    return state.now >= at ? { kind: 'hopeless', verdict: absent, standings } : { kind: 'waiting', for: absent.service, recheckAt: at, standings };
  }
  // Across all services, the plainest reason first: a rejected database explains the app's loop, not the other way round.
  for (const rule of [rolledBack, rejected, paused, notRestarted, looping]) {
    for (const service of state.services) {
      const verdict = rule(service, state, about.since);
      if (verdict) return { kind: 'hopeless', verdict, standings };
    }
  }
  for (const service of state.services) {
    const found = pending(service, state);
    if (found && 'code' in found) return { kind: 'hopeless', verdict: found, standings };
    if (found) rechecks.push(found.recheckAt);
  }
  const unsettled = standings.find(standing => !standing.settled);
  if (unsettled) {
    const recheckAt = rechecks.length > 0 ? Math.min(...rechecks) : undefined;
    return { kind: 'waiting', for: `${unsettled.service.name}: ${unsettled.word}`, recheckAt, standings };
  }
  const identity = matchIdentity(state.stack, state.services, about.identity);
  if (identity.matches) return { kind: 'settled', standings };
  const at = about.quietSince + absentGraceMs;
  if (state.now < at) return { kind: 'waiting', for: identity.says, recheckAt: at, standings };
  return { kind: 'hopeless', standings, verdict: wrongIdentity(state.stack, about.identity, identity) };
}

/** What the compose file names was sent, or abra would have failed: where it is missing, the recipe has no part in it. */
function absentService(state: StackState, about: Case): Verdict | undefined {
  const names = state.services.map(service => service.name);
  const missing = about.expected?.filter(name => !names.includes(name)) ?? [];
  const [first] = missing.includes('app') ? ['app'] : missing;
  if (first !== undefined) {
    return {
      code: 'ERR_SERVICE_MISSING', fault: 'environment', service: first,
      message: names.length === 0 ? `Nothing of the stack ${state.stack} is in the swarm, though it was deployed.`
        : `The compose file names ${missing.map(name => `"${name}"`).join(' and ')}, and the stack ${state.stack} has only ${names.join(', ')}.`,
      wayOut: 'Find out who removed it, or whether the engine was started anew meanwhile; then run again. Abra\'s output tells what was sent.',
    };
  }
  if (names.includes('app')) return undefined;
  // Without a compose file to compare with, the stack was up before: an app that is gone was removed.
  const gone = about.expected === undefined;
  return {
    code: 'ERR_NO_APP_SERVICE', fault: gone ? 'environment' : 'recipe', service: 'app',
    message: names.length === 0 ? `The stack ${state.stack} has no services.` : `The stack ${state.stack} has no service "app", only ${names.join(', ')}.`,
    wayOut: gone ? 'Find out who removed it, or whether the engine was started anew meanwhile; then run again.' : 'Call the main service "app" in compose.yml.',
  };
}

/** A release's label stands in its own compose file; a commit is stamped by abra, on what the harness had checked out. */
function wrongIdentity(stack: string, expected: IdentityExpectation, { says, value }: IdentityMatch): Verdict {
  const ofRecipe = 'version' in expected && value !== expected.version;
  return {
    code: 'ERR_WRONG_IDENTITY', fault: ofRecipe ? 'recipe' : 'harness', service: 'app',
    message: `The stack ${stack} has settled at another version than the one under test: ${says}.`,
    wayOut: ofRecipe ? `Look at the label coop-cloud.$STACK_NAME.version in the compose file of ${expected.version}, and at abra's output.`
      : "See that nobody else deployed over it; else report this, with abra's output.",
  };
}
