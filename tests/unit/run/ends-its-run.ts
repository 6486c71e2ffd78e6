/** A process of the run that it ends: it must live to tell. */
import { join } from 'node:path';
import { endProcesses } from '../../../harness/run/end-processes.ts';

const folder = process.argv[2] ?? '';
await endProcesses({ folder, abraDir: join(folder, 'abra'), recorded: [] }, () => undefined);
