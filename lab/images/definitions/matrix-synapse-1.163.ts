/** Synapse as of late 2026. */
import { matrixSynapse } from './matrix-synapse.ts';

export const matrixSynapse1163 = matrixSynapse({ version: '1.163.2', file: 'lab/images/definitions/matrix-synapse-1.163.ts' });
