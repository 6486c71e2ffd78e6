/** What the bot's restic says of a snapshot: its entries, or that it failed; never an empty snapshot instead. */
import { expect, test } from 'vitest';
import { listSnapshot } from '../../../harness/data/backup-bot.ts';
import type { Engine } from '../../../harness/swarm/engine.ts';

type Asked = Pick<Engine, 'containerByServiceLabel' | 'exec'>;

function botThatAnswers(answer: { stdout: string; stderr: string; exitCode: number }): Asked {
  const container = { id: 'bot', name: 'bot', stack: 'bot', service: 'app', taskId: 't', state: 'running', health: undefined, createdAt: 0 } as const;
  return { containerByServiceLabel: async () => container, exec: async () => answer };
}

test('lists files with their sizes, and leaves out what is no entry', async () => {
  const stdout = ['{"struct_type":"snapshot","id":"c0ffee01"}', '{"path":"/v/a","type":"file","size":3}', '{"path":"/v","type":"dir"}', ''].join('\n');
  expect(await listSnapshot(botThatAnswers({ stdout, stderr: '', exitCode: 0 }), 'c0ffee01')).toEqual([
    { path: '/v/a', type: 'file', size: 3 }, { path: '/v', type: 'dir', size: 0 },
  ]);
});

test("a restic that fails is the environment's, not an empty backup of the recipe's", async () => {
  const failing = botThatAnswers({ stdout: '', stderr: 'Fatal: wrong password or no key found\n', exitCode: 1 });
  await expect(listSnapshot(failing, 'c0ffee01')).rejects.toMatchObject({
    code: 'ERR_BACKUP_NOT_LISTED', fault: 'environment', detail: 'Fatal: wrong password or no key found',
  });
});

test('without a bot the server lacks something', async () => {
  const none: Asked = { ...botThatAnswers({ stdout: '', stderr: '', exitCode: 0 }), containerByServiceLabel: async () => undefined };
  await expect(listSnapshot(none, 'c0ffee01')).rejects.toMatchObject({ code: 'ERR_NO_BACKUP_BOT', fault: 'environment' });
});
