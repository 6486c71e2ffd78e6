/** nginx as Debian trixie has it, over bookworm's base: the release that custom-html upgrades to. */
import { nginx } from './nginx.ts';

export const nginx126 = nginx({ version: '1.26.3', suite: 'trixie', file: 'lab/images/definitions/nginx-1.26.ts' });
