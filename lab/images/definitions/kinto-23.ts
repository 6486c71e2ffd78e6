/** Kinto as of late 2025, one migration of its tables before the next. */
import { kinto } from './kinto.ts';

export const kinto23 = kinto({
  version: '23.3.2', attachment: '7.3.1', more: ['pyramid==2.0.2', 'pyramid-multiauth==1.0.2', 'pyramid-storage==2.0.0'], file: 'lab/images/definitions/kinto-23.ts',
});
