/** The life of one record: seeded, then seen unchanged, wiped and seen absent; a wrong order does not compile. */
import { isDeepStrictEqual, inspect } from 'node:util';
import type { InstalledApp } from '../app/installed-app.ts';
import { type Fault, HarnessError } from '../errors.ts';
import { observe } from '../observed.ts';
import type { Progress } from '../progress.ts';
import { DataError } from './errors.ts';
import type { DataRecord } from './overlay.ts';
import { readAfter } from './record-steps.ts';

/** How to reach the app as author and as reader; a fresh client each time, so that nobody's cookies help. */
export interface Hands<Seeded extends DataRecord> {
  /** Names the witness in messages: "the overlay's record", "a file in the volume content". */
  readonly what: string;
  /** Whose fault it is when the hands themselves do not do what they are for. */
  readonly whose: Fault;
  seed(app: InstalledApp): Promise<Seeded>;
  read(app: InstalledApp, id: Seeded['id']): Promise<Seeded | undefined>;
  wipe(app: InstalledApp, id: Seeded['id']): Promise<void>;
}

/** A record that was seeded and read back by somebody else. */
export class SeededRecord<Seeded extends DataRecord = DataRecord> {
  readonly #hands: Hands<Seeded>;
  readonly #seeded: Seeded;
  readonly #progress: Progress;

  private constructor(hands: Hands<Seeded>, seeded: Seeded, progress: Progress) {
    this.#hands = hands;
    this.#seeded = seeded;
    this.#progress = progress;
  }

  /** Seeds a record and reads it back at once: what cannot be read before the proof proves nothing after it. */
  static async seed<Seeded extends DataRecord>(app: InstalledApp, hands: Hands<Seeded>, progress: Progress): Promise<SeededRecord<Seeded>> {
    return progress.step(`seed ${hands.what}`, async () => {
      const seeded = await hands.seed(app);
      const record = new SeededRecord(hands, seeded, progress);
      const seen = await hands.read(app, seeded.id);
      if (!same(seeded, seen)) {
        throw new DataError({
          code: 'ERR_SEED_NOT_READABLE', fault: hands.whose,
          message: `What was seeded into ${app.recipe.name} (${hands.what}) cannot be read back as it was written.`,
          wayOut: 'Make read() return exactly the shape and values that seed() returned.',
          detail: difference(seeded, seen),
        });
      }
      return record;
    });
  }

  get id(): Seeded['id'] {
    return this.#seeded.id;
  }

  /** Reads the record as somebody else and compares it with what was seeded. `after` names the operation that was survived. */
  async expectUnchanged(app: InstalledApp, after: string, by = 'expectUnchanged'): Promise<void> {
    await this.#progress.step(readAfter(this.#hands.what, after), async () => {
      const seen = await this.#hands.read(app, this.#seeded.id).catch((cause: unknown) => {
        throw isAppsError(cause) ? unreadable(app, this.#seeded, after, cause) : cause;
      });
      if (seen === undefined) {
        throw new DataError({
          code: 'ERR_DATA_LOST', fault: 'recipe',
          message: `The record ${JSON.stringify(this.#seeded.id)} of ${app.recipe.name} is gone after ${after}.`,
          wayOut: 'Look at the volumes and at the backup labels and hooks: what holds this record must survive.',
          detail: difference(this.#seeded, undefined), facts: { after, seeded: this.#seeded },
        });
      }
      if (!same(this.#seeded, seen)) {
        throw new DataError({
          code: 'ERR_DATA_CHANGED', fault: 'recipe',
          message: `The record ${JSON.stringify(this.#seeded.id)} of ${app.recipe.name} is not what it was before ${after}.`,
          wayOut: 'Compare the values below; a restored older snapshot or a half-run migration looks like this.',
          detail: difference(this.#seeded, seen), facts: { after, seeded: this.#seeded, seen },
        });
      }
      observe({ kind: 'record', seen: 'unchanged', by });
    });
  }

