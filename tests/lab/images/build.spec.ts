/** Layers are built once from what they are made of, hold what they claim, and leave nothing behind. */
import { randomBytes } from 'node:crypto';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test as base } from '@playwright/test';
import { until } from '../../../lab/engine/until.ts';
import { imageOf } from '../../../lab/images/archive.ts';
import { ensureBase, type Base } from '../../../lab/images/base.ts';
import type { ImageDefinition } from '../../../lab/images/definition.ts';
import { loadImage } from '../../../lab/images/engine.ts';
import { ensureImages } from '../../../lab/images/ensure.ts';
import { ensureLayer } from '../../../lab/images/layer.ts';
import { readLab, type Lab } from '../../../lab/state.ts';
import { labFolder } from '../lab.ts';

const test = base.extend<{ cache: string }, { lab: Lab; under: Base }>({
  lab: [async ({}, use) => use(readLab(labFolder())), { scope: 'worker' }],
  under: [async ({ lab }, use) => use(await ensureBase(lab.cacheFolder, lab.ca.certificate, () => undefined)), { scope: 'worker', timeout: 180_000 }],
  cache: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), 'lab-cache-'));
    await use(folder);
    rmSync(folder, { recursive: true });
  },
});

function definition(more: Partial<ImageDefinition>): ImageDefinition {
  return {
    ref: `lab/test:${randomBytes(4).toString('hex')}`, file: 'tests/lab/images/build.spec.ts',
    holds: { from: 'debian', package: 'hello', version: '2.10' }, packages: ['hello'], config: {}, ...more,
  };
}

const list = (tar: string): string[] => execFileSync('tar', ['-tf', tar], { encoding: 'utf8' }).split('\n');

test('two who ask at once get one build, and the same bytes come of a second one', async ({ cache, under }) => {
  const asked = definition({});
  const built: string[] = [];
  const [one, two] = await Promise.all([1, 2].map(() => ensureLayer(asked, under, cache, (line) => built.push(line))));
  expect(built).toEqual([`building ${asked.ref}`]);
  expect(one).toEqual(two);
  expect(one?.version).toBe('2.10');

  rmSync(join(cache, 'images', 'layers'), { recursive: true });
  expect((await ensureLayer(asked, under, cache, () => undefined)).diffId).toBe(one?.diffId);
  expect(readdirSync(join(cache, 'images', 'layers'))).toEqual([one?.key]);
});

test('an image is refused when the archive has another version, and is not kept', async ({ cache, under }) => {
  const wrong = definition({ holds: { from: 'debian', package: 'hello', version: '2.9' } });
  await expect(ensureLayer(wrong, under, cache, () => undefined)).rejects.toThrow(/is to hold hello 2\.9, but Debian's archive now has 2\.10 \(tests\/lab\/images\/build\.spec\.ts\)/);
  expect(readdirSync(join(cache, 'images', 'layers'))).toEqual([]);
});

test('what a layer takes away is gone in the container, and what it does not touch is there', async ({ lab, cache, under }) => {
  const asked = definition({ run: ['rm -r /usr/share/ca-certificates /etc/profile'], files: [{ path: '/usr/local/bin/greet', mode: 0o755, content: '#!/bin/sh\nhello\n' }] });
  const layer = await ensureLayer(asked, under, cache, () => undefined);
  expect(list(layer.tar)).toEqual(expect.arrayContaining(['./usr/share/.wh.ca-certificates', './etc/.wh.profile', './usr/local/bin/greet']));
  expect(list(layer.tar).filter((path) => /policy-rc|resolv\.conf|apt\/(lists|archives)/.test(path))).toEqual([]);

  await ensureImages(lab, ['lab/base:bookworm'], () => undefined);
  await loadImage(lab.socket, imageOf(asked, [under, layer]), new Set([under.diffId]));
  const docker = (...args: string[]): string => execFileSync('/usr/bin/docker', ['--host', `unix://${lab.socket}`, ...args], { encoding: 'utf8' }).trim();
  const said = docker('run', '--rm', '--network', 'none', asked.ref, 'sh', '-c', 'greet; ls -d /usr/share/ca-certificates /etc/profile /etc/ssl/certs/ca-certificates.crt 2>/dev/null || true');
  docker('rmi', asked.ref);
  expect(said).toBe('Hello, world!\n/etc/ssl/certs/ca-certificates.crt');
});

test('a builder that is killed takes everything with it, and the next one builds', async ({ cache, under }) => {
  const asked = definition({ run: ['mkfifo /tmp/never', 'cat /tmp/never'] });
  const module = new URL('../../../lab/images/layer.ts', import.meta.url).href;
  const script = `const { ensureLayer } = await import(${JSON.stringify(module)}); await ensureLayer(...${JSON.stringify([asked, under, cache])}, () => undefined);`;
  const builder = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: 'ignore' });
  const processes = (): string[] => readdirSync('/proc').filter((pid) => {
    try {
      return /^\d+$/.test(pid) && Number(pid) !== builder.pid && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(`${cache}/images/layers/`);
    } catch {
      return false;
    }
  });
  const started = await until(() => processes().length > 1 || undefined, 60_000, 50);
  expect(started, 'the build has begun').toBe(true);

  builder.kill('SIGKILL');

  expect(await until(() => processes().length === 0 || undefined, 10_000, 50), 'no process of the build is left').toBe(true);
  expect(readFileSync('/proc/self/mountinfo', 'utf8')).not.toContain(cache);
  const layer = await ensureLayer({ ...asked, run: [] }, under, cache, () => undefined);
  expect(layer.version).toBe('2.10');
});
