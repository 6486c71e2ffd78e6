/** Another app on the same server, backed up by the same bot just before: its hook may reach what it should not. */
import { execa } from 'execa';
import { backupBot } from '../../harness/abra/facts.ts';
import { silent } from '../../harness/progress.ts';
import { purgeStack } from '../../harness/swarm/purge.ts';
import { labEngine, labTarget } from '../lab/lab.ts';

const stack = 'neighbour';

/** Pre-hooks, run in the neighbour's container, which has mounted the bot's own repository. */
export const sound = 'ls /repository/restic/keys';
export const breaksTheBot = 'mv /repository/restic/keys /repository/restic/keys.away';

const compose = (hook: string) => JSON.stringify({
  version: '3.8',
  services: {
    app: {
      image: 'lab/nginx:1.26.3',
      volumes: ['repository:/repository', 'own:/own'],
      networks: ['bridge'],
      stop_grace_period: '1s',
      deploy: { labels: { 'backupbot.backup': 'true', 'backupbot.backup.volumes.repository': 'false', 'backupbot.backup.pre-hook': hook } },
    },
  },
  networks: { bridge: { external: true, name: 'bridge' } },
  volumes: { own: {}, repository: { external: true, name: 'backup-bot_backups' } },
});

/** Deploys it and has it backed up once; leaving the block mends the bot and removes it. */
export async function otherApp(hook: string): Promise<AsyncDisposable> {
  const engine = await labEngine();
  const docker = (args: string[], input?: string) => execa('/usr/bin/docker', ['--host', labTarget().docker, ...args], input === undefined ? { stdin: 'ignore' } : { input });
  await docker(['stack', 'deploy', '--resolve-image', 'never', '--compose-file', '-', stack], compose(hook));
  const neighbour = await engine.runningContainer(stack, 'app');
  const bot = await engine.containerByServiceLabel(backupBot.enabledLabel);
  if (!bot) throw new Error('the lab has no backup bot');
  const { stdout } = await engine.exec(bot, ['backup', '--host', stack, 'create']);
  console.log(`the neighbour's backup: ${stdout.trim().split('\n').at(-1) ?? ''}`);
  return {
    async [Symbol.asyncDispose]() {
      await engine.exec(neighbour, ['sh', '-c', 'if [ -d /repository/restic/keys.away ]; then mv /repository/restic/keys.away /repository/restic/keys; fi']);
      await purgeStack(engine, stack, { volumes: true, secrets: true, configs: true }, silent);
      engine.close();
    },
  };
}
