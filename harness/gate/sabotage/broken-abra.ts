/**
 * The acts that a shell cannot break: `broken-abra <abra> <docker endpoint> <kind> app …`. It does the real act through the real
 * abra, and spoils what comes of it by the engine's own means; what it prints is what abra would print.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { Abra } from '../../abra/abra.ts';
import { silent } from '../../progress.ts';
import { stackName } from '../../run/naming.ts';
import { Engine } from '../../swarm/engine.ts';
import { purgeStack } from '../../swarm/purge.ts';
import { emptied } from './empty-snapshot.ts';
import { rollBack } from './roll-back.ts';

const [command = '', endpoint = '', kind = '', ...args] = process.argv.slice(2);
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The real abra on this terminal; what would end this process ends it first. */
async function handOn(): Promise<number> {
  const child = spawn(command, args, { stdio: 'inherit' });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => child.kill(signal));
  const [code, signal] = await once(child, 'exit') as [number | null, NodeJS.Signals | null];
  return code ?? (signal === null ? 1 : 143);
}

async function main(engine: Engine): Promise<number> {
  if (kind === 'empty-backup') {
    const domain = args[3] ?? '';
    const { ABRA_DIR: abraDir = '', DOCKER_CONFIG: dockerConfig } = process.env;
    const { snapshot } = await new Abra({ command, abraDir, dockerConfig }).app.backup.create(domain, {}, silent);
    say(JSON.stringify({ level: 'SUMMARY', message: 'backup finished', snapshot_id: await emptied(engine, snapshot, domain) }));
    return 0;
  }
  const stack = stackName(args[2] ?? '');
  // The first deploy makes the earlier release; the one over it is the upgrade.
  if ((await engine.services(stack)).length === 0) return handOn();
  if (kind === 'stay') {
    say('INFO deployment sent');
    return 0;
  }
  if (kind === 'lose-volumes') await purgeStack(engine, stack, { volumes: true, secrets: false, configs: false }, silent);
  const code = await handOn();
  if (kind === 'roll-back' && code === 0) await rollBack(engine, stack);
  return code;
}

const engine = await Engine.connect(endpoint);
try {
  process.exitCode = await main(engine);
} finally {
  engine.close();
}
