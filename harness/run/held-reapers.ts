/** The reapers that this process holds by their life line, by run folder. One that dies early is replaced. */
import { startReaper, type Reaper } from './reaper-process.ts';

const held = new Map<string, Reaper>();

export const heldReapers = {
  async start(folder: string): Promise<Reaper> {
    const reaper = await startReaper(folder, () => {
      // A reaper ends only when it is told to. One that was killed left the lease without anybody to renew it.
      if (held.get(folder) === reaper) void heldReapers.start(folder).catch(() => held.delete(folder));
    });
    held.set(folder, reaper);
    return reaper;
  },
  /** Takes the reaper out of this process's hands; undefined when it holds none. */
  release(folder: string): Reaper | undefined {
    const reaper = held.get(folder);
    held.delete(folder);
    return reaper;
  },
};
