/** Names of stacks, secrets, folders and versions, and their order. */
import { expect, test } from 'vitest';
import { splitType } from '../../../lab/abra/app/find.ts';
import { secretName, stackName, versionVariable } from '../../../lab/abra/app/names.ts';
import { folderName, shortName } from '../../../lab/abra/recipe/folder.ts';
import { compareReleases, sortReleases } from '../../../lab/abra/recipe/version-order.ts';

test('a stack is the domain with underscores for dots, cut at 45', () => {
  expect(stackName('cust-0a1b2c.lab.test')).toBe('cust-0a1b2c_lab_test');
  expect(stackName(`${'a'.repeat(50)}.lab.test`)).toHaveLength(45);
});

test('secret names stop at 64 characters', () => {
  expect(secretName('cust_lab_test', 'db_password', 'v1')).toBe('cust_lab_test_db_password_v1');
  expect(() => secretName('a'.repeat(45), 'b'.repeat(16), 'v1')).toThrow('is too long (> 64 chars');
  expect(versionVariable('db-root_password')).toBe('SECRET_DB_ROOT_PASSWORD_VERSION');
});

test('releases go by the numbers of recipe and upstream, not by text', () => {
  const tags = ['1.10.0+2.0.0', '1.2.0+1.24.2-rootless', '1.2.0+1.9.0', 'v0.0.9', 'main', '1.2.0+1.24.2'];
  expect(sortReleases(tags)).toEqual(['1.2.0+1.9.0', '1.2.0+1.24.2', '1.2.0+1.24.2-rootless', '1.10.0+2.0.0']);
  expect(compareReleases('1.0.0+v1.6.870-0', '1.0.0+v1.6.871-0')).toBeLessThan(0);
  expect(compareReleases('1.0.0+2', '1.0.0+2')).toBe(0);
});

test('a recipe by URL has its folder by host and path', () => {
  expect(folderName('https://git.example.org/org/cool-recipe.git')).toBe('git_example_org_org_cool-recipe');
  expect(shortName('https://git.example.org/org/cool-recipe.git')).toBe('cool-recipe');
  expect(folderName('ghost')).toBe('ghost');
});

test('TYPE holds recipe and version, also for a URL', () => {
  expect(splitType('ghost:1.0.0+5')).toEqual({ name: 'ghost', version: '1.0.0+5' });
  expect(splitType('ghost')).toEqual({ name: 'ghost', version: undefined });
  expect(splitType('https://h.org:8443/x.git:1.0.0+5')).toEqual({ name: 'https://h.org:8443/x.git', version: '1.0.0+5' });
  expect(splitType('https://h.org/x').version).toBeUndefined();
});
