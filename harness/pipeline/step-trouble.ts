/** What goes wrong in the step itself, around the run: known or not, the commit's status tells of it, and the log whose fault it is. */
import { HarnessError } from '../errors.ts';
import { machineTrouble } from '../machine-trouble.ts';

export function stepTrouble(error: unknown): HarnessError {
  if (error instanceof HarnessError) return error;
  const trouble = machineTrouble(String(error));
  if (trouble !== undefined) return new HarnessError({ ...trouble, cause: error });
  if (error instanceof Error && 'syscall' in error) {
    return new HarnessError({
      code: 'ERR_CI_MACHINE', fault: 'environment', message: `This machine refused what the step needs: ${error.message}.`,
      wayOut: 'Look at what it names: whether it is there (TMPDIR and the state folder among others), and whether the user of the runner may use it.', cause: error,
    });
  }
  return new HarnessError({
    code: 'ERR_CI_BROKEN', fault: 'harness', message: 'The step itself broke.', wayOut: 'Report it with these lines.',
    detail: error instanceof Error ? error.stack ?? error.message : String(error), cause: error,
  });
}
