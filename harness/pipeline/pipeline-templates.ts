/** The files as their services take them; branch and commands are put in later. */
import type { Service } from '../forge/ci-names.ts';

export interface Template {
  readonly text: string;
  /** Where the branch's name goes. */
  readonly branches: readonly (readonly (string | number)[])[];
  /** Where the commands go. */
  readonly commands: readonly (string | number)[];
}

const token = (service: Service, indent: string): string => [
  "# Lets the step set the commit's status and write its comment. Make it on the forge, for a user of its own that may write to this",
  '# repository (scopes read:user, write:issue and write:repository), and store it as forge_token',
  ...secret[service],
].join(`\n${indent}`);
/** Whom each service hands a secret: with two of them it is all pull requests or none. */
const secret: Readonly<Record<Service, readonly string[]>> = {
  'drone': [
    "# in the repository's settings on Drone, with pull requests allowed: it does not get there else. Pull requests from forks are then",
    '# given it as well, and bring their own version of this file: let the same settings ignore forks.',
  ],
  'woodpecker': [
    "# in the repository's settings on Woodpecker, for the events push and pull_request. Pull requests from forks are then given it as",
    '# well, and bring their own version of this file: let the project require approval for forks.',
  ],
  'gitea-actions': [
    "# among the repository's secrets for Actions. A pull request from a fork is not given it: it is tested all the same, and what the",
    '# comment would say is in the log.',
  ],
};

const state = (indent: string): string => [
  "# Outlives a build: what a killed one has left is found here, and each branch's last results, which pull requests are compared",
  '# with. Make the folder once, for the user who runs the step.',
].join(`\n${indent}`);

const artefacts = (indent: string): string => [
  '# Leaves recipe-harness-artefacts/<recipe>/ beside the tests: report, results, card, badge, JUnit, traces of what failed.',
  '# Its exit code is the run\'s own: 1 is the recipe\'s fault, 2 yours, 3 the environment\'s, 4 the harness\'s.',
].join(`\n${indent}`);
const once = '# One build of this repository at a time: recipes with ports of their own, and the memory of the server, are not shared. What several\n# repositories share is limited at the runner: its capacity is one.';
const host = (indent: string): string => [
  '# Runs on the machine itself, without any isolation. A pull request brings its own version of this file, which can then do there',
  '# what the user of the runner can: let the server build none from strangers (forks) that nobody has looked at.',
].join(`\n${indent}`);
const image = '# An image with Node 22.19 or newer, git, chromium, abra and the docker command (docs/ci.md shows how to make one).';
const socket = "# Only where harness.toml names the engine of this machine; with ssh:// leave it out. Who holds it is root.";
const killed = '# A cancelled build takes its container along, and with it what clears up: the next run removes what was left.';

const droneHead = (type: string, about: string): string => `# Written by \`npx recipe-harness drone\`.
kind: pipeline
type: ${type}
${about}
name: recipe

${once}
concurrency:
  limit: 1

trigger:
  event:
    - push
    - pull_request
  # Pull requests for it, and pushes to it.
  branch:
    - main
`;

const droneExec = `${droneHead('exec', host(''))}
platform:
  os: linux
  # That of the runner.
  arch: amd64

steps:
  - name: test
    environment:
      ${token('drone', '      ')}
      HARNESS_FORGE_TOKEN:
        from_secret: forge_token
      ${state('      ')}
      RECIPE_HARNESS_STATE: /var/lib/recipe-harness
    # Node 22.19 or newer must be on the PATH of the runner.
    ${artefacts('    ')}
    commands: []
`;

const droneDocker = `${droneHead('docker', killed)}
steps:
  - name: test
    ${image}
    image: recipe-harness
    pull: if-not-exists
    environment:
      ${token('drone', '      ')}
      HARNESS_FORGE_TOKEN:
        from_secret: forge_token
      RECIPE_HARNESS_STATE: /var/lib/recipe-harness
    volumes:
      - name: state
        path: /var/lib/recipe-harness
      - name: engine
        path: /var/run/docker.sock
    ${artefacts('    ')}
    commands: []

# Folders of the machine: an administrator of Drone must mark the repository as trusted.
volumes:
  ${state('  ')}
  - name: state
    host:
      path: /var/lib/recipe-harness
  ${socket}
  - name: engine
    host:
      path: /var/run/docker.sock
`;

