/** What a step finds in its environment, as the services document it. */
const sha = '7fd1a60b01f91b314f59955a4e4d4e80d8edf11d';

const droneAlways = {
  CI: 'true', DRONE: 'true', DRONE_REPO: 'coop-cloud/ghost', DRONE_REPO_NAME: 'ghost', DRONE_REPO_OWNER: 'coop-cloud', DRONE_REPO_BRANCH: 'main',
  DRONE_REPO_LINK: 'https://git.example.org/coop-cloud/ghost', DRONE_GIT_HTTP_URL: 'https://git.example.org/coop-cloud/ghost.git',
  DRONE_COMMIT: sha, DRONE_COMMIT_SHA: sha, DRONE_COMMIT_AFTER: sha, DRONE_COMMIT_BRANCH: 'main', DRONE_BRANCH: 'main',
  DRONE_COMMIT_MESSAGE: 'Take ghost 6.43', DRONE_WORKSPACE: '/drone/src', DRONE_SYSTEM_HOST: 'build.example.org',
};

export const drone = {
  pullRequest: {
    ...droneAlways, DRONE_BUILD_EVENT: 'pull_request', DRONE_PULL_REQUEST: '42', DRONE_COMMIT_REF: 'refs/pull/42/head',
    DRONE_SOURCE_BRANCH: 'newer-ghost', DRONE_TARGET_BRANCH: 'main', DRONE_BUILD_LINK: 'https://build.example.org/coop-cloud/ghost/118',
  },
  push: {
    ...droneAlways, DRONE_BUILD_EVENT: 'push', DRONE_COMMIT_REF: 'refs/heads/main', DRONE_SOURCE_BRANCH: 'main', DRONE_TARGET_BRANCH: 'main',
    DRONE_BUILD_LINK: 'https://build.example.org/coop-cloud/ghost/117',
  },
  tag: { ...droneAlways, DRONE_BUILD_EVENT: 'tag', DRONE_COMMIT_REF: 'refs/tags/1.2.0+6.43.1', DRONE_TAG: '1.2.0+6.43.1', DRONE_BUILD_LINK: 'https://build.example.org/coop-cloud/ghost/119' },
};

const woodpeckerAlways = {
  CI: 'woodpecker', CI_REPO: 'coop-cloud/ghost', CI_REPO_OWNER: 'coop-cloud', CI_REPO_NAME: 'ghost', CI_REPO_URL: 'https://git.example.org/coop-cloud/ghost',
  CI_REPO_CLONE_URL: 'https://git.example.org/coop-cloud/ghost.git', CI_REPO_DEFAULT_BRANCH: 'main', CI_COMMIT_SHA: sha, CI_FORGE_TYPE: 'gitea',
  CI_FORGE_URL: 'https://git.example.org', CI_PIPELINE_URL: 'https://ci.example.org/repos/7/pipeline/118',
  CI_PIPELINE_FORGE_URL: 'https://git.example.org/coop-cloud/ghost/pulls/42', CI_WORKSPACE: '/woodpecker/src/git.example.org/coop-cloud/ghost',
};

export const woodpecker = {
  pullRequest: {
    ...woodpeckerAlways, CI_PIPELINE_EVENT: 'pull_request', CI_COMMIT_PULL_REQUEST: '42', CI_COMMIT_REF: 'refs/pull/42/head', CI_COMMIT_BRANCH: 'main',
    CI_COMMIT_SOURCE_BRANCH: 'newer-ghost', CI_COMMIT_TARGET_BRANCH: 'main',
  },
  push: { ...woodpeckerAlways, CI_PIPELINE_EVENT: 'push', CI_COMMIT_REF: 'refs/heads/main', CI_COMMIT_BRANCH: 'main', CI_COMMIT_PULL_REQUEST: '' },
};

const giteaAlways = {
  CI: 'true', GITHUB_ACTIONS: 'true', GITEA_ACTIONS: 'true', GITHUB_REPOSITORY: 'coop-cloud/ghost', GITHUB_REPOSITORY_OWNER: 'coop-cloud',
  GITHUB_SERVER_URL: 'https://git.example.org', GITHUB_API_URL: 'https://git.example.org/api/v1', GITHUB_RUN_ID: '118', GITHUB_RUN_NUMBER: '9',
  GITHUB_WORKSPACE: '/workspace/coop-cloud/ghost', GITHUB_TOKEN: 'not-read-here',
};

export const giteaActions = {
  pullRequest: {
    ...giteaAlways, GITHUB_EVENT_NAME: 'pull_request', GITHUB_REF: 'refs/pull/42/head', GITHUB_REF_NAME: '42/head', GITHUB_SHA: 'c0ffee0b01f91b314f59955a4e4d4e80d8edf11d',
    GITHUB_HEAD_REF: 'newer-ghost', GITHUB_BASE_REF: 'main',
  },
  push: { ...giteaAlways, GITHUB_EVENT_NAME: 'push', GITHUB_REF: 'refs/heads/main', GITHUB_REF_NAME: 'main', GITHUB_REF_TYPE: 'branch', GITHUB_SHA: sha, GITHUB_HEAD_REF: '', GITHUB_BASE_REF: '' },
};

/** Of the file that GITHUB_EVENT_PATH names. */
export const giteaEvent = {
  action: 'synchronized', number: 42,
  pull_request: { number: 42, head: { ref: 'newer-ghost', sha }, base: { ref: 'main', sha: 'ba5e000b01f91b314f59955a4e4d4e80d8edf11d' } },
  repository: { full_name: 'coop-cloud/ghost', default_branch: 'main' },
};
