/** Kinto as of 2026. */
import { kinto } from './kinto.ts';

export const kinto26 = kinto({ version: '26.5.0', attachment: '8.0.0', more: ['pyramid==2.1', 'pyramid-multiauth==1.1.0', 'pyjwt==2.15.1'], file: 'lab/images/definitions/kinto-26.ts' });
