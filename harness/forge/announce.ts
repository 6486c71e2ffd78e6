/** Tells the forge how a build stands: statuses of its commit, one comment under its pull request. A forge that does not take it changes no verdict. */
import type { Results } from '../report/results-schema.ts';
import { accessFrom, tokenFrom } from './access.ts';
import type { Pipeline } from './ci-env.ts';
import { commentText } from './comment.ts';
import { judgedStatus, statusFor } from './commit-status.ts';
import { ForgeError } from './forge-error.ts';
import { type Forge, gitea, type StatusToSet } from './gitea.ts';
import { cardIn, keepOneCard } from './one-card.ts';
import { type CommentToKeep, keepOneComment } from './one-comment.ts';
import { ofThisBuild, type Outcome } from './outcome.ts';
import { patiently, type Patience } from './patience.ts';
import { webAddress } from './web-address.ts';

/** Which build is told about, to which forge, and where that is told in turn. */
export interface Announcement {
  readonly pipeline: Pick<Pipeline, 'build' | 'forge'>;
  /** Holds `HARNESS_FORGE_TOKEN`, perhaps `HARNESS_FORGE_URL` and `HARNESS_REPORT_URL`. */
  readonly env: NodeJS.ProcessEnv;
  /** For a line of the build's log. */
  readonly print: (line: string) => void;
  /** Ends what is being told: a build that is cancelled has something else to tell. */
  readonly signal?: AbortSignal;
  readonly waits?: Partial<Waits>;
}

export interface Waits extends Pick<Patience, 'pausesMs' | 'longestMs' | 'sleep'> {
  /** For one answer. */
  readonly requestMs: number;
  /** For everything that is announced at once. */
  readonly allMs: number;
}

const usualWaits: Waits = { requestMs: 15_000, allMs: 90_000, pausesMs: [1_000, 4_000], longestMs: 30_000 };

export interface Announced {
  /** What the forge has taken, in words. */
  readonly done: readonly string[];
  /** What it has not, and why. */
  readonly notDone: readonly { readonly what: string; readonly code: string; readonly why: string; readonly wayOut: string }[];
}

export interface ResultsMore {
  /** Of each recipe, the last results of the base branch. */
  readonly base?: ReadonlyMap<string, Results>;
  /** Where a recipe's card can be seen as a picture already. */
  readonly cardUrl?: (recipe: string) => string | null | undefined;
  /** The file of a recipe's card, to be attached to the comment where it is about that recipe alone. */
  readonly cardFile?: (recipe: string) => string;
}

/** At the begin: each recipe's status is pending. Never throws. */
export async function announcePending(to: Announcement, recipes: readonly string[]): Promise<Announced> {
  return announce(to, () => ({ statuses: recipes.map(recipe => statusFor(recipe, { state: 'pending', description: 'being tested' }, to.pipeline.build.link)) }));
}

/** Where the build ends without results: cancelled, or broken before the first test. Never throws. */
export async function announceEnded(to: Announcement, recipes: readonly string[], why: string): Promise<Announced> {
  return announce(to, () => ({ statuses: recipes.map(recipe => statusFor(recipe, { state: 'error', description: why }, to.pipeline.build.link)) }));
}

/** At the end: each recipe's status, and the one comment where the build is of a pull request. Never throws. */
export async function announceResults(to: Announcement, outcomes: readonly Outcome[], more: ResultsMore = {}): Promise<Announced> {
  return announce(to, () => {
    const { build } = to.pipeline;
    const own = outcomes.map(outcome => ofThisBuild(outcome, build));
    const report = webAddress(to.env['HARNESS_REPORT_URL']);
    const statuses = own.map(outcome => statusFor(outcome.recipe, judgedStatus(outcome), report ?? build.link));
    if (build.pullRequest === null) return { statuses };
    const starts = own.flatMap(outcome => 'results' in outcome ? [outcome.results.startedAt] : []).sort();
    return {
      statuses,
      comment: {
        pullRequest: build.pullRequest,
        recipes: own.map(({ recipe }) => recipe),
        startedAt: new Date(starts.at(-1) ?? Date.now()).toISOString(),
        text: commentText(own, { base: more.base, baseName: build.base, links: { report, build: build.link }, cardUrl: more.cardUrl }),
        card: cardToShow(own, more),
      },
    };
  });
}

/** Of results that have one: a card that lies there beside none would be another run's. */
function cardToShow(outcomes: readonly Outcome[], { cardFile, cardUrl }: ResultsMore): Buffer | undefined {
  const [one, ...others] = outcomes;
  if (one === undefined || others.length > 0 || !('results' in one) || one.results.partial || webAddress(cardUrl?.(one.recipe)) !== undefined) return undefined;
  return cardIn(cardFile?.(one.recipe));
}

