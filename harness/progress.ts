/** How an operation tells what it does while it does it. Fixtures turn it into Playwright steps; a terminal, into lines. */

/** Tells of an operation: what the fixture `progress` makes steps, notes and attachments of. */
export interface Progress {
  /** Runs `body` as a named step; steps nest. A failure of the body is the step's failure. */
  step<T>(title: string, body: () => Promise<T>): Promise<T>;
  /** One difference worth telling: a state changed, a wait began. Never called in a loop without a change. */
  note(line: string): void;
  /** Keeps a text beside the step: the output of a command, the log of a service. */
  attach(name: string, body: string | Buffer, contentType?: string): Promise<void>;
}

/** Tells nobody: for code that runs outside a test and has its own log. */
export const silent: Progress = {
  step: (_title, body) => body(),
  note: () => undefined,
  attach: async () => undefined,
};
