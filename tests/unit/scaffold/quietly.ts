import type { Progress } from '../../../harness/progress.ts';

/** Tells nobody. */
export const quietly: Progress = { step: (_title, body) => body(), note: () => undefined, attach: async () => undefined };
