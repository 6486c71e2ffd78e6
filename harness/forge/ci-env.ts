/** Reads from the environment which build of which pipeline this process is a step of. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { Results } from '../report/results-schema.ts';
import { SettingsError } from '../settings/settings-error.ts';
import { withoutCredentials } from '../settings/tokens.ts';
import { type Service, type ServiceNames, services } from './ci-names.ts';

export type Build = NonNullable<Results['build']>;

/** A build, and what else its service tells. */
export interface Pipeline {
  /** For `ci`, nothing here is missing but what the event has none of. */
  readonly build: Build & { readonly commit: string };
  /** As the service names it. */
  readonly event: string | null;
  readonly tag: string | null;
  readonly defaultBranch: string | null;
  /** The forge's address, with the path under which it is served, without a slash at its end. */
  readonly forge: string | null;
  /** Where the service has checked the repository out. */
  readonly workspace: string | null;
}

/** The build that this process is a step of, for results; null on a desk, and where the service does not tell it whole: a run is not worse for that. */
export function buildOf(env: NodeJS.ProcessEnv): Build | null {
  try {
    return pipelineOf(env)?.build ?? null;
  } catch (error) {
    if (error instanceof SettingsError) return null;
    throw error;
  }
}

/**
 * The same with all that the service tells; null on a desk.
 *
 * @throws SettingsError `ERR_SETTINGS_ENVIRONMENT`, which names the variable, where one is missing or wrong
 */
export function pipelineOf(env: NodeJS.ProcessEnv): Pipeline | null {
  const found = Object.entries(services).find(([, { knownBy }]) => knownBy.some(([name, value]) => env[name] === value));
  if (found === undefined) return null;
  const [service, names] = found as [Service, ServiceNames];
  const told: Teller = list => list.map(name => ({ name, value: env[name] ?? '' })).find(({ value }) => value !== '');
  const event = told(names.event);
  const ref = told(names.ref);
  const refOfPull = refNumber(ref?.value);
  const isPull = names.pullRequestEvents.includes(event?.value ?? '') || (event === undefined && refOfPull !== undefined);
  const inFile = isPull ? pullInFile(told(names.eventFile)) : undefined;
  const repository = required(told(names.repository), service, names.repository, '`owner/name`', value => /^[^\s/]+\/[^\s/]+$/.test(value));
  const commit = inFile?.commit ?? required(told(names.commit), service, names.commit, 'a whole commit, 40 hexadecimal digits', value => /^([0-9a-f]{40}|[0-9a-f]{64})$/.test(value));
  const forge = forgeOf(told, names, repository);
  const onForgejo = env['FORGEJO_ACTIONS'] === 'true';
  const onBranch = ref === undefined ? told(names.tag) === undefined : !ref.value.startsWith('refs/tags/');
  return {
    build: {
      service, repository, commit,
      pullRequest: isPull ? inFile?.number ?? pullNumber(told(names.pullRequest), refOfPull, service, names) : null,
      branch: (isPull ? told(names.sourceBranch) : onBranch ? told(names.branch) : undefined)?.value ?? null,
      base: isPull ? told(names.targetBranch)?.value ?? null : null,
      link: linkOf(told, { ...names, run: onForgejo ? names.runOnForgejo ?? names.run : names.run }, forge, repository),
    },
    event: event?.value ?? null,
    tag: told(names.tag)?.value ?? /^refs\/tags\/(.+)$/.exec(ref?.value ?? '')?.[1] ?? null,
    defaultBranch: told(names.defaultBranch)?.value ?? inFile?.defaultBranch ?? null,
    forge,
    workspace: told(names.workspace)?.value ?? null,
  };
}

interface Told { readonly name: string; readonly value: string }
type Teller = (names: readonly string[]) => Told | undefined;

function required(told: Told | undefined, service: Service, names: readonly string[], what: string, fits: (value: string) => boolean): string {
  if (told === undefined) throw mistaken(names[0] ?? service, undefined, `is not set, although ${service} runs this step`, `Let the step have it: ${what}.`);
  if (!fits(told.value)) throw mistaken(told.name, told.value, `is not ${what}`, `${service} sets it itself: remove what sets it otherwise.`);
  return told.value;
}

function pullNumber(told: Told | undefined, ofRef: number | undefined, service: Service, names: ServiceNames): number {
  if (told === undefined && ofRef !== undefined) return ofRef;
  const sources = [...names.pullRequest, ...names.ref];
  return Number(required(told, service, sources, 'the number of the pull request', value => /^[1-9]\d{0,8}$/.test(value)));
}

function refNumber(ref = ''): number | undefined {
  const number = /^refs\/pull\/([1-9]\d{0,8})\/(head|merge)$/.exec(ref)?.[1];
  return number === undefined ? undefined : Number(number);
}

const eventFile = z.object({
  pull_request: z.object({ number: z.int().positive(), head: z.object({ sha: z.string().regex(/^([0-9a-f]{40}|[0-9a-f]{64})$/) }) }),
  repository: z.object({ default_branch: z.string().optional() }).optional(),
});

/** What ran may be a merge that nobody has pushed: the pull request's own commit is the one that can be fetched and told about. */
function pullInFile(told: Told | undefined): { number: number; commit: string; defaultBranch: string | undefined } | undefined {
  if (told === undefined) return undefined;
  let text: unknown;
  try {
    text = JSON.parse(readFileSync(told.value, 'utf8'));
  } catch (error) {
    throw mistaken(told.name, told.value, `names a file that cannot be read as JSON (${error instanceof SyntaxError ? 'it is none' : (error as NodeJS.ErrnoException).code ?? 'unknown'})`, 'Let the step see that file.');
  }
  const read = eventFile.safeParse(text);
  if (!read.success) throw mistaken(told.name, told.value, `names a file that tells of no pull request (${read.error.issues[0]?.path.join('.') ?? ''})`, 'Let the step see the file of its own event.');
  return { number: read.data.pull_request.number, commit: read.data.pull_request.head.sha, defaultBranch: read.data.repository?.default_branch };
}

function forgeOf(told: Teller, names: ServiceNames, repository: string): string | null {
  const whole = told(names.forge);
  if (whole !== undefined) return webAddress(whole).replace(/\/+$/, '');
  const link = told(names.repositoryLink);
  if (link === undefined) return null;
  const address = webAddress(link).replace(/(\.git)?\/*$/, '');
  return address.endsWith(`/${repository}`) ? address.slice(0, -repository.length - 1) : null;
}

function linkOf(told: Teller, names: ServiceNames, forge: string | null, repository: string): string | null {
  const link = told(names.link);
  if (link !== undefined) return webAddress(link);
  const run = told(names.run);
  return forge === null || run === undefined ? null : `${forge}/${repository}/actions/runs/${encodeURIComponent(run.value)}`;
}

/** It is written into comments and pages: an address of the web, and never a credential. */
function webAddress({ name, value }: Told): string {
  const plain = withoutCredentials(value);
  if (!URL.canParse(plain) || !['http:', 'https:'].includes(new URL(plain).protocol)) throw mistaken(name, plain, 'is no address that begins with http:// or https://', 'Correct it where the service is set up.');
  return plain;
}

function mistaken(key: string, value: string | undefined, what: string, wayOut: string): SettingsError {
  const shown = value === undefined ? key : `${key}="${value.slice(0, 200)}"`;
  return new SettingsError('ERR_SETTINGS_ENVIRONMENT', [{ file: 'environment', key, value, what: `${shown} ${what}.`, wayOut }]);
}
