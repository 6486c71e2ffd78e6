/** With the module of Debian trixie, and notes that know when they were written. */
import { whoamiOidc } from './whoami-oidc.ts';

export const whoamiOidc2417 = whoamiOidc({ version: '2.4.17', suite: 'trixie', notes: 'notes_2.py', file: 'lab/images/definitions/whoami-oidc-2.4.17.ts' });
