/** Given a place for a site, when one is written there, then it can be served from there, or whoever named the place is told in a sentence why not. */
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { HarnessError } from '../../../harness/errors.ts';
import { marker } from '../../../harness/site/site-place.ts';
import { writeSite } from '../../../harness/site/write-site.ts';
import { sampleResults } from '../report/sample-results.ts';

let folder: string;
const at = (...parts: string[]): string => path.join(folder, ...parts);
const everything = (): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
const modeOf = (file: string): number => statSync(at(file)).mode & 0o777;
function lay(file: string, content: unknown): void {
  mkdirSync(path.dirname(at(file)), { recursive: true });
  writeFileSync(at(file), typeof content === 'string' ? content : JSON.stringify(content));
}
const site = (out = 'out') => writeSite(at('results'), at(out), new Date('2026-11-22T00:00:00Z'));

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rh-site-'));
  lay('results/ghost/results.json', sampleResults());
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** As a user whom modes bind: they bind root to nothing. */
async function bound<T>(act: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return act();
  const nobody = 65_534;
  for (const file of [folder, ...everything().map(name => at(name))]) chownSync(file, nobody, nobody);
  process.seteuid?.(nobody);
  try {
    return await act();
  } finally {
    process.seteuid?.(0);
  }
}

describe('where it is written', () => {
  test('a new site has the mode of any new folder, so that a web server can read it; folders above it are made', async () => {
    mkdirSync(at('any'));
    await site('public/some/where');
    for (const made of ['public', 'public/some', 'public/some/where', 'public/some/where/recipes', 'public/some/where/assets']) expect([made, modeOf(made)]).toEqual([made, modeOf('any')]);
    expect(everything().filter(name => name.includes(`${marker}-`))).toEqual([]);
  });

  test('a folder that is there keeps its mode and stays the same one, as what has mounted or opened it must find the new site there', async () => {
    mkdirSync(at('out'));
    chmodSync(at('out'), 0o750);
    const { ino } = statSync(at('out'));
    await site();
    await site();
    expect([modeOf('out'), statSync(at('out')).ino]).toEqual([0o750, ino]);
    expect(readFileSync(at('out/index.html'), 'utf8')).toContain('ghost');
    expect(readdirSync(at('out')).filter(name => name.startsWith(marker))).toEqual([marker]);
  });

  test('what somebody who was killed has left in the making goes with the next site; what was begun just now stays', async () => {
    for (const name of ['dead', 'alive']) mkdirSync(at('out', `${marker}-${name}`, 'site'), { recursive: true });
    const longAgo = Date.now() / 1_000 - 3_700;
    utimesSync(at('out', `${marker}-dead`), longAgo, longAgo);
    await site();
    expect(readdirSync(at('out')).filter(name => name.startsWith(marker))).toEqual([marker, `${marker}-alive`]);
  });

  test('a disk of its own is empty with what every disk brings along, which stays', async () => {
    mkdirSync(at('out/lost+found'), { recursive: true });
    await site();
    await site();
    expect(readdirSync(at('out'))).toEqual(expect.arrayContaining(['index.html', 'lost+found']));
  });

  test('a folder of this user is enough, in one in which nothing may be changed', async () => {
    mkdirSync(at('theirs/out'), { recursive: true });
    chmodSync(at('theirs'), 0o555);
    await bound(() => site('theirs/out'));
    await bound(() => site('theirs/out'));
    expect(readdirSync(at('theirs'))).toEqual(['out']);
    expect(readdirSync(at('theirs/out'))).toContain('index.html');
    chmodSync(at('theirs'), 0o755);
  });

  test('where what is there cannot be moved away, the old site comes back whole', async () => {
    await site();
    lay('out/zzz/held', 'x');
    lay('out/index.html', 'old');
    const before = everything();
    // Whoever moves a folder writes to it.
    const error = await bound(() => { chmodSync(at('out/zzz'), 0o555); return site().catch((caught: unknown) => caught); });
    chmodSync(at('out/zzz'), 0o755);
    expect(error).toMatchObject({ code: 'ERR_SITE_OUT', fault: 'user' });
    expect(everything()).toEqual(before);
    expect(readFileSync(at('out/index.html'), 'utf8')).toBe('old');
  });
});

