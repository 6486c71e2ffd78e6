/** Which of the machine's package sources is Debian's archive: apt is asked, and others use the same suite names. */
import { expect, test } from 'vitest';
import { archiveAmong, parseTargets, sourceLines } from '../../../lab/images/sources.ts';

const targets = [
  'Translations|http://archive.example/debian/|bookworm|main|Debian',
  'Packages|https://vendor.example/apt/|bookworm|main|Vendor',
  'Packages|http://archive.example/debian/|bookworm|main|Debian',
  'Packages|http://archive.example/debian/|bookworm|contrib|Debian',
  'Packages|http://archive.example/debian/|bookworm-updates|main|Debian',
  'Packages|http://archive.example/security/|bookworm-security|main|Debian',
].join('\n');

test('a vendor who calls its suite bookworm is not taken for Debian', () => {
  expect(archiveAmong(parseTargets(targets), 'bookworm')).toEqual({ main: 'http://archive.example/debian/', security: 'http://archive.example/security/' });
});

test('before the first update apt knows no origin; then the suite decides', () => {
  const unread = 'Packages|http://archive.example/debian/|stable|main|$(ORIGIN)';
  expect(archiveAmong(parseTargets(unread), 'trixie')).toEqual({ main: 'http://archive.example/debian/', security: undefined });
});

test('a machine without Debian\'s main component has no archive', () => {
  expect(archiveAmong(parseTargets('Packages|https://vendor.example/apt/|bookworm|main|Vendor'), 'bookworm')).toBeUndefined();
  expect(archiveAmong([], 'bookworm')).toBeUndefined();
});

test('another release comes from the same archive, with its updates and security fixes', () => {
  const lines = sourceLines({ main: 'http://archive.example/debian/', security: 'http://archive.example/security/' }, 'trixie');
  expect(lines.map((line) => line.replace(/^deb \[[^\]]*\] /, ''))).toEqual([
    'http://archive.example/debian/ trixie main',
    'http://archive.example/debian/ trixie-updates main',
    'http://archive.example/security/ trixie-security main',
  ]);
});
