/** Given a server whose backup bot is absent or broken, when a sound recipe is proved, then the environment is blamed, and nothing is left. */
import { expect, test } from '@playwright/test';
import { deployBot } from '../../lab/bot/deploy.ts';
import { readLab } from '../../lab/state.ts';
import { purgeStack } from '../../harness/swarm/purge.ts';
import { silent } from '../../harness/progress.ts';
import { labEngine, labFolder } from '../lab/lab.ts';
import { breaksTheBot, otherApp, sound } from './other-app.ts';
import { backupVerdict, green } from './verdict.ts';

test.describe.configure({ mode: 'default' });

const environment = { exitCode: 3, word: 'red', fault: 'environment', others: [] };

test.afterEach(async () => {
  await deployBot(readLab(labFolder()));
});

test('no backup bot on the server', async () => {
  const engine = await labEngine();
  await purgeStack(engine, 'backup-bot', { volumes: true, secrets: true, configs: true }, silent);
  engine.close();
  const problem = {
    code: 'ERR_NO_BACKUP_BOT', fault: 'environment',
    message: 'No backup bot runs on this server: no running service carries the label coop-cloud.backupbot.enabled=true.',
  };
  expect(await backupVerdict('no backup bot')).toMatchObject({ ...environment, inPlace: problem, disaster: problem });
});

test("another app's hook that breaks the bot", async () => {
  await using _other = await otherApp(breaksTheBot);
  const problem = {
    code: 'ERR_ABRA_FAILED', fault: 'environment',
    message: expect.stringMatching(/^`abra app backup create shel-[0-9a-f]{6}\.lab\.test .*` failed: /),
  };
  const found = await backupVerdict('bot broken by another app');
  expect(found).toMatchObject({ ...environment, inPlace: problem, disaster: problem });
  expect(found.output, 'what may be left is named').toContain('[ERR_SNAPSHOTS_LEFT, the environment\'s fault]');
});

test("another app's sound hook is no matter of ours", async () => {
  await using _other = await otherApp(sound);
  expect(await backupVerdict('bot beside another app')).toMatchObject(green);
});
