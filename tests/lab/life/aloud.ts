/** Progress as lines: `> title` when a step begins, `< title` when it ends, `- note` between. */
import type { Progress } from '../../../harness/progress.ts';

export const aloud: Progress = {
  async step(title, body) {
    console.log(`> ${title}`);
    try {
      return await body();
    } finally {
      console.log(`< ${title}`);
    }
  },
  note: line => console.log(`- ${line}`),
  attach: async () => undefined,
};
