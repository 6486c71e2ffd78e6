/** Calls that stand between a test and Playwright without being seen: an error and a step keep the line of the spec. */
import vm from 'node:vm';

export interface Call {
  fn: Callable;
  args: unknown[];
}

export type Callable = (...args: never[]) => unknown;

type Between = <Made extends Call>(
  before: (fn: Callable, self: unknown, args: unknown[]) => Made, after: (call: Made, returned: unknown) => unknown,
) => (fn: Callable, self: unknown, args: unknown[]) => unknown;

/**
 * The `apply` of a Proxy: `before` may look and replace, `after` sees what was returned; what is thrown passes by.
 * Compiled under a name of Node's own, since Playwright takes the first frame that is neither its own nor Node's for the caller.
 */
export const between = vm.runInThisContext(`(before, after) => (fn, self, args) => {
  const call = before(fn, self, args);
  return after(call, Reflect.apply(call.fn, self, call.args));
}`, { filename: 'node:internal/evidence' }) as Between;
