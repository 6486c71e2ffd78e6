/** One planted fault each, for the upgrade: the earlier release is sound, and the head is broken in one line. */
import { greeting, nginx, type PlantedFault, secret, shell } from './planted-fault.ts';

const twoVolumes = { line: 'content:', becomes: 'content:\npages:' };
const nginxFile = (text: string) => ({
  base: [
    { line: 'stop_grace_period: 1s', becomes: 'stop_grace_period: 1s\nconfigs:\n  - source: page\n    target: /etc/page.txt' },
    { line: 'version: "3.8"', becomes: 'version: "3.8"\n\nconfigs:\n  page:\n    name: ${STACK_NAME}_page_${PAGE_VERSION}\n    file: page.txt' },
    { file: 'abra.sh', line: '# Nothing is exported yet.', becomes: 'export PAGE_VERSION=v1' },
    { file: 'page.txt', line: '', becomes: 'the first page' },
  ],
  ground: [{ file: 'page.txt', line: 'the first page', becomes: text }, { file: 'abra.sh', line: 'export PAGE_VERSION=v1', becomes: 'export PAGE_VERSION=v2' }],
});

export const upgradeFaults: readonly PlantedFault[] = [
  {
    name: 'rolled-back', what: 'an update that swarm rolls back while the old task goes on serving',
    sound: nginx, broken: shell('echo cannot read the old store >&2; sleep 0.2; exit 7'),
    verdict: {
      code: 'ERR_UPDATE_ROLLED_BACK', fault: 'recipe', service: 'app', line: /cannot read the old store/, withinSeconds: 15,
      message: /^The update of app (is being|was) rolled back by swarm: the new task exited with 7\. What runs is the old version\.$/,
    },
  },
  {
    name: 'paused', what: 'an update that swarm leaves paused', base: [{ line: 'failure_action: rollback', becomes: 'failure_action: pause' }],
    sound: nginx, broken: shell('echo cannot read the old store >&2; sleep 0.2; exit 7'),
    verdict: { code: 'ERR_UPDATE_PAUSED', fault: 'recipe', service: 'app', line: /cannot read the old store/, message: /^The update of app is paused: a new task failed/, withinSeconds: 15 },
  },
  {
    name: 'renamed-volume', what: 'an upgrade that loses its volume', ground: [twoVolumes],
    sound: '- content:/usr/share/nginx/html', broken: '- pages:/usr/share/nginx/html',
    verdict: { code: 'ERR_DATA_LOST', fault: 'recipe', message: /^The record "\/usr\/share\/nginx\/html\/witness-\w+\.txt" of renamed-volume is gone after the upgrade\.$/, wayOut: /volumes/, detail: /seen: {3}absent/ },
  },
  {
    name: 'new-manual-secret', what: 'a new secret that only a person can give', ground: secret,
    file: '.env.sample', sound: 'SECRET_TOKEN_VERSION=v1', broken: 'SECRET_TOKEN_VERSION=v1 # generate=false',
    verdict: { code: 'ERR_SECRET_MISSING', fault: 'user', message: /new-manual-secret\.toml: secrets has no token/, wayOut: /\[secrets\]/ },
  },
  {
    name: 'new-env-key', what: 'a new required value that .env.sample does not give', ground: greeting,
    file: '.env.sample', sound: 'GREETING=hello', broken: '#GREETING=hello',
    verdict: { code: 'ERR_ENV_MISSING', fault: 'user', message: /new-env-key\.toml: GREETING has no value, and the compose file insists on one/, wayOut: /\[env\]/ },
  },
  {
    name: 'config-kept', what: 'a config with new content under its old name', ...nginxFile('the second page'),
    file: 'abra.sh', sound: 'export PAGE_VERSION=v2', broken: 'export PAGE_VERSION=v1',
    verdict: { code: 'ERR_ABRA_FAILED', fault: 'recipe', message: /only updates to Labels are allowed/, wayOut: /abra\.sh/ },
  },
  {
    name: 'unhealthy-head', what: 'a head that never gets healthy, and is rolled back',
    sound: 'test: ["CMD", "curl", "-fsS", "-o", "/dev/null", "http://localhost/"]',
    broken: 'test: ["CMD", "curl", "-fsS", "-o", "/dev/null", "http://localhost/no-such-page"]',
    verdict: {
      code: 'ERR_UPDATE_ROLLED_BACK', fault: 'recipe', service: 'app', line: /GET \/no-such-page HTTP\/1.1" 404/, withinSeconds: 20,
      message: /^The update of app (is being|was) rolled back by swarm: the new task was stopped by its health check\./,
    },
  },
];
