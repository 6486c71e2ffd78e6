/** Whatever a file or abra says, only the harness's own errors come out of its parsers. FUZZ_SEED repeats a run. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonDocuments, rows } from '../../../harness/abra/json-output.ts';
import { parseLint } from '../../../harness/abra/lint-table.ts';
import { fatalOf } from '../../../harness/abra/abra-error.ts';
import { NewLines, plainText } from '../../../harness/abra/terminal-text.ts';
import { includedPaths } from '../../../harness/data/backup-labels.ts';
import { HarnessError } from '../../../harness/errors.ts';
import { Compose } from '../../../harness/recipe/compose.ts';
import { EnvFile } from '../../../harness/recipe/env-file.ts';
import { interpolate } from '../../../harness/recipe/interpolate.ts';
import { compareVersions, parseVersion } from '../../../harness/recipe/release.ts';
import { fromLabels, label } from '../../../harness/run/lease-labels.ts';
import { recipeSchema } from '../../../harness/settings/recipe-schema.ts';
import { settingsSchema } from '../../../harness/settings/settings-schema.ts';
import { readToml, valueOf } from '../../../harness/settings/toml-file.ts';
import { seeded } from '../lab-ingress/seeded.ts';

const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 1_000_000);
const rounds = 400;

let folder = '';
beforeAll(() => {
  console.log(`FUZZ_SEED=${seed}`);
  folder = mkdtempSync(join(tmpdir(), 'rh-fuzz-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const pieces = ['', ' ', '\n', '\r\n', '\t', '\0', '=', '"', "'", '`', '#', '$', '${', '}', '${A:?', '${A:-', '$$', '\\', '[', ']', '[[', '{', '{"a":', ':', '-', '- ', ',', '.', '&a', '*a', '<<: *a', '!!binary x',
  '\u001b[31m', '\u001b]0;x\u0007', '│', '┃ R001 ┃', '✅', 'FATA ', 'é', '\ud800', '😀', '__proto__', 'constructor', 'true', '1e999', '-0', '0x', 'A', 'A=1', 'services:', 'app:', 'image: x', 'deploy:', 'labels:', '1.0.0+1', 'x'.repeat(300)];

/** Texts that are nearly sound: a sample cut, doubled, or with something foreign put in. */
function* mangled(samples: readonly string[]): Generator<string> {
  const random = seeded(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  for (let round = 0; round < rounds; round++) {
    let text = samples[below(samples.length)] ?? '';
    for (let change = 0; change <= below(6); change++) {
      const at = below(text.length + 1);
      const piece = pieces[below(pieces.length)] ?? '';
      const cut = below(4) === 0 ? below(20) : 0;
      text = text.slice(0, at) + piece + text.slice(at + cut);
      if (below(20) === 0) text += text.slice(below(text.length + 1));
    }
    yield text.slice(0, 20_000);
  }
}

/** Runs it on every mangled text; anything but an error of the harness fails, with the text that did it. */
function survives(samples: readonly string[], parse: (text: string) => unknown): void {
  let refused = 0;
  for (const text of mangled(samples)) {
    try {
      parse(text);
    } catch (error) {
      if (!(error instanceof HarnessError)) throw new Error(`FUZZ_SEED=${seed}: ${String(error)} on ${JSON.stringify(text)}`, { cause: error });
      expect(error.message, 'an error without trace and with a way out').not.toMatch(/\n\s+at .+:\d+:\d+/);
      expect(error.wayOut).not.toBe('');
      refused++;
    }
  }
  expect(refused).toBeLessThanOrEqual(rounds);
}

const recipeToml = 'memory = "64M"\nrequires = ["a"]\n[source]\ncatalogue = "ghost"\nref = "main"\n[health]\npath = "/"\nstatus = [200, 302]\n[env]\nA = "x {domain}"\n[[declared]]\nrung = "sso"\nblocker = "has no single sign-on"\n';
const harnessToml = '[target]\nabra = "abra"\nserver = "x"\ndocker = "ssh://me@example.org"\nzone = "ci.example.org"\naddress = "192.0.2.1"\n[folders]\nrecipes = "r"\n';

describe('settings', () => {
  test.each([['a recipe file', recipeToml, recipeSchema], ['harness.toml', harnessToml, settingsSchema]] as const)('%s', (_name, sample, schema) => {
    const file = join(folder, 'fuzz.toml');
    survives([sample], text => {
      writeFileSync(file, text);
      return valueOf(readToml(file, schema));
    });
  });
});

describe('a recipe', () => {
  const env = 'TYPE=ghost:1.0.0+1\n# DOMAIN="a" # x\nexport DOMAIN=ghost.example.com\nA="$DOMAIN ${DOMAIN} \\" \\n"\nB=\'single $A\' # length=32\nCOMPOSE_FILE="$COMPOSE_FILE:compose.b.yml"\n';

  test('an .env file is read, changed, written and read again as it was set', () => {
    survives([env], text => {
      const file = EnvFile.parse('x.env', Buffer.from(text));
      for (const key of file.keys()) file.get(key);
      file.comment(file.keys()[0] ?? 'NONE');
      file.set('NEW_KEY', text.replaceAll('\0', ''));
      const again = EnvFile.parse('x.env', file.bytes());
      // What holds half a character is no text, and is written as the replacement that Node makes of it.
      expect(again.get('NEW_KEY')).toBe(Buffer.from(text.replaceAll('\0', '')).toString());
    });
  });

  test('a compose file', () => {
    const yaml = 'version: "3.8"\nx-a: &a\n  image: x:${A:-1}\nservices:\n  app:\n    <<: *a\n    secrets:\n      - s\n      - source: t\n    volumes:\n      - data:/data\n      - type: volume\n        source: d\n        target: /d\n    deploy:\n      labels:\n        - "a=${A:?no}"\nsecrets:\n  s:\n    external: true\n    name: ${STACK_NAME}_s_v1\n';
    survives([yaml], text => {
      writeFileSync(join(folder, 'compose.yml'), text);
      const compose = Compose.read(folder, ['compose.yml'], new Map([['B', '2']]));
      return [compose.images(), compose.services.map(service => service.labels), compose.secrets(), compose.serviceNames()];
    });
  });

  test('variables', () => survives(['${A:-${B:-c}}', '$A${B:?x}$$', '${A:+${B-1}}'], text => interpolate(text, new Map([['A', '1']]))));

  test('versions', () => survives(['1.2.3+4.5.6', '0.0.1+v1-alpine'], text => {
    const version = parseVersion(text);
    return version && compareVersions(version, { own: '1.0.0', upstream: '1' });
  }));
});

describe('labels', () => {
  test('of a lease', () => survives([JSON.stringify({ stack: 'a', domain: 'a.b', recipe: 'r', server: 's', backedUp: true })], text =>
    fromLabels({ [label.run]: text, [label.expires]: text, [`${label.stack}a`]: text, [text]: text, [label.pid]: text })));

  test('of backups', () => survives(['true', 'backupbot.backup.volumes.data.path', 'a,b/../c, ,/d'], text =>
    includedPaths([{ name: 'app', labels: { 'backupbot.backup': 'true', [text]: text, 'backupbot.backup.volumes.data.path': text, [`backupbot.backup.volumes.${text}`]: 'false' }, mounts: [{ volume: 'data', path: '/data' }, { volume: text, path: text }] }])));
});

describe("abra's output", () => {
  const json = 'INFO x\n{\n  "a": {"service": "app", "generated name": "x", "value": null},\n  "b": []\n}\nWARN y\n[{"name":"a","value":"b"}]\n';
  const table = '┏━┓\n┃ REF  ┃ RULE ┃ SEVERITY ┃ SATISFIED ┃ SKIPPED ┃ HOW ┃\n┃ R001 ┃ a ┃ error ┃ ✅ ┃ - ┃ x ┃\nFATA gone wrong\n';

  test('rows of JSON among log lines', () => survives([json], text => jsonDocuments(text).map(rows)));
  test('the table of the lint', () => survives([table], text => [parseLint(text), fatalOf(text)]));
  test('what a terminal shows, however it arrives', () => survives([json, table, '\u001b[2K\rwaiting\r\n'], text => {
    const lines: string[] = [];
    const live = new NewLines(line => lines.push(line));
    for (let at = 0; at < text.length; at += 7) live.push(text.slice(at, at + 7));
    live.end();
    expect(plainText(text)).not.toContain('\r');
    return lines;
  }));
});
