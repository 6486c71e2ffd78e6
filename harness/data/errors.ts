/** What can be wrong with data: each proof has its own code, so that a verdict says which promise was broken. */
import { HarnessError, type Fault } from '../errors.ts';

export type DataErrorCode =
  | 'ERR_SEED_NOT_READABLE'
  | 'ERR_DATA_LOST'
  | 'ERR_DATA_CHANGED'
  | 'ERR_DATA_UNREADABLE'
  | 'ERR_DATA_OUTSIDE_VOLUMES'
  | 'ERR_WIPE_INEFFECTIVE'
  | 'ERR_ERROR_READ_AS_ABSENCE'
  | 'ERR_BACKUP_NOT_LISTED'
  | 'ERR_BACKUP_EMPTY'
  | 'ERR_BACKUP_INCOMPLETE'
  | 'ERR_OVERLAY_IMPORT'
  | 'ERR_OVERLAY_INCOMPLETE'
  | 'ERR_OVERLAY_CONFIGURE'
  | 'ERR_NO_BACKUP_BOT';

export class DataError extends HarnessError {
  constructor(init: {
    code: DataErrorCode; fault: Fault; message: string; wayOut: string; detail?: string;
    facts?: Readonly<Record<string, unknown>>; cause?: unknown;
  }) {
    super(init);
  }
}
