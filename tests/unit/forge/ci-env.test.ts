/** Given the environment of a step, as each service documents it, when the build is read, then it is that build, and what is wrong is named. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { buildOf, pipelineOf } from '../../../harness/forge/ci-env.ts';
import { drone, giteaActions, giteaEvent, woodpecker } from './ci-samples.ts';

const sha = drone.pullRequest.DRONE_COMMIT_SHA;
const folders: string[] = [];
afterEach(() => { for (const folder of folders.splice(0)) rmSync(folder, { recursive: true }); });

function eventFile(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'event-'));
  folders.push(folder);
  writeFileSync(join(folder, 'event.json'), text);
  return join(folder, 'event.json');
}

/** What is told when a build cannot be read. */
function refused(env: NodeJS.ProcessEnv): string {
  try {
    pipelineOf(env);
  } catch (error) {
    expect(error).toMatchObject({ code: 'ERR_SETTINGS_ENVIRONMENT', fault: 'user' });
    expect(buildOf(env), 'for results it is no build').toBeNull();
    return (error as Error).message;
  }
  throw new Error('it was taken');
}

test('a desk is no build', () => {
  expect(buildOf({})).toBeNull();
  expect(buildOf({ CI: 'true', DRONE: '' })).toBeNull();
  expect(pipelineOf({ CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_REPOSITORY: 'us/ghost' }), 'GitHub is none of the three').toBeNull();
});

describe('Drone', () => {
  test('a pull request', () => {
    expect(pipelineOf(drone.pullRequest)).toEqual({
      build: {
        service: 'drone', repository: 'coop-cloud/ghost', pullRequest: 42, branch: 'newer-ghost', base: 'main', commit: sha,
        link: 'https://build.example.org/coop-cloud/ghost/118',
      },
      event: 'pull_request', tag: null, defaultBranch: 'main', forge: 'https://git.example.org', workspace: '/drone/src',
    });
  });

  test('a push', () => {
    expect(buildOf(drone.push)).toEqual({ service: 'drone', repository: 'coop-cloud/ghost', pullRequest: null, branch: 'main', base: null, commit: sha, link: 'https://build.example.org/coop-cloud/ghost/117' });
  });

  test('a tag stands on no branch', () => {
    expect(pipelineOf(drone.tag)).toMatchObject({ build: { branch: null, base: null, pullRequest: null }, tag: '1.2.0+6.43.1' });
  });

  test('a forge that is served below a path, and one that is told by its clone URL with a credential in it', () => {
    expect(pipelineOf({ ...drone.push, DRONE_REPO_LINK: 'https://example.org/git/coop-cloud/ghost' })?.forge).toBe('https://example.org/git');
    expect(pipelineOf({ ...drone.push, DRONE_REPO_LINK: '', DRONE_GIT_HTTP_URL: 'https://robot:s3cret@git.example.org/coop-cloud/ghost.git' })?.forge).toBe('https://git.example.org');
    expect(pipelineOf({ ...drone.push, DRONE_REPO_LINK: 'https://git.example.org/elsewhere' })?.forge).toBeNull();
  });

  test.each([
    ['no repository', { DRONE_REPO: '' }, 'DRONE_REPO is not set, although drone runs this step.'],
    ['a repository without owner', { DRONE_REPO: 'ghost' }, 'DRONE_REPO="ghost" is not `owner/name`.'],
    ['half a commit', { DRONE_COMMIT_SHA: 'abc123' }, 'DRONE_COMMIT_SHA="abc123" is not a whole commit, 40 hexadecimal digits.'],
    ['no commit', { DRONE_COMMIT_SHA: undefined, DRONE_COMMIT: undefined, DRONE_COMMIT_AFTER: undefined }, 'DRONE_COMMIT_SHA is not set'],
    ['a pull request that is no number', { DRONE_PULL_REQUEST: '42; rm' }, 'DRONE_PULL_REQUEST="42; rm" is not the number of the pull request.'],
    ['a pull request without number', { DRONE_PULL_REQUEST: '', DRONE_COMMIT_REF: '' }, 'DRONE_PULL_REQUEST is not set'],
    ['a link that runs script', { DRONE_BUILD_LINK: 'javascript:alert(1)' }, 'DRONE_BUILD_LINK="javascript:alert(1)" is no address'],
  ])('%s is told by its name', (_, change, message) => {
    expect(refused({ ...drone.pullRequest, ...change })).toContain(`environment: ${message}`);
  });

  test('the number is also told by the ref', () => {
    expect(buildOf({ ...drone.pullRequest, DRONE_PULL_REQUEST: '' })?.pullRequest).toBe(42);
  });

  test('a credential in the link goes nowhere', () => {
    expect(buildOf({ ...drone.push, DRONE_BUILD_LINK: 'https://me:pass@build.example.org/1' })?.link).toBe('https://build.example.org/1');
  });
});

