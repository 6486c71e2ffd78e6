/** The PDS as of autumn 2026. */
import { pds } from './pds.ts';

export const pds0535 = pds({ version: '0.5.35', before: '2026-11-15', file: 'lab/images/definitions/pds-0.5.35.ts' });