test.each<[string, string, () => void, RegExp]>([
  ['a folder with something of somebody', 'out', () => lay('out/thesis.odt', 'x'), /out is not empty, and no site of this command\./],
  ['a file', 'out', () => lay('out', 'x'), /out is no folder/],
  ['below a file', 'file/a/b', () => lay('file', 'x'), /file is no folder/],
  ['a link that leads nowhere', 'link', () => symlinkSync(at('nowhere'), at('link')), /link is a link that leads nowhere/],
  ['below a link that leads nowhere', 'link/a', () => symlinkSync(at('nowhere'), at('link')), /link is a link that leads nowhere/],
  ['a link to itself', 'link', () => symlinkSync(at('link'), at('link')), /link is a link that leads nowhere/],
  ['a name that is too long', 'x'.repeat(300), () => undefined, /No site can be written to .*ENAMETOOLONG/],
  ['within the results', 'results/site', () => undefined, /lies in the folder of results/],
  ['deep within the results', 'results/public/site', () => undefined, /lies in the folder of results/],
  ['the results themselves', 'results', () => undefined, /lies in the folder of results/],
  ['around the results', '.', () => lay(marker, ''), /would be replaced/],
  ['a link to the results', 'link', () => symlinkSync(at('results'), at('link')), /lies in the folder of results/],
  ['below a link to the results', 'link/public/site', () => symlinkSync(at('results'), at('link')), /lies in the folder of results/],
])('OUT is refused, and nothing is left behind: %s', async (_what, out, arrange, message) => {
  arrange();
  const before = everything();
  const error: unknown = await site(out).catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(HarnessError);
  expect(error).toMatchObject({ code: 'ERR_SITE_OUT', fault: 'user', message: expect.stringMatching(message) as string });
  expect(everything()).toEqual(before);
});

describe('what this user may not', () => {
  const refusal = async (what: string, mode: number, out = 'out'): Promise<unknown> => {
    const error = await bound(() => { chmodSync(at(what), mode); return site(out).catch((caught: unknown) => caught); });
    chmodSync(at(what), 0o755);
    return error;
  };

  test('make a folder there: it is told with its path', async () => {
    mkdirSync(at('theirs'));
    expect(await refusal('theirs', 0o555, 'theirs/a/b')).toMatchObject({ code: 'ERR_SITE_OUT', fault: 'user', message: expect.stringMatching(/No site can be written to .*theirs\/a\/b: EACCES.*\nWay out: Name a folder that this user may/) as string });
    expect(everything().filter(name => name.startsWith('theirs'))).toEqual(['theirs']);
  });

  test('write to the folder: it is told with its path', async () => {
    mkdirSync(at('out'));
    expect(await refusal('out', 0o555)).toMatchObject({ code: 'ERR_SITE_OUT', fault: 'user', message: expect.stringMatching(/No site can be written to .*\/out: EACCES/) as string });
  });

  test('read the results: it is told with their path', async () => {
    expect(await refusal('results', 0)).toMatchObject({ code: 'ERR_SITE_RESULTS_UNREADABLE', fault: 'user', message: expect.stringMatching(/The results in .*results cannot be read: EACCES/) as string });
    expect(everything()).not.toContain('out');
  });

  test.each([['its folder', 'n8n'], ['its history', 'n8n/history']])('read %s of one recipe: the site is of the others too, and tells what of it could not be read', async (_what, what) => {
    lay('results/n8n/results.json', sampleResults({ recipe: 'n8n' }));
    lay('results/n8n/history/2026-11-20T09-30-00.000Z-4f09ab.json', sampleResults({ recipe: 'n8n' }));
    expect(await refusal(`results/${what}`, 0)).toMatchObject({ recipes: 2, unreadable: 1 });
    const plain = (file: string): string => readFileSync(at('out', file), 'utf8').replace(/<[^>]+>/g, '');
    expect(plain('index.html')).toContain(`${what}: it cannot be read: EACCES`);
    expect(plain('recipes/n8n/index.html')).toContain('Its level is not known: ');
    expect(readFileSync(at('out/recipes/n8n/badge.svg'), 'utf8')).not.toContain('level 7');
    expect(readFileSync(at('out/recipes/ghost/badge.svg'), 'utf8')).toContain('level 7');
  });
});