const woodpeckerHead = `# Written by \`npx recipe-harness drone --woodpecker\`.
${once}
# Woodpecker says that at the agent: WOODPECKER_MAX_WORKFLOWS=1.
when:
  - event:
      - push
      - pull_request
    # Pull requests for it, and pushes to it.
    branch: main
`;

const woodpeckerExec = `${woodpeckerHead}
${host('')}
labels:
  backend: local

steps:
  - name: test
    # Here it is the shell. Node 22.19 or newer must be on the PATH of the agent.
    image: bash
    environment:
      ${token('woodpecker', '      ')}
      HARNESS_FORGE_TOKEN:
        from_secret: forge_token
      ${state('      ')}
      RECIPE_HARNESS_STATE: /var/lib/recipe-harness
    ${artefacts('    ')}
    commands: []
`;

const woodpeckerDocker = `${woodpeckerHead}
${killed}
steps:
  - name: test
    ${image}
    image: recipe-harness
    environment:
      ${token('woodpecker', '      ')}
      HARNESS_FORGE_TOKEN:
        from_secret: forge_token
      RECIPE_HARNESS_STATE: /var/lib/recipe-harness
    # Folders of the machine: an administrator of Woodpecker must mark the repository as trusted for volumes.
    volumes:
      ${state('      ')}
      - /var/lib/recipe-harness:/var/lib/recipe-harness
      ${socket}
      - /var/run/docker.sock:/var/run/docker.sock
    ${artefacts('    ')}
    commands: []
`;

const giteaHead = `# Written by \`npx recipe-harness drone --gitea-actions\`.
name: recipe

on:
  push:
    branches:
      - main
  pull_request:
    branches:
      - main

${once}
# Gitea knows this from 1.26 on, a Forgejo may not.
concurrency:
  group: recipe-harness
  cancel-in-progress: false
`;

const giteaSteps = `    steps:
      - name: test
        # In place of the runner's own, which need not be bash.
        shell: bash
        env:
          ${token('gitea-actions', '          ')}
          HARNESS_FORGE_TOKEN: \${{ secrets.forge_token }}
          RECIPE_HARNESS_STATE: /var/lib/recipe-harness
        ${artefacts('        ')}
        run: ""
`;

const giteaExec = `${giteaHead}
jobs:
  test:
    ${host('    ')}
    # A label of the runner, registered as recipe-harness:host. Node 22.19 or newer must be on its PATH.
    # ${state('    ').slice(2)}
    runs-on: recipe-harness
${giteaSteps}`;

const giteaDocker = `${giteaHead}
jobs:
  test:
    # A label of a runner that uses Docker.
    runs-on: ubuntu-latest
    ${killed}
    container:
      ${image}
      image: recipe-harness
      # Folders of the machine: the runner's config must name them under container.valid_volumes.
      volumes:
        ${state('        ')}
        - /var/lib/recipe-harness:/var/lib/recipe-harness
        ${socket}
        - /var/run/docker.sock:/var/run/docker.sock
${giteaSteps}`;

const drone = { branches: [['trigger', 'branch', 0]], commands: ['steps', 0, 'commands'] };
const woodpecker = { branches: [['when', 0, 'branch']], commands: ['steps', 0, 'commands'] };
const gitea = { branches: [['on', 'push', 'branches', 0], ['on', 'pull_request', 'branches', 0]], commands: ['jobs', 'test', 'steps', 0, 'run'] };

export const templates: Readonly<Record<Service, Readonly<Record<'exec' | 'docker', Template>>>> = {
  drone: { exec: { text: droneExec, ...drone }, docker: { text: droneDocker, ...drone } },
  woodpecker: { exec: { text: woodpeckerExec, ...woodpecker }, docker: { text: woodpeckerDocker, ...woodpecker } },
  'gitea-actions': { exec: { text: giteaExec, ...gitea }, docker: { text: giteaDocker, ...gitea } },
};
