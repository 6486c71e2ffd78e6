/** The Mumble server as Debian bookworm has it. */
import { mumble } from './mumble.ts';

export const mumble13 = mumble({ version: '1.3.4', suite: 'bookworm', file: 'lab/images/definitions/mumble-1.3.ts' });
