/** What a recipe's overlay says: how to set its app up once, and how to seed, read and wipe one record of its data. */
import type { Page } from '@playwright/test';
import type { InstalledApp } from '../app/installed-app.ts';
import type { SsoValues } from '../app/grants.ts';
import type { Sso } from '../deps/sso.ts';
import type { HttpClient } from '../http/client.ts';
import type { Mailbox } from '../mail/mailbox.ts';
import type { NetClient } from '../net/client.ts';

/** Somebody who uses the app: a client of their own, and what `setUp` returned. */
export interface Actor<Credentials> {
  /** The running app. */
  readonly app: InstalledApp;
  /** A client with the app's address and no cookie or token of anybody else. */
  readonly api: HttpClient;
  /** Connections to the app's own ports, by TCP, TLS or UDP: for what is not HTTP. */
  readonly net: NetClient;
  /** What `setUp` returned for this app. */
  readonly credentials: Credentials;
  /** Single sign-on, where the recipe file names a provider: its users, and tokens for them. */
  sso(): Promise<Sso>;
  /** What the app sends by mail, where the recipe file has `[mail.env]`. */
  readonly mail: Mailbox;
  /** A token that no static page can know: `<label>-<8 hex>`. */
  unique(label: string): string;
}

/** A record of the app's data; its id is how `read` and `wipe` find it again. */
export type DataRecord = Readonly<{ id: string | number }> & Readonly<Record<string, unknown>>;

/**
 * One witness of data, used for three proofs: the upgrade, the restore in place, the disaster.
 * All three go through the app's public interface.
 */
export interface DataWitness<Credentials, Seeded extends DataRecord> {
  /** Makes a record with values from `author.unique()` and returns it as a reader should see it. */
  seed(author: Actor<Credentials>): Promise<Seeded>;
  /**
   * Reads the record as somebody else. Returns the same shape as `seed` did; `undefined` only on the app's own answer
   * that it is not there. Anything else throws: an error is not an absence.
   */
  read(reader: Actor<Credentials>, id: Seeded['id']): Promise<Seeded | undefined>;
  /** Deletes the record, as a user would. */
  wipe(author: Actor<Credentials>, id: Seeded['id']): Promise<void>;
}

/** What an app finds around it, before it is deployed. */
export interface Surroundings {
  readonly domain: string;
  /** Its further hosts, by the names that the recipe file gives them. */
  readonly hosts: Readonly<Record<string, string>>;
  /** Domains of the apps that it depends on, by their recipes. */
  readonly apps: Readonly<Record<string, string>>;
  /** What its provider has for it; undefined where the recipe file has no `[sso]`. */
  readonly sso: SsoValues | undefined;
}

/** The hooks of a recipe's overlay. */
export interface Overlay<Credentials = undefined, Seeded extends DataRecord = DataRecord> {
  /**
   * First-run set-up through the app's own interface, once for each newly installed app; what it returns
   * (JSON only) reaches `seed`, `read`, `wipe` and the fixture `credentials`, in every later worker of the run.
   */
  setUp?(this: void, newcomer: Omit<Actor<undefined>, 'credentials'>): Promise<Credentials>;
  data?: DataWitness<Credentials, Seeded>;
  /**
   * Env values and secrets that the templates of the recipe file cannot say: a JSON of providers, say. Asked before the
   * app's only deploy, and once before that with made-up values; it computes, and reaches nothing.
   */
  configure?(this: void, given: Surroundings): { env?: Readonly<Record<string, string>>; secrets?: Readonly<Record<string, string>> };
  /**
   * Brings a page of a new browser, with nobody's cookies, to the view that shows best what the app is: a published post, say.
   * The picture for the card is taken of it before the app is removed; without this hook, of the landing page. The view must be free of
   * credentials: none is kept of a page that shows a secret of the run.
   */
  picture?(this: void, visitor: Actor<Credentials> & { readonly page: Page }): Promise<void>;
}

/**
 * Defines a recipe's overlay; the default export of `overlays/<recipe>/overlay.ts`.
 *
 * @param overlay the hooks; each is optional
 * @returns the same object, with its types kept for the specs beside it
 * @example
 * export default defineOverlay({
 *   data: {
 *     async seed({ api, unique }) { … },
 *     async read({ api }, id) { … },
 *     async wipe({ api }, id) { … },
 *   },
 * });
 */
export function defineOverlay<Credentials = undefined, Seeded extends DataRecord = DataRecord>(
  overlay: Overlay<Credentials, Seeded>,
): Overlay<Credentials, Seeded> {
  return overlay;
}
