/** Given recipe files that name each other, when a run asks what an app needs, then all of it comes in the order of deployment, or one message says what is wrong. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dependenciesOf, directDependencies } from '../../../harness/deps/graph.ts';
import { loadRecipe, loadSettings } from '../../../harness/settings/settings.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'deps-'));
  mkdirSync(join(root, 'recipes'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function recipes(files: Readonly<Record<string, string>>): void {
  for (const [name, more] of Object.entries(files)) {
    writeFileSync(join(root, 'recipes', `${name}.toml`), `memory = "64M"\n${more}\n[source]\ncatalogue = "${name}"\n`);
  }
}

function needs(name: string): string[] {
  const settings = loadSettings(root, {});
  return dependenciesOf(settings, loadRecipe(settings, name)).map(recipe => recipe.name);
}

describe('what an app needs', () => {
  test('is nothing where it names nothing', () => {
    recipes({ page: '' });
    expect(needs('page')).toEqual([]);
  });

  test('comes before what needs it, each once', () => {
    recipes({ docs: 'requires = ["minio", "drive"]', drive: 'requires = ["minio", "redis"]', minio: '', redis: '' });
    expect(needs('docs')).toEqual(['minio', 'redis', 'drive']);
  });

  test('is told with the key that names it: the provider of logins needs no other', () => {
    expect(directDependencies({
      requires: ['minio'], test_requires: ['mail', 'minio'], sso: { provider: 'keycloak', redirect_uris: [], env: {}, secrets: {} },
    })).toEqual([{ name: 'minio', key: 'requires' }, { name: 'mail', key: 'test_requires' }, { name: 'keycloak', key: 'sso.provider' }]);
  });
});

describe('refused before anything is deployed', () => {
  test('is a name that no recipe has, with the one that was probably meant', () => {
    recipes({ docs: 'test_requires = ["keycloack"]', keycloak: '' });
    expect(() => needs('docs')).toThrow(expect.objectContaining({
      code: 'ERR_DEPENDENCY_UNKNOWN', fault: 'user', problems: [expect.objectContaining({ file: join(root, 'recipes/docs.toml'), key: 'test_requires', value: 'keycloack', wayOut: 'Did you mean keycloak?' })],
    }) as Error);
  });

  test('is a provider without a recipe file, with what to write', () => {
    recipes({ docs: '[sso]\nprovider = "keycloak"' });
    expect(() => needs('docs')).toThrow(expect.objectContaining({ problems: [expect.objectContaining({ key: 'sso.provider', wayOut: 'Write keycloak.toml beside it, or take the name out.' })] }) as Error);
  });

  test.each([
    ['itself', { one: 'requires = ["one"]' }, 'one needs one'],
    ['each other', { one: 'requires = ["two"]', two: 'requires = ["one"]' }, 'one needs two needs one'],
    ['each other, behind a third', { one: 'requires = ["two"]', two: 'requires = ["three"]', three: 'requires = ["two"]' }, 'two needs three needs two'],
  ])('are recipes that need %s, with the way round', (_what, files, circle) => {
    recipes(files);
    expect(() => needs('one')).toThrow(expect.objectContaining({ code: 'ERR_DEPENDENCY_CYCLE', fault: 'user', message: expect.stringContaining(circle) as string }) as Error);
  });
});
