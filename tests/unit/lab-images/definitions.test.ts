/** A tag is a promise about what an image holds, and a cache key a promise about what went into it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { baseKey } from '../../../lab/images/base.ts';
import { holdsVersion, upstreamVersion, type ImageDefinition } from '../../../lab/images/definition.ts';
import { definitions } from '../../../lab/images/definitions/index.ts';
import { ensureImages, labImages } from '../../../lab/images/ensure.ts';
import { checkVersion, layerKey } from '../../../lab/images/layer.ts';

const scratch = mkdtempSync(join(tmpdir(), 'lab-images-'));
afterEach(() => rmSync(scratch, { recursive: true, force: true }));

describe('versions', () => {
  test.each([
    ['1.22.1-9+deb12u11', '1.22.1'],
    ['1:9.2p1-2+deb12u3', '9.2p1'],
    ['0.14.0-1+b5', '0.14.0'],
    ['15.20-0+deb12u1', '15.20'],
    ['2.11.4~rc1+dfsg-2', '2.11.4'],
    ['4.8.1', '4.8.1'],
  ])('%s is upstream %s', (debian, upstream) => expect(upstreamVersion(debian)).toBe(upstream));

  test('a series is met by what is in it, and by nothing that merely begins alike', () => {
    expect(holdsVersion('15', '15.20')).toBe(true);
    expect(holdsVersion('15', '150.1')).toBe(false);
    expect(holdsVersion('1.22.1', '1.22.1')).toBe(true);
    expect(holdsVersion('1.22.1', '1.22.2')).toBe(false);
  });

  test('another version in the archive ends the build, naming file, tag and what there is now', () => {
    const nginx = find('lab/nginx:1.22.1');
    expect(() => checkVersion(nginx, '1.22.1')).not.toThrow();
    expect(() => checkVersion(nginx, '1.24.0')).toThrow(/lab\/nginx:1\.22\.1 is to hold nginx 1\.22\.1.*now has 1\.24\.0.*definitions\/nginx-1\.22\.ts/);
  });

  test('every tag begins with the version that the image is to hold, but for the lab\'s own programs', () => {
    for (const { ref, holds } of definitions.filter(({ ref }) => !ref.startsWith('lab/backup-bot:'))) {
      expect(ref.split(':')[1]).toBe(holds.version);
    }
  });

  test('wheels are pinned, also the one for which the image is named', () => {
    for (const { python, holds } of definitions) {
      if (python === undefined) continue;
      expect(python.requirements.filter((requirement) => !/^[\w.-]+==[\w.]+$/.test(requirement))).toEqual([]);
      expect(python.requirements).toContain(`${holds.package}==${holds.version}`);
    }
  });

  test('npm packages are pinned, the one for which the image is named among them, and stand on Node', () => {
    for (const { npm, holds, over } of definitions) {
      if (npm === undefined) continue;
      expect(Object.values({ ...npm.dependencies, ...npm.overrides }).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
      expect(npm.dependencies[holds.package]).toBe(holds.version);
      expect(npm.before).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(over?.node?.version).toMatch(/^24\./);
    }
  });

  test('an archive is pinned by its checksum, and is the one for which the image is named', () => {
    const archives = definitions.flatMap(({ archive, holds }) => archive === undefined ? [] : [{ ...archive, holds }]);
    expect(archives.map(({ version }) => version)).toEqual(['26.5.6', '26.7.3']);
    for (const { group, artifact, version, sha256, holds } of archives) {
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(holds).toEqual({ from: 'maven', package: `${group}:${artifact}`, version });
    }
  });
});

describe('keys', () => {
  const nginx = () => find('lab/nginx:1.22.1');

  test('a layer is made anew for another package, file, command or base, not for another configuration', () => {
    const key = layerKey(nginx(), 'base');
    expect(layerKey({ ...nginx(), packages: ['nginx', 'curl'] }, 'base')).not.toBe(key);
    expect(layerKey({ ...nginx(), files: [] }, 'base')).not.toBe(key);
    expect(layerKey({ ...nginx(), run: [] }, 'base')).not.toBe(key);
    expect(layerKey({ ...nginx(), archive: find('lab/keycloak:26.7.3').archive! }, 'base')).not.toBe(key);
    expect(layerKey(nginx(), 'another')).not.toBe(key);
    expect(layerKey({ ...nginx(), config: { Cmd: ['true'] } }, 'base')).toBe(key);
  });

  test('another root certificate makes another base', () => {
    const [one, two] = ['one', 'two'].map((content) => {
      const folder = mkdtempSync(join(tmpdir(), 'lab-images-'));
      writeFileSync(join(folder, 'root.crt'), content);
      const key = baseKey(join(folder, 'root.crt'));
      rmSync(folder, { recursive: true });
      return key;
    });
    expect(one).not.toBe(two);
  });
});

test('an image that the lab cannot make is refused before anything is done, with the list of those it can', async () => {
  const nowhere = { socket: '/nonexistent', cacheFolder: scratch, ca: { certificate: '/nonexistent', key: '/nonexistent' } };
  await expect(ensureImages(nowhere, ['lab/nginx:1.22.1', 'nginx:1.29'], () => undefined))
    .rejects.toThrow(/cannot make nginx:1\.29.*\n.*lab\/base:bookworm, .*lab\/postgres:15/);
});

test('names are unique and none is an upstream image\'s', () => {
  expect(new Set(labImages()).size).toBe(labImages().length);
  expect(labImages().filter((ref) => !ref.startsWith('lab/'))).toEqual([]);
});

function find(ref: string): ImageDefinition {
  const definition = definitions.find((each) => each.ref === ref);
  if (definition === undefined) throw new Error(`no definition of ${ref}`);
  return definition;
}
