/** Playwright's `expect`, with every assertion noted: what was compared, with what, where, and whether it held. Judged at the end of the test. */
import { expect as playwrights } from '@playwright/test';
import { comparesBytes, shownBytes } from './bytes.ts';
import { type Note, noted } from './recording.ts';
import { between, type Call, type Callable } from './through.ts';

type Expect = typeof playwrights;

/** One `expect(…)`: its matchers, and what they look at. */
interface Subject {
  received: unknown;
  /** The matchers of the same expect for another value. */
  again: (other: unknown) => object;
}

interface Modifiers {
  readonly not: boolean;
  readonly promise: '' | 'resolves' | 'rejects';
}

/**
 * Playwright's own `expect`, which also notes what each assertion rests on; see docs/trust.md.
 *
 * @example
 * expect((await reader.get('/posts/1')).json()).toMatchObject({ title });
 */
export const expect: Expect = instrumented(playwrights);

function instrumented(base: Expect): Expect {
  return new Proxy(base, {
    apply: (target, self: unknown, [received, ...rest]: [unknown, ...unknown[]]) => {
      const again = (other: unknown) => Reflect.apply(target as Callable, self, [other, ...rest]) as object;
      return matchersOf(again(received), { received, again });
    },
    get: (target, name, self) => {
      if (name === 'soft') return instrumented(target.soft);
      if (name === 'configure') return (...args: Parameters<Expect['configure']>) => instrumented(target.configure(...args));
      if (name === 'extend') return (...args: Parameters<Expect['extend']>) => instrumented(target.extend(...args));
      if (name === 'poll') return (ask: () => unknown, options?: Parameters<Expect['poll']>[1]) => polled(target, ask, options);
      return Reflect.get(target, name, self) as unknown;
    },
  });
}

/** What counts is the value of the last question. */
function polled(base: Expect, ask: () => unknown, options: Parameters<Expect['poll']>[1]): object {
  const subject: Subject = { received: undefined, again: () => ({}) };
  return matchersOf(base.poll(async () => subject.received = await ask(), options), subject);
}

function matchersOf(matchers: object, subject: Subject, modifiers: Modifiers = { not: false, promise: '' }): object {
  return new Proxy(matchers, {
    get: (target, name) => {
      const found = Reflect.get(target, name) as unknown;
      if (name === 'not') return matchersOf(found as object, subject, { ...modifiers, not: true });
      if (name === 'resolves' || name === 'rejects') return matchersOf(found as object, subject, { ...modifiers, promise: name });
      return typeof found === 'function' && typeof name === 'string' ? matcher(found as Callable, name, subject, modifiers) : found;
    },
  });
}

interface NotedCall extends Call { note: Note | undefined }

function matcher(found: Callable, name: string, subject: Subject, modifiers: Modifiers): Callable {
  const before = (fn: Callable, _self: unknown, args: unknown[]): NotedCall => {
    // What it tries again and again are assertions of their own.
    const note = name === 'toPass' ? undefined : noted({ matcher: name, ...modifiers, subject, args });
    if (note && modifiers.promise !== '') follow(subject, modifiers.promise);
    if (modifiers.promise !== '' || !comparesBytes(name, subject.received, args[0])) return { fn, args, note };
    const [received, expected] = shownBytes(subject.received as Uint8Array, args[0] as Uint8Array);
    const matchers = subject.again(received) as { not: Record<string, Callable> } & Record<string, Callable>;
    const instead = modifiers.not ? matchers.not[name] : matchers[name];
    return { fn: instead ?? fn, args: [expected], note };
  };
  const after = ({ note }: NotedCall, returned: unknown) => {
    if (!(returned instanceof Promise)) return held(note, returned);
    return note ? returned.then((value: unknown) => held(note, value)) : returned;
  };
  return new Proxy(found, { apply: between(before, after) });
}

function held<T>(note: Note | undefined, value: T): T {
  note?.hold();
  return value;
}

/** What a promise came to is what its assertion is about. */
function follow(subject: Subject, way: 'resolves' | 'rejects'): void {
  const { received } = subject;
  if (!(received instanceof Promise)) return;
  const keep = (value: unknown) => { subject.received = value; };
  received.then(way === 'resolves' ? keep : () => undefined, way === 'rejects' ? keep : () => undefined);
}
