/** n8n as of autumn 2026. */
import { n8n } from './n8n.ts';

export const n8n240 = n8n({ version: '2.40.7', file: 'lab/images/definitions/n8n-2.40.ts' });
