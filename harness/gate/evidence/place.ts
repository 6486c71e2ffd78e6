/** The line at which something was called, in a file of tests. To map a whole stack to its sources costs a millisecond; one frame does. */
import { fileURLToPath } from 'node:url';

const known = new Map<string, number>();
const stacks = Error as { prepareStackTrace?: ((this: void, error: Error, frames: NodeJS.CallSite[]) => unknown) | undefined };

/** @returns 0 where no frame lies in that file; of an error whose stack nobody has asked for yet */
export function lineIn(file: string, error: Error): number {
  const mapped = stacks.prepareStackTrace;
  const frame = framesOf(error).find(each => pathOf(each) === file);
  if (!frame) return 0;
  const place = `${file}:${frame.getLineNumber() ?? 0}:${frame.getColumnNumber() ?? 0}`;
  const line = known.get(place) ?? (mapped ? lineOf(String(mapped(error, [frame]))) : frame.getLineNumber() ?? 0);
  known.set(place, line);
  return line;
}

/** As V8 has them, before whoever maps stacks to sources makes a text of them. */
function framesOf(error: Error): readonly NodeJS.CallSite[] {
  const mapped = stacks.prepareStackTrace;
  try {
    stacks.prepareStackTrace = (_error, frames) => frames;
    const stack: unknown = error.stack;
    return Array.isArray(stack) ? stack as NodeJS.CallSite[] : [];
  } finally {
    stacks.prepareStackTrace = mapped;
  }
}

function pathOf(frame: NodeJS.CallSite): string {
  const name = frame.getFileName() ?? '';
  return name.startsWith('file:') ? fileURLToPath(name.replace(/[?#].*$/, '')) : name;
}

function lineOf(stack: string): number {
  return Number(/:(\d+):\d+\)?$/m.exec(stack)?.[1] ?? 0);
}