describe('Woodpecker', () => {
  test('a pull request, and Drone\'s names beside its own', () => {
    expect(pipelineOf({ DRONE: 'true', DRONE_REPO: 'wrong', ...woodpecker.pullRequest })).toEqual({
      build: {
        service: 'woodpecker', repository: 'coop-cloud/ghost', pullRequest: 42, branch: 'newer-ghost', base: 'main', commit: sha,
        link: 'https://ci.example.org/repos/7/pipeline/118',
      },
      event: 'pull_request', tag: null, defaultBranch: 'main', forge: 'https://git.example.org', workspace: '/woodpecker/src/git.example.org/coop-cloud/ghost',
    });
  });

  test('a push', () => {
    expect(buildOf(woodpecker.push)).toMatchObject({ pullRequest: null, branch: 'main', base: null });
  });

  test('a pull request without number is told', () => {
    expect(refused({ ...woodpecker.pullRequest, CI_COMMIT_PULL_REQUEST: '', CI_COMMIT_REF: '' })).toContain('CI_COMMIT_PULL_REQUEST is not set');
  });
});

describe('Gitea Actions', () => {
  test('a pull request is told with its own commit, not with the merge that was made for the run', () => {
    expect(pipelineOf({ ...giteaActions.pullRequest, GITHUB_EVENT_PATH: eventFile(JSON.stringify(giteaEvent)) })).toEqual({
      build: {
        service: 'gitea-actions', repository: 'coop-cloud/ghost', pullRequest: 42, branch: 'newer-ghost', base: 'main', commit: sha,
        link: 'https://git.example.org/coop-cloud/ghost/actions/runs/118',
      },
      event: 'pull_request', tag: null, defaultBranch: 'main', forge: 'https://git.example.org', workspace: '/workspace/coop-cloud/ghost',
    });
  });

  test("Forgejo's page of a run is named by its number in the repository", () => {
    expect(buildOf({ ...giteaActions.push, FORGEJO_ACTIONS: 'true' })?.link).toBe('https://git.example.org/coop-cloud/ghost/actions/runs/9');
  });

  test.each(['refs/pull/42/head', 'refs/pull/42/merge'])('without that file its number is in %s', ref => {
    expect(buildOf({ ...giteaActions.pullRequest, GITHUB_EVENT_PATH: '', GITHUB_REF: ref })?.pullRequest).toBe(42);
  });

  test('a push, and a tag', () => {
    expect(buildOf(giteaActions.push)).toMatchObject({ pullRequest: null, branch: 'main', base: null, commit: sha });
    expect(pipelineOf({ ...giteaActions.push, GITHUB_REF: 'refs/tags/1.2.0+6.43.1', GITHUB_REF_NAME: '1.2.0+6.43.1' })).toMatchObject({ build: { branch: null }, tag: '1.2.0+6.43.1' });
  });

  test('a file that cannot be read, that is no JSON, or that tells of no pull request, is named', () => {
    expect(refused({ ...giteaActions.pullRequest, GITHUB_EVENT_PATH: '/nowhere/event.json' })).toContain('GITHUB_EVENT_PATH="/nowhere/event.json" names a file that cannot be read as JSON (ENOENT)');
    expect(refused({ ...giteaActions.pullRequest, GITHUB_EVENT_PATH: eventFile('{') })).toContain('(it is none)');
    expect(refused({ ...giteaActions.pullRequest, GITHUB_EVENT_PATH: eventFile('{"pull_request":{"number":"42"}}') })).toContain('tells of no pull request (pull_request.number)');
  });
});
