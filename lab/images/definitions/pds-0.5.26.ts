/** The PDS as of August 2026. */
import { pds } from './pds.ts';

// With what it depends on as of that month: later versions of @atproto/identity refuse directories with a private address, which this PDS cannot tell them to allow.
export const pds0526 = pds({ version: '0.5.26', before: '2026-08-25', file: 'lab/images/definitions/pds-0.5.26.ts' });
