/** `docker stack deploy` of a recipe's files with one more over them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Compose } from '../compose/load.ts';
import { overrideFile } from '../compose/override.ts';
import { copiesWithoutPorts, servicesWithTwins } from '../compose/twin-ports.ts';
import { log } from '../output/log.ts';
import { readLab } from '../../state.ts';
import type { Docker } from './docker.ts';

export interface StackMarks {
  labels: Record<string, string>;
  environment: Record<string, string>;
}

/** Merging, substitution and the service specs are docker's own work. Images come from the node, never a registry. */
export async function deployStack(docker: Docker, stack: string, compose: Compose, marks: StackMarks): Promise<void> {
  const override = overrideFile({ ...marks, version: compose.version, merged: compose.merged, ipvs: readLab().ipvs });
  const folder = mkdtempSync(join(tmpdir(), 'abra-'));
  try {
    const last = join(folder, 'override.yml');
    writeFileSync(last, JSON.stringify(override), { mode: 0o600 });
    // Paths inside the files are relative to the first of them.
    const twins = servicesWithTwins(compose.merged);
    const own = twins.length > 0 ? copiesWithoutPorts(compose.files, twins, join(folder, 'recipe')) : compose.files;
    const files = [...own, last].flatMap((file) => ['--compose-file', file]);
    const args = ['stack', 'deploy', '--resolve-image', 'never', '--prune=false', ...files, stack];
    const said = await docker.run(args, { cwd: compose.folder, variables: compose.variables });
    said.split('\n').filter(Boolean).forEach((line) => log.debug(`stack/deploy.ts ${line}`));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
