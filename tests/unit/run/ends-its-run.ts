/** A process of the run that it ends: it must live to tell. */
import { endProcesses } from '../../../harness/run/end-processes.ts';

const folder = process.argv[2] ?? '';
await endProcesses({ folder, recorded: [] }, () => undefined);
