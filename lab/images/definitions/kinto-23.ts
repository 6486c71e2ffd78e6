/** Kinto before attachments could live anywhere but in its own folder or Amazon's. */
import { kinto } from './kinto.ts';

export const kinto23 = kinto({
  version: '23.3.2', attachment: '7.3.1', more: ['boto==2.49.0', 'pyramid-storage==2.0.0'], file: 'lab/images/definitions/kinto-23.ts',
});
