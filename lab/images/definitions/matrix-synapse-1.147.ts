/** Synapse as of early 2026, whose database has schema 93, one before the next. */
import { matrixSynapse } from './matrix-synapse.ts';

export const matrixSynapse1147 = matrixSynapse({ version: '1.147.1', file: 'lab/images/definitions/matrix-synapse-1.147.ts' });
