/** Releases of a recipe: tags `x.y.z+upstream`, their order, and which of them an upgrade starts from. */
import semver from 'semver';
import { nearest } from '../settings/nearest.ts';
import { RecipeError } from './recipe-error.ts';

export interface Release {
  /** Such as `1.2.0+5.87.1`. */
  tag: string;
  /** False for a lightweight tag, which abra deploys only with chaos. */
  annotated: boolean;
  commit: string;
}

interface Version { own: string; upstream: string }

/** The recipe's own `x.y.z` and the upstream part, which need not be semantic; undefined for what is no release. */
export function parseVersion(text: string): Version | undefined {
  const match = /^(\d+\.\d+\.\d+)\+(\S+)$/.exec(text);
  return match?.[1] !== undefined && match[2] !== undefined && semver.valid(match[1]) !== null ? { own: match[1], upstream: match[2] } : undefined;
}

/** Order of two versions: by the recipe's own part, and only in a tie by the upstream part, numbers as numbers. */
export function compareVersions(a: Version, b: Version): number {
  return semver.compare(a.own, b.own) || a.upstream.localeCompare(b.upstream, 'en', { numeric: true });
}

/** Oldest first; tags that are no releases are left out. */
export function sortReleases(releases: readonly Release[]): Release[] {
  return releases
    .flatMap(release => {
      const version = parseVersion(release.tag);
      return version === undefined ? [] : [{ release, version }];
    })
    .sort((a, b) => compareVersions(a.version, b.version))
    .map(({ release }) => release);
}

/**
 * The release that an upgrade to the head starts from, with the reason; undefined when there is none.
 *
 * @param releases oldest first
 * @throws RecipeError `ERR_RELEASE_UNKNOWN` when `from` names none.
 */
export function previousRelease(releases: readonly Release[], head: { commit: string; version: string | undefined }, from?: string): { release: Release; reason: string } | undefined {
  if (from !== undefined) {
    const release = releases.find(candidate => candidate.tag === from);
    if (release === undefined) throw unknownRelease(from, releases);
    return { release, reason: `${from} was asked for` };
  }
  const version = head.version === undefined ? undefined : parseVersion(head.version);
  if (version === undefined) {
    const release = releases.findLast(candidate => candidate.commit !== head.commit);
    const why = head.version === undefined ? 'carries no version label' : `carries the version label "${head.version}", which is no x.y.z+upstream`;
    return release && { release, reason: `newest release other than the head itself, which ${why}` };
  }
  const below = releases.filter(candidate => {
    const own = parseVersion(candidate.tag);
    return own !== undefined && compareVersions(own, version) < 0;
  });
  const release = below.at(-1);
  return release && { release, reason: `newest release below ${head.version ?? ''}, the version label of the head` };
}

function unknownRelease(from: string, releases: readonly Release[]): RecipeError {
  const tags = releases.map(release => release.tag);
  const near = nearest(from, tags);
  return new RecipeError({
    code: 'ERR_RELEASE_UNKNOWN', fault: 'user', message: `There is no release "${from}" to upgrade from.`,
    wayOut: tags.length === 0 ? 'The recipe has no release tags: leave the upgrade out.' : `Name one of: ${(near.length > 0 ? near : tags.slice(-5)).join(', ')}.`,
    facts: { from, releases: tags },
  });
}