  /**
   * After the volumes are lost the record must not be readable: one that is was never in them, and a restore proves nothing.
   * A read that throws is no sign of it, since an app without its data may not even know its users.
   */
  async expectLost(app: InstalledApp): Promise<void> {
    await this.#progress.step(`read ${this.#hands.what} without its volumes: must not be there`, async () => {
      let threw = false;
      const seen = await this.#hands.read(app, this.#seeded.id).catch(() => {
        threw = true;
        return undefined;
      });
      if (seen === undefined) {
        if (!threw) observe({ kind: 'record', seen: 'absent', by: 'expectLost' });
        return;
      }
      throw new DataError({
        code: 'ERR_DATA_OUTSIDE_VOLUMES', fault: 'recipe',
        message: `The record ${JSON.stringify(this.#seeded.id)} of ${app.recipe.name} is still there after all its volumes were removed.`,
        wayOut: 'Find where the app keeps this record: what lies outside the volumes is in no backup.',
        detail: inspect(seen, { depth: 5 }), facts: { seen },
      });
    });
  }

  /** Wipes the record and reads it as absent, so that a restore has something to bring back. */
  async wipe(app: InstalledApp): Promise<WipedRecord<Seeded>> {
    return this.#progress.step(`wipe ${this.#hands.what} and read it as absent`, async () => {
      await this.#hands.wipe(app, this.#seeded.id);
      const seen = await this.#hands.read(app, this.#seeded.id);
      if (seen === undefined) {
        observe({ kind: 'record', seen: 'absent', by: 'wipe' });
        return new WipedRecord(this);
      }
      throw new DataError({
        code: 'ERR_WIPE_INEFFECTIVE', fault: this.#hands.whose,
        message: `The record ${JSON.stringify(this.#seeded.id)} of ${app.recipe.name} is still there after the wipe.`,
        wayOut: 'Make wipe() delete the record for every reader; until then no restore is proved.',
        detail: inspect(seen, { depth: 5 }),
      });
    });
  }
}

/** A record that is known to be absent; a restore must bring it back. */
export class WipedRecord<Seeded extends DataRecord = DataRecord> {
  readonly #record: SeededRecord<Seeded>;

  constructor(record: SeededRecord<Seeded>) {
    this.#record = record;
  }

  /** Reads the record as somebody else: it must be back, unchanged. */
  async expectRestored(app: InstalledApp, by: string): Promise<void> {
    await this.#record.expectUnchanged(app, by, 'expectRestored');
  }
}

/** The app did answer, but with an error, where the same question gave the record before. */
function isAppsError(error: unknown): error is HarnessError {
  return error instanceof HarnessError && ['ERR_HTTP_STATUS', 'ERR_HTTP_NOT_JSON'].includes(error.code);
}

function unreadable(app: InstalledApp, seeded: DataRecord, after: string, cause: HarnessError): DataError {
  return new DataError({
    code: 'ERR_DATA_UNREADABLE', fault: 'recipe',
    message: `The record ${JSON.stringify(seeded.id)} of ${app.recipe.name} could be read before ${after}, and now the app answers with an error: ${cause.shortMessage}`,
    wayOut: "Look at the answer below and at the service's log: data that came back half, empty or in an old format looks like this.",
    ...(cause.detail === undefined ? {} : { detail: cause.detail }), facts: { ...cause.facts, after, seeded }, cause,
  });
}

function same(seeded: unknown, seen: unknown): boolean {
  return isDeepStrictEqual(plain(seeded), plain(seen));
}

/** What JSON keeps of a value: a Date or an undefined field must not make two equal records differ. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value));
}

function difference(seeded: unknown, seen: unknown): string {
  return `seeded: ${inspect(plain(seeded), { depth: 5 })}\nseen:   ${seen === undefined ? 'absent' : inspect(plain(seen), { depth: 5 })}`;
}
