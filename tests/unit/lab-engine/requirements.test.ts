/** What is refused before a lab is thought of, each with one message. */
import { describe, expect, it } from 'vitest';
import { requireFit } from '../../../lab/engine/requirements.ts';

const root = { platform: 'linux', user: 0 };

describe('requireFit', () => {
  it('takes an ordinary folder', () => {
    expect(() => requireFit('/var/tmp/recipe-harness/lab', root)).not.toThrow();
  });

  it.each([
    ['another system', '/tmp/lab', { platform: 'darwin', user: 501 }, /ERR_LAB_NEEDS_LINUX.*harness\.toml/s],
    ['another user', '/tmp/lab', { platform: 'linux', user: 1000 }, /ERR_LAB_NEEDS_ROOT.*harness\.toml/s],
    ['a path too long for a socket', `/tmp/${'x'.repeat(90)}/lab`, root, /11 bytes too long.*ERR_LAB_PATH_TOO_LONG.*RECIPE_HARNESS_STATE/s],
    ['a folder that the lab covers', '/run/user/0/lab', root, /under \/run.*ERR_LAB_STATE_FOLDER/s],
    ['a name that mounts cannot carry', '/tmp/my lab', root, /ERR_LAB_STATE_FOLDER/],
  ])('refuses %s', (_what, folder, machine, message) => {
    expect(() => requireFit(folder, machine)).toThrow(message);
  });

  it('counts bytes, as the kernel does', () => {
    expect(() => requireFit(`/tmp/${'ä'.repeat(45)}/lab`, root)).toThrow(/ERR_LAB_PATH_TOO_LONG/);
  });
});