type Comment = CommentToKeep & { readonly pullRequest: number; readonly card: Buffer | undefined };
interface ToPost { readonly statuses: readonly StatusToSet[]; readonly comment?: Comment }

async function announce(to: Announcement, write: () => ToPost): Promise<Announced> {
  const token = tokenFrom(to.env);
  const mask = (text: string): string => token === '' ? text : text.replaceAll(token, '[masked]');
  const told = teller(line => to.print(mask(line)));
  let all: ToPost | undefined;
  try {
    const { statuses, comment } = all = masked(write(), mask);
    const access = accessFrom(to.env, to.pipeline.forge);
    const { requestMs, allMs, ...waits } = { ...usualWaits, ...to.waits };
    const signal = AbortSignal.any([AbortSignal.timeout(allMs), ...(to.signal === undefined ? [] : [to.signal])]);
    const forge = gitea(access, to.pipeline.build.repository, requestMs, signal);
    await post(forge, { ...waits, signal }, to.pipeline.build.commit, statuses, comment, told);
  } catch (error) {
    told.failed(all === undefined ? 'anything' : whatOf(all.statuses, all.comment), error);
  }
  if (all?.comment !== undefined && told.announced.notDone.some(({ what }) => what.includes('comment'))) {
    to.print('What the comment says:');
    for (const line of all.comment.text.split('\n')) to.print(`  ${line}`);
  }
  return told.announced;
}

function masked({ statuses, comment }: ToPost, mask: (text: string) => string): ToPost {
  return {
    statuses: statuses.map(status => ({ ...status, description: mask(status.description) })),
    ...(comment === undefined ? {} : { comment: { ...comment, text: mask(comment.text) } }),
  };
}

/** What fails for one reason fails for the next: once the forge is gone or the token is bad, nothing else is tried. */
async function post(forge: Forge, patience: Patience, commit: string, statuses: readonly StatusToSet[], comment: Comment | undefined, told: Teller): Promise<void> {
  for (const [at, status] of statuses.entries()) {
    try {
      await patiently(patience, () => forge.setStatus(commit, status));
      told.done(`status ${status.context} is ${status.state}: ${status.description}`);
    } catch (error) {
      if (isHopeless(error)) {
        told.failed(whatOf(statuses.slice(at), comment), error);
        return;
      }
      told.failed(`status ${status.context}`, error);
    }
  }
  if (comment === undefined) return;
  const { pullRequest, card } = comment;
  try {
    const { id, how } = await patiently(patience, () => keepOneComment(forge, pullRequest, comment));
    told.done(how === 'newer' ? `the comment under #${pullRequest} is of a later run already` : `the comment under #${pullRequest} is ${how}`);
    if (how !== 'newer') await postCard(forge, patience, id, card, told);
  } catch (error) {
    told.failed('the comment', error);
  }
}

/** The comment stands by then: without its picture it says the same. */
async function postCard(forge: Forge, patience: Patience, comment: number, card: Buffer | undefined, told: Teller): Promise<void> {
  try {
    const how = await patiently(patience, () => keepOneCard(forge, comment, card));
    if (how !== 'none') told.done(`the card is ${how}`);
  } catch (error) {
    told.failed('the card', error);
  }
}

function isHopeless(error: unknown): boolean {
  return !(error instanceof ForgeError) || error.again !== undefined || ['ERR_FORGE_TOKEN', 'ERR_FORGE_ADDRESS', 'ERR_FORGE_ANSWER', 'ERR_FORGE_CANCELLED'].includes(error.code);
}

function whatOf(statuses: readonly StatusToSet[], comment: Comment | undefined): string {
  const [first] = statuses;
  return [
    ...(first === undefined ? [] : [statuses.length === 1 ? `status ${first.context}` : `${statuses.length} statuses`]),
    ...(comment === undefined ? [] : ['the comment']),
  ].join(' and ');
}

interface Teller {
  readonly announced: Announced;
  done(line: string): void;
  failed(what: string, error: unknown): void;
}

function teller(print: (line: string) => void): Teller {
  const announced = { done: [] as string[], notDone: [] as Announced['notDone'][number][] };
  return {
    announced,
    done(line) {
      announced.done.push(line);
      print(`Posted: ${line}`);
    },
    failed(what, error) {
      const known = error instanceof ForgeError ? error : new ForgeError({
        code: 'ERR_FORGE_UNKNOWN', fault: 'harness', message: error instanceof Error ? `${error.name}: ${error.message}`.slice(0, 300) : 'something was thrown that is no error',
        wayOut: 'Report it with this line.', cause: error,
      });
      announced.notDone.push({ what, code: known.code, why: known.shortMessage, wayOut: known.wayOut });
      print(`Not posted: ${what}: ${known.shortMessage} [${known.code}]. No verdict changes. Way out: ${known.wayOut}`);
    },
  };
}
