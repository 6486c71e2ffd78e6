/** Specimen of `test-by-another-name`. */
import { testOf } from 'recipe-harness';
import overlay from '../overlay.ts';

const board = testOf(overlay);
export const columns = board;
