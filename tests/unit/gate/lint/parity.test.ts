/** Given a PARITY page, when a hook works beside the app's interface, then the reason is found in the form that docs describe, and in no other. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { reasonIn, reasonInParity } from '../../../../harness/gate/lint/parity.ts';

const exception = (head: string, reason: string): string => `# ghost\n\n## Exceptions\n- **Author and reader are one person.** A note is private.\n- **${head}** ${reason}\n`;

test('the reason is all that stands behind the bold head that names the hook', () => {
  const page = exception('The seed writes through the container.', 'HTTP is read-only:\n  nothing takes content.');
  expect(reasonIn(page, 'seed')).toBe('HTTP is read-only: nothing takes content.');
  expect(reasonIn(page, 'read')).toBeUndefined();
});

test.each([
  ['without a reason', exception('The seed writes through the container.', '')],
  ['of another name', exception('Seeds are sown.', 'They grow.')],
  ['under another heading', exception('The seed writes.', 'So it is.').replace('Exceptions', 'Beyond')],
  ['under a later heading', `${exception('One.', 'Other.')}\n## Guesses\n- **The seed writes.** So it is.\n`],
  ['that is not bold', '## Exceptions\n- The seed writes through the container, since HTTP is read-only.\n'],
])('an item %s is none', (_how, page) => {
  expect(reasonIn(page, 'seed')).toBeUndefined();
});

let root: string;
beforeEach(() => { root = mkdtempSync(join(tmpdir(), 'rh-parity-')); });
afterEach(() => rmSync(root, { recursive: true, force: true }));

function write(file: string, text: string): string {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
  return join(root, file);
}

test('a project has a page for each recipe, a recipe\'s own repository one for its only overlay, and nobody looks beyond the repository', () => {
  const said = exception('The seed writes.', 'So it is.');
  const inProject = write('project/overlays/ghost/overlay.ts', '');
  const other = write('project/overlays/blog/overlay.ts', '');
  const own = write('recipe/tests/recipe-harness/overlay.ts', '');
  write('project/PARITY/ghost.md', said);
  write('recipe/PARITY.md', said);
  write('project/PARITY.md', said);
  expect([inProject, other, own].map(file => reasonInParity(file, 'seed'))).toEqual(['So it is.', undefined, 'So it is.']);
  write('PARITY/blog.md', said);
  expect(reasonInParity(other, 'seed'), 'above it').toBe('So it is.');
  write('project/.git', '');
  expect(reasonInParity(other, 'seed'), 'above its repository').toBeUndefined();
});
