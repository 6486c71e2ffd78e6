/** Every break: what it does, which tests it must turn red, and for which reasons. */
import { HarnessError } from '../../errors.ts';
import { nearest } from '../../settings/nearest.ts';
import type { AbraBreak } from './abra-wrapper.ts';
import type { TokenFault } from './token-breaks.ts';
import type { ToldTest } from './tell.ts';

export interface Break {
  readonly name: string;
  /** What an operator would have in front of them. */
  readonly what: string;
  /** Whether this break takes from the test what it is about. */
  readonly concerns: (test: ToldTest) => boolean;
  /** Codes of the failures that are due; a red test with another one is red for another reason. Undefined: any that is of the app's doing. */
  readonly codes?: readonly string[];
}

export type Impostor = Break & { readonly kind: 'impostor'; readonly impostor: 'front page' | 'echo' };
export type TokenBreak = Break & { readonly kind: 'tokens'; readonly fault: TokenFault };
export type LoginBreak = Break & { readonly kind: 'login' };
/** Of the rung whose tests deploy, back up and restore by themselves. */
export type AbraSabotage = Break & {
  readonly kind: 'backup' | 'upgrade';
  readonly abra: AbraBreak['kind'];
  /** In which state the app is when its tests have ended: `new` as after its install, without what `setUp` has made. */
  readonly leaves: 'whole' | 'new' | 'unfit';
};
export type AnyBreak = Impostor | TokenBreak | LoginBreak | AbraSabotage;

/** Tests of the overlay: functional and browser ones, whatever their folder. */
const ofOverlay = (test: ToldTest): boolean => !test.generic;
const tagged = (tag: string) => (test: ToldTest): boolean => test.generic && test.tags.includes(tag);
const asked = (what: string) => (test: ToldTest): boolean => ofOverlay(test) && test.asked.includes(what);

const impostors: readonly Impostor[] = [
  { name: 'front page', kind: 'impostor', impostor: 'front page', what: "an impostor answers 200 with the app's own front page to everything, and on ports of its own with its first words", concerns: ofOverlay },
  { name: 'echo', kind: 'impostor', impostor: 'echo', what: 'an impostor gives back what is posted or said, and stores nothing', concerns: ofOverlay },
];

const whatOfTokens: Readonly<Record<TokenFault, string>> = {
  'wrong audience': 'the provider hands out tokens for another app',
  'wrong issuer': 'the provider hands out tokens that name another issuer',
  'expired': 'the provider hands out tokens that have run out',
  'unsigned': 'the provider hands out tokens that nobody has signed',
};

const tokens = (Object.keys(whatOfTokens) as TokenFault[]).map((fault): TokenBreak => ({
  name: `token ${fault}`, kind: 'tokens', fault, what: whatOfTokens[fault], concerns: asked('tokens'), codes: ['ERR_TOKEN_REFUSED', 'ERR_OIDC_PROTOCOL'],
}));

const wrongUser: LoginBreak = { name: 'wrong user', kind: 'login', what: 'whoever logs in on the page becomes the other user', concerns: asked('login') };

const lost = ['ERR_DATA_LOST', 'ERR_DATA_CHANGED', 'ERR_DATA_UNREADABLE'];
const notUp = ['ERR_APP_UNHEALTHY', 'ERR_APP_CRASH_LOOP', 'ERR_NOT_READY', 'ERR_CONVERGE_DEADLINE'];

const abraSabotages: readonly AbraSabotage[] = [
  { name: 'restore older', kind: 'backup', abra: 'restore-older', leaves: 'whole', what: 'whichever snapshot is named, an older one is restored', concerns: tagged('@backup'), codes: lost },
  { name: 'restore nothing', kind: 'backup', abra: 'restore-nothing', leaves: 'new', what: 'a restore ends well and does nothing', concerns: tagged('@backup'), codes: lost },
  { name: 'backup empty', kind: 'backup', abra: 'empty-backup', leaves: 'unfit', what: 'every file in the snapshot, dumps among them, is empty', concerns: tagged('@backup'), codes: ['ERR_BACKUP_INCOMPLETE', ...lost, ...notUp] },
  { name: 'upgrade stays', kind: 'upgrade', abra: 'stay', leaves: 'unfit', what: 'an upgrade ends well and leaves the old release running', concerns: tagged('@upgrade'), codes: ['ERR_WRONG_IDENTITY'] },
  { name: 'upgrade loses volumes', kind: 'upgrade', abra: 'lose-volumes', leaves: 'unfit', what: 'an upgrade begins with empty volumes', concerns: tagged('@upgrade'), codes: lost },
  { name: 'upgrade rolled back', kind: 'upgrade', abra: 'roll-back', leaves: 'unfit', what: 'swarm rolls the upgrade back', concerns: tagged('@upgrade'), codes: ['ERR_UPDATE_ROLLED_BACK'] },
];

/** In the order in which the deployed app is used up: what leaves it as it was comes first. */
export const allBreaks: readonly AnyBreak[] = [...impostors, ...tokens, wrongUser, ...abraSabotages];

/** @param only names of breaks; empty for all */
export function planOf(only: readonly string[]): readonly AnyBreak[] {
  const names = allBreaks.map(({ name }) => name);
  const unknown = only.find(name => !names.includes(name));
  if (unknown === undefined) return only.length === 0 ? allBreaks : allBreaks.filter(({ name }) => only.includes(name));
  const near = nearest(unknown, names);
  throw new HarnessError({
    code: 'ERR_BREAK_UNKNOWN', fault: 'user', message: `There is no break called "${unknown}".`,
    wayOut: near.length > 0 ? `Did you mean ${near.map(name => `"${name}"`).join(' or ')}?` : `Name one of ${names.map(name => `"${name}"`).join(', ')}.`,
  });
}
