/** Whether a person has picked tests in the files themselves. */
import type { Suite } from '@playwright/test/reporter';

/** `.only` narrows without a word on the command line; Playwright keeps it in a private field. */
export function hasOnly(suite: Suite): boolean {
  const only = (entry: object): boolean => '_only' in entry && entry._only === true;
  return suite.entries().some(entry => only(entry) || (entry.type !== 'test' && hasOnly(entry)));
}
