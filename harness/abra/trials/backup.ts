/** Trials of backup and restore, with the bot of the server. */
import type { Engine } from '../../swarm/engine.ts';
import { backupBot } from '../facts.ts';
import type { Stage } from './stage.ts';

export async function tryBackup(stage: Stage, engine: Engine): Promise<void> {
  const { abra, findings, domain } = stage;
  const bot = await engine.containerByServiceLabel(backupBot.enabledLabel);
  const create = await stage.run('app', 'backup', 'create', domain, '--chaos');
  if (!bot) {
    findings.judge('habits.botLabel', create.exitCode !== 0, 'no service carries the label, and abra finds no bot');
    findings.refusal('noBackupBot', create);
    return;
  }
  findings.judge('habits.botLabel', create.exitCode === 0, `${bot.name} carries it; \`backup create\` ended with status ${create.exitCode}`);

  const { app: [mount] = [] } = Object.fromEntries((await engine.services(stage.stack)).map(service => [service.name, service.mounts.filter(candidate => candidate.type === 'volume')]));
  if (mount === undefined) return;
  const file = `${mount.target}/facts-witness`;
  const container = await engine.runningContainer(stage.stack, 'app', 90_000);
  await engine.putFile(container, file, Buffer.from('witness'));
  const made = await abra.app.backup.create(domain).then(({ snapshot }) => snapshot, () => undefined);
  findings.judge('habits.backupNamesSnapshot', made !== undefined, made ?? 'no snapshot id in the output');
  if (made === undefined) return;
  const listed = await abra.app.backup.snapshots(domain);
  findings.judge('habits.snapshotsList', listed.some(({ id }) => id.startsWith(made) || made.startsWith(id)), listed.map(({ id }) => id).join(', '));

  const entries = await engine.exec(bot, backupBot.listSnapshot(made));
  findings.judge('habits.botLists', entries.exitCode === 0 && entries.stdout.includes('facts-witness'), `status ${entries.exitCode}, ${entries.stdout.split('\n').length} lines, the witness among them: ${String(entries.stdout.includes('facts-witness'))}`);

  await engine.exec(container, ['rm', file]);
  await abra.app.restore(domain, { snapshot: made });
  const restored = await engine.getFile(await engine.runningContainer(stage.stack, 'app', 90_000), file);
  findings.judge('habits.restoreById', restored?.toString() === 'witness', restored === undefined ? 'the witness did not come back' : 'the witness came back');
}
