/** By which names the services that run pipelines tell a step of its build: one table each. */
import type { Results } from '../report/results-schema.ts';

export type Service = NonNullable<Results['build']>['service'];

/** Names of variables for one fact; the first that is set counts. */
type Names = readonly string[];

export interface ServiceNames {
  /** Set to one of these values where the service runs the step. */
  readonly knownBy: readonly (readonly [name: string, value: string])[];
  /** `owner/name`. */
  readonly repository: Names;
  readonly commit: Names;
  readonly event: Names;
  /** The events that are about a pull request. */
  readonly pullRequestEvents: readonly string[];
  /** Its number alone. */
  readonly pullRequest: Names;
  /** Holds `refs/pull/<number>/…` for a pull request. */
  readonly ref: Names;
  /** A file with the event as JSON, in which a pull request is told with its number and its own newest commit. */
  readonly eventFile: Names;
  /** Of a push. */
  readonly branch: Names;
  readonly sourceBranch: Names;
  readonly targetBranch: Names;
  readonly defaultBranch: Names;
  readonly tag: Names;
  /** Of the build. */
  readonly link: Names;
  /** Where the link is told in parts: the forge, the repository and this number make it. Gitea's pages are named so from 1.26 on. */
  readonly run: Names;
  /** Forgejo numbers the pages of runs by repository, as Gitea did before 1.26. */
  readonly runOnForgejo?: Names;
  /** The forge itself. */
  readonly forge: Names;
  /** The repository on the forge, or its clone URL: what stands before `owner/name` is the forge. */
  readonly repositoryLink: Names;
  /** Where the repository is checked out. */
  readonly workspace: Names;
}

export const services: Readonly<Record<Service, ServiceNames>> = {
  // Before Drone: it has set Drone's own names as well, for plugins that were written for that.
  woodpecker: {
    knownBy: [['CI', 'woodpecker'], ['CI_SYSTEM_NAME', 'woodpecker']],
    repository: ['CI_REPO'],
    commit: ['CI_COMMIT_SHA'],
    event: ['CI_PIPELINE_EVENT', 'CI_BUILD_EVENT'],
    pullRequestEvents: ['pull_request', 'pull_request_closed', 'pull_request_metadata'],
    pullRequest: ['CI_COMMIT_PULL_REQUEST'],
    ref: ['CI_COMMIT_REF'],
    eventFile: [],
    branch: ['CI_COMMIT_BRANCH'],
    sourceBranch: ['CI_COMMIT_SOURCE_BRANCH'],
    targetBranch: ['CI_COMMIT_TARGET_BRANCH'],
    defaultBranch: ['CI_REPO_DEFAULT_BRANCH'],
    tag: ['CI_COMMIT_TAG'],
    link: ['CI_PIPELINE_URL', 'CI_PIPELINE_LINK', 'CI_BUILD_LINK'],
    run: [],
    forge: ['CI_FORGE_URL'],
    repositoryLink: ['CI_REPO_URL', 'CI_REPO_LINK', 'CI_REPO_CLONE_URL'],
    workspace: ['CI_WORKSPACE'],
  },
  drone: {
    knownBy: [['DRONE', 'true']],
    repository: ['DRONE_REPO'],
    commit: ['DRONE_COMMIT_SHA', 'DRONE_COMMIT', 'DRONE_COMMIT_AFTER'],
    event: ['DRONE_BUILD_EVENT'],
    pullRequestEvents: ['pull_request'],
    pullRequest: ['DRONE_PULL_REQUEST'],
    ref: ['DRONE_COMMIT_REF'],
    eventFile: [],
    branch: ['DRONE_BRANCH', 'DRONE_COMMIT_BRANCH'],
    sourceBranch: ['DRONE_SOURCE_BRANCH'],
    targetBranch: ['DRONE_TARGET_BRANCH', 'DRONE_BRANCH', 'DRONE_COMMIT_BRANCH'],
    defaultBranch: ['DRONE_REPO_BRANCH'],
    tag: ['DRONE_TAG'],
    link: ['DRONE_BUILD_LINK'],
    run: [],
    forge: [],
    repositoryLink: ['DRONE_REPO_LINK', 'DRONE_GIT_HTTP_URL', 'DRONE_REMOTE_URL'],
    workspace: ['DRONE_WORKSPACE'],
  },
  'gitea-actions': {
    knownBy: [['GITEA_ACTIONS', 'true'], ['FORGEJO_ACTIONS', 'true']],
    repository: ['GITHUB_REPOSITORY'],
    commit: ['GITHUB_SHA'],
    event: ['GITHUB_EVENT_NAME'],
    pullRequestEvents: ['pull_request', 'pull_request_target', 'pull_request_sync'],
    pullRequest: [],
    ref: ['GITHUB_REF'],
    eventFile: ['GITHUB_EVENT_PATH'],
    branch: ['GITHUB_REF_NAME'],
    sourceBranch: ['GITHUB_HEAD_REF'],
    targetBranch: ['GITHUB_BASE_REF'],
    defaultBranch: [],
    tag: [],
    link: [],
    run: ['GITHUB_RUN_ID'],
    runOnForgejo: ['GITHUB_RUN_NUMBER'],
    forge: ['GITHUB_SERVER_URL'],
    repositoryLink: [],
    workspace: ['GITHUB_WORKSPACE'],
  },
};
