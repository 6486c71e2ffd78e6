/** Given mail that came and mail that comes, when a test waits for one, then it gets the newest that is meant for it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keepMail, makeMailFolder } from '../../../harness/mail/folder.ts';
import { FolderMailbox, mailboxOf } from '../../../harness/mail/mailbox.ts';
import { silent } from '../../../harness/progress.ts';

let folder: string;
let nth: number;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'mailbox-'));
  nth = 0;
  await makeMailFolder(folder);
});
afterEach(() => rmSync(folder, { recursive: true }));

const come = (subject: string, { to = 'ada@example.org', at = new Date() } = {}) =>
  keepMail(folder, ++nth, { from: 'app@example.org', to: [to], subject, text: `text of ${subject}`, html: '', at: at.toISOString() });
const before = new Date(Date.now() - 60_000);

test('a mail that is there already is given at once: the newest to the address, in whatever capitals', async () => {
  const mail = new FolderMailbox(folder, silent);
  await come('first');
  await come('second');
  await come('other', { to: 'bob@example.org' });
  expect(await mail.to('Ada@Example.org')).toMatchObject({ subject: 'second', text: 'text of second' });
});

test('a mail that is not there yet is waited for', async () => {
  const mail = new FolderMailbox(folder, silent);
  const waiting = mail.to('ada@example.org');
  await come('other', { to: 'bob@example.org' });
  await come('late');
  expect(await waiting).toMatchObject({ subject: 'late' });
});

test('what came before the test began is none of its own, unless it asks for it', async () => {
  await come('early', { at: before });
  const mail = new FolderMailbox(folder, silent);
  await expect(mail.to('ada@example.org', { timeout: 50 })).rejects.toMatchObject({ code: 'ERR_MAIL_MISSING' });
  expect(await mail.to('ada@example.org', { after: new Date(0) })).toMatchObject({ subject: 'early' });
});

test('a mail is given once: who asks again waits for the next', async () => {
  const mail = new FolderMailbox(folder, silent);
  await come('first');
  expect(await mail.to('ada@example.org')).toMatchObject({ subject: 'first' });
  const next = mail.to('ada@example.org');
  await come('second');
  expect(await next).toMatchObject({ subject: 'second' });
});

test('a mail that does not come is told with those that did', async () => {
  await come('early', { at: before });
  const mail = new FolderMailbox(folder, silent);
  await come('for another', { to: 'bob@example.org' });
  await expect(mail.to('ada@example.org', { timeout: 50 })).rejects.toMatchObject({
    code: 'ERR_MAIL_MISSING', fault: 'recipe', shortMessage: 'No mail to ada@example.org came within 0.1 s.',
    detail: expect.stringMatching(/^to ada@example\.org: "early", (59|60) s too early\nto bob@example\.org: "for another"$/),
  });
});

test('a recipe whose app sends nothing has a mailbox that says what to write', async () => {
  const mail = mailboxOf({ folder }, { file: 'recipes/blog.toml', mail: undefined }, silent);
  await expect(mail.to('ada@example.org')).rejects.toMatchObject({ code: 'ERR_MAIL_NONE', fault: 'user', message: expect.stringContaining('recipes/blog.toml') });
});

test('so has one in a run without a mail server', async () => {
  const mail = mailboxOf({ folder }, { file: 'recipes/blog.toml', mail: { env: {} } }, silent);
  await expect(mail.to('ada@example.org')).rejects.toMatchObject({ code: 'ERR_MAIL_NOT_LISTENING' });
});
