/** nginx as Debian bookworm has it. */
import { nginx } from './nginx.ts';

export const nginx122 = nginx({ version: '1.22.1', suite: 'bookworm', file: 'lab/images/definitions/nginx-1.22.ts' });
