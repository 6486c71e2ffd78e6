/** n8n as of September 2026, seven migrations of its tables before the next. */
import { n8n } from './n8n.ts';

export const n8n239 = n8n({ version: '2.39.10', file: 'lab/images/definitions/n8n-2.39.ts' });
