/** Lint rules on trees of files. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { rules, type LintInput } from '../../../lab/abra/recipe/rules.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lint-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function broken(change: Partial<LintInput>): string[] {
  const document = {
    version: '3.8',
    services: { app: { image: 'lab/nginx:1.22.1', healthcheck: {}, deploy: { labels: { 'traefik.enable': 'true' } } } },
    configs: { page: { name: '${STACK_NAME}_page_${PAGE_VERSION}' } },
  };
  const input: LintInput = { recipe: 'r', folder, document, tags: [{ name: '1.0.0+1', annotated: true }], published: ['1.0.0+1'], ...change };
  return rules.filter((rule) => rule.skip === undefined && !rule.holds(input)).map((rule) => rule.ref);
}

function fill(): void {
  const keys = ['Category', 'Status', 'Image', 'Healthcheck', 'Backups', 'Email', 'Tests', 'SSO'];
  writeFileSync(join(folder, 'README.md'), keys.map((key) => `* **${key}**: x`).join('\n'));
  writeFileSync(join(folder, '.env.sample'), 'TYPE=r\n');
  writeFileSync(join(folder, 'abra.sh'), 'export PAGE_VERSION=v1\n');
}

test('there are sixteen rules, in order', () => {
  expect(rules.map((rule) => rule.ref)).toEqual(Array.from({ length: 16 }, (_, index) => `R${String(index + 1).padStart(3, '0')}`));
});

test('a good recipe breaks none', () => {
  fill();
  expect(broken({})).toEqual([]);
});

test('an empty tree lacks sample, metadata and config versions', () => {
  expect(broken({})).toEqual(['R007', 'R008', 'R012']);
});

test.each([
  ['a lightweight tag', { tags: [{ name: '1.0.0+1', annotated: false }] }, ['R014']],
  ['a service without image', { document: { version: '3.8', services: { app: { healthcheck: {}, deploy: { labels: { 'traefik.enable': 'true' } } } } } }, ['R011']],
  ['no service app', { document: { version: '3.8', services: { web: { image: 'w:latest' } } } }, ['R002', 'R004', 'R005', 'R009', 'R010']],
  ['an image without a tag, on a registry with a port', { document: { version: '3.8', services: { app: { image: 'host:5000/w', healthcheck: {}, deploy: { labels: { 'traefik.enable': 'true' } } } } } }, ['R003']],
])('%s', (_name, change, expected) => {
  fill();
  expect(broken(change)).toEqual(expected);
});
