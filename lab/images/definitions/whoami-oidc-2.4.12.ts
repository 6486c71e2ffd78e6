/** With the module of Debian bookworm, and notes as plain text. */
import { whoamiOidc } from './whoami-oidc.ts';

export const whoamiOidc2412 = whoamiOidc({ version: '2.4.12', suite: 'bookworm', notes: 'notes_1.py', file: 'lab/images/definitions/whoami-oidc-2.4.12.ts' });
