/** A mark for each state of a rung, told apart by its form: a colour alone tells nothing to many. */
import { html } from 'htm/preact';
import type { VNode } from 'preact';
import type { RungStatus } from '../level/rungs.ts';

const forms: Record<RungStatus, string> = {
  pass: 'M9 17.5l5 5 10-11',
  fail: 'M10 10l12 12M22 10L10 22',
  structural: 'M9 16h14',
  declared: 'M12 24V8h10l-2.5 4 2.5 4H12',
  unverified: 'M12 12.5a4 4 0 1 1 6 3.5c-1.5.9-2 1.600-2 3M16 23.5v.1',
};

export function mark(status: RungStatus): VNode {
  return html`<svg width="36" height="36" viewBox="0 0 32 32" aria-hidden="true"><circle cx="16" cy="16" r="14.5" /><path d=${forms[status]} /></svg>`;
}
