/** A root that an administrator has added to the machine is one for Java too, whether or not Java was there first. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type JavaTrust, trustOfThisMachine } from '../../../lab/images/java-trust.ts';

let scratch: string;
let machine: JavaTrust;

beforeEach(() => {
  scratch = mkdtempSync(join(tmpdir(), 'lab-java-trust-'));
  machine = { list: join(scratch, 'cacerts'), added: join(scratch, 'added') };
  mkdirSync(join(machine.added, 'office'), { recursive: true });
  mkdirSync(join(scratch, 'build'));
});
afterEach(() => rmSync(scratch, { recursive: true }));

const keytool = (...args: string[]): string => execFileSync('keytool', [...args, '-storepass', 'changeit'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** A root by its name; the list of Debian's Java begins with one. */
function root(name: string, file: string): void {
  const keys = join(scratch, `${name}.keys`);
  keytool('-genkeypair', '-keystore', keys, '-alias', 'root', '-keyalg', 'EC', '-dname', `CN=${name}`, '-keypass', 'changeit');
  writeFileSync(file, keytool('-exportcert', '-rfc', '-keystore', keys, '-alias', 'root'));
}

function listed(): void {
  root('public', join(scratch, 'public.crt'));
  keytool('-importcert', '-noprompt', '-keystore', machine.list, '-alias', 'public', '-file', join(scratch, 'public.crt'));
}

test('what the machine has been given is trusted beside what Java trusts', async () => {
  listed();
  root('of-the-office', join(machine.added, 'office', 'root.crt'));
  const options = await trustOfThisMachine(join(scratch, 'build'), machine, '');
  const store = join(scratch, 'build', 'trusted');
  expect(options[0]).toBe(`-Djavax.net.ssl.trustStore=${store}`);
  const trusted = keytool('-list', '-v', '-keystore', store);
  expect([...trusted.matchAll(/Owner: CN=(.*)/g)].map(([, name]) => name).sort()).toEqual(['of-the-office', 'public']);
  expect(keytool('-list', '-v', '-keystore', machine.list), 'the machine\'s own list').not.toContain('of-the-office');
});

test('where nothing was added, or somebody names a list themselves, Java keeps its own', async () => {
  writeFileSync(machine.list, '');
  expect(await trustOfThisMachine(join(scratch, 'build'), machine, '')).toEqual([]);
  writeFileSync(join(machine.added, 'root.crt'), '');
  expect(await trustOfThisMachine(join(scratch, 'build'), machine, '-Djavax.net.ssl.trustStore=/mine')).toEqual([]);
});
