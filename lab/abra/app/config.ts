/** `app config`: the `.env` file in the operator's editor. */
import { Fatal } from '../fatal.ts';
import { requireTerminalBothWays } from '../output/terminal.ts';
import { attach } from '../process.ts';
import type { Session } from '../session.ts';
import { findApp } from './find.ts';

export async function editConfig(session: Session, domain: string): Promise<void> {
  const app = findApp(session.abraDir, domain);
  requireTerminalBothWays();
  const editor = process.env['EDITOR'];
  if (!editor) throw new Fatal('no editor chosen: set EDITOR');
  // EDITOR may carry arguments of its own, so a shell takes it apart.
  const status = await attach('/bin/sh', ['-c', `${editor} "$1"`, 'sh', app.path]);
  if (status !== 0) throw new Fatal(`${editor} ended with status ${status}`);
}
