/** Fills in a form on a page and sees what comes of it: the one way in which all login forms here are driven. */
import type { Locator, Page } from '@playwright/test';
import { HarnessError } from '../errors.ts';
import { machineTrouble } from '../machine-trouble.ts';
import { LoginFormError, LoginRefusedError } from './errors.ts';
import type { Credentials } from './login-form.ts';

/** One form on one page, and how to see what came of it. */
export interface FormOnPage {
  readonly what: string;
  readonly username: Locator;
  /** Need not be there before the name is sent. */
  readonly password: Locator;
  /** Need not be there: then the form is sent with Enter. */
  readonly submit: Locator;
  /** What the form shows when it refuses. */
  readonly complaint: Locator;
  /** Whether a URL is beyond the login. Absent: whoever sees no password field is in. */
  readonly left?: (url: URL) => boolean;
  /** Every answer is a new document: the old one's complaint is not waited for, and not believed. */
  readonly reloads?: true;
  /** Milliseconds for each wait; default 30,000. */
  readonly patience?: number;
}

/** Fills in and sends a form of one step or of two. */
export async function submit(page: Page, form: FormOnPage, user: Credentials): Promise<void> {
  const { what, username, password } = form;
  const complaint = shown(form.complaint);
  await seen(page, form, shown(username).or(shown(password)), 'shows no field for a name');
  // What it said of an earlier try would be taken for the answer to this one; and a second step belongs to somebody already.
  if (!form.reloads && (await complaint.count() > 0 || await shown(username).count() === 0)) {
    await page.goto(page.url());
    await seen(page, form, shown(username), 'shows no field for a name when it is opened anew');
  }
  await shown(username).fill(user.username);
  if (await shown(password).count() === 0) {
    await send(form, username);
    await seen(page, form, shown(password).or(complaint), 'shows no field for a password');
    if (await shown(password).count() === 0) throw new LoginRefusedError(what, user.username, await words(complaint));
  }
  await shown(password).fill(user.password);
  const said = form.reloads ? await afterReload(page, form) : await inPlace(page, form);
  if (said !== undefined) throw new LoginRefusedError(what, user.username, said);
}

/** Sends a form that answers with a new document; gives its complaint, or nothing when the page has gone on. */
async function afterReload(page: Page, form: FormOnPage): Promise<string | undefined> {
  const next = () => page.waitForEvent('framenavigated', { predicate: frame => frame === page.mainFrame(), timeout: form.patience ?? 30_000 });
  let arrived = next();
  // Its failure is looked at below; until then it is nobody's.
  arrived.catch(() => undefined);
  await send(form, form.password);
  for (;;) {
    await explained(page, form, 'stays without a word', arrived);
    await requireLoaded(page, form);
    if (form.left?.(new URL(page.url()))) return undefined;
    // A page that only passes on goes on by itself; its successor is what counts.
    arrived = next();
    arrived.catch(() => undefined);
    await page.waitForLoadState('domcontentloaded');
    if (await shown(form.complaint).count() > 0) return words(shown(form.complaint));
  }
}

/** Sends a form that may answer within its document. */
async function inPlace(page: Page, form: FormOnPage): Promise<string | undefined> {
  await send(form, form.password);
  const gone = page.locator('html').filter({ hasNot: form.password.filter({ visible: true }) });
  for (;;) {
    await seen(page, form, shown(form.complaint).or(gone), 'stays without a word');
    // Between two documents nothing is shown; only a whole one counts.
    await page.waitForLoadState('domcontentloaded');
    await requireLoaded(page, form);
    if (await shown(form.complaint).count() > 0) return words(shown(form.complaint));
    if (await shown(form.password).count() === 0) break;
  }
  const { left } = form;
  if (left) await explained(page, form, 'does not let go of the page', page.waitForURL(left, { timeout: form.patience ?? 30_000 }));
  return undefined;
}

/** What the browser shows where it got no answer has no password field, and no path of the form: nobody is in for it. */
async function requireLoaded(page: Page, { what }: FormOnPage): Promise<void> {
  if (!page.url().startsWith('chrome-error:')) return;
  await page.waitForLoadState('domcontentloaded');
  const word = /\bERR_\w+/.exec(await page.locator('body').innerText())?.[0] ?? 'no reason given';
  const trouble = machineTrouble(`net::${word}`);
  throw trouble === undefined ? new LoginFormError(what, `no answer came to what was entered: net::${word}.`) : new HarnessError(trouble);
}

async function send(form: FormOnPage, field: Locator): Promise<void> {
  if (await shown(form.submit).count() > 0) await shown(form.submit).click();
  else await shown(field).press('Enter');
}

function shown(locator: Locator): Locator {
  return locator.filter({ visible: true }).first();
}

async function words(complaint: Locator): Promise<string> {
  return (await complaint.innerText()).replace(/\s+/g, ' ').trim();
}

function seen(page: Page, form: FormOnPage, locator: Locator, otherwise: string): Promise<void> {
  return explained(page, form, otherwise, locator.first().waitFor({ timeout: form.patience ?? 30_000 }));
}

/** A time-out in words; any other failure, of a page that was closed say, is told as it is. */
async function explained(page: Page, form: FormOnPage, otherwise: string, wait: Promise<unknown>): Promise<void> {
  try {
    await wait;
  } catch (cause) {
    if (!(cause instanceof Error && cause.name === 'TimeoutError')) throw cause;
    const { origin, pathname } = new URL(page.url());
    throw new LoginFormError(form.what, `${otherwise}: ${origin}${pathname} "${await page.title()}".`, undefined, cause);
  }
}
