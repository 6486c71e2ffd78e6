/** Given what the engine says of images and volumes, then each service's part of the disk is known, or nothing is said of it. */
import type Dockerode from 'dockerode';
import { describe, expect, test, vi } from 'vitest';
import { diskOf, type DiskSource } from '../../../harness/swarm/disk.ts';
import { sizesIn, volumeSizes } from '../../../harness/swarm/disk-usage.ts';

const signal = new AbortController().signal;
const mount = (source: string, type = 'volume') => ({ type, source, target: `/${source}` });
const engine = (volumes: Record<string, number> = {}) => ({
  imageSize: (image: string) => Promise.resolve(image === 'gone:1' ? undefined : 900),
  volumeSizes: vi.fn<DiskSource['volumeSizes']>(() => Promise.resolve(new Map(Object.entries(volumes)))),
});

describe('the disk of a stack', () => {
  test('is image and volumes of each service, each volume once, and no bind mount', async () => {
    const services = [
      { name: 'app', image: 'ghost:6', mounts: [mount('s_content'), mount('s_content'), mount('s_cache'), mount('/etc/x', 'bind')] },
      { name: 'db', image: 'mysql:8', mounts: [mount('s_db')] },
    ];
    expect(await diskOf(engine({ s_content: 10, s_cache: 5, s_db: 70, foreign: 1_000 }), services, signal)).toEqual({ app: { image: 900, volumes: 15 }, db: { image: 900, volumes: 70 } });
  });

  test('leaves out a service of which the engine does not know all', async () => {
    const services = [{ name: 'app', image: 'gone:1', mounts: [] }, { name: 'db', image: 'mysql:8', mounts: [mount('s_nfs')] }, { name: 'web', image: 'nginx:1', mounts: [] }];
    expect(await diskOf(engine(), services, signal)).toEqual({ web: { image: 900, volumes: 0 } });
  });

  test('has nobody walk through the node\'s volumes where it mounts none', async () => {
    const asked = engine();
    await diskOf(asked, [{ name: 'app', image: 'nginx:1', mounts: [mount('/etc/x', 'bind')] }], signal);
    expect(asked.volumeSizes).not.toHaveBeenCalled();
  });
});

test.each<[string, Parameters<typeof sizesIn>[0], [string, number][]]>([
  ['those that it measured', { Volumes: [{ Name: 'a', UsageData: { Size: 12 } }, { Name: 'empty', UsageData: { Size: 0 } }] }, [['a', 12], ['empty', 0]]],
  ['not those of another driver', { Volumes: [{ Name: 'nfs', UsageData: { Size: -1 } }, { Name: 'other', UsageData: null }, { Name: 'new' }] }, []],
  ['none, where there is none', { Volumes: null }, []],
])('of volumes, the engine tells %s', (_what, usage, sizes) => {
  expect([...sizesIn(usage)]).toEqual(sizes);
});

describe('an engine', () => {
  const answering = (...answers: (Error | object)[]) => {
    const dial = vi.fn((_request: object, answer: (error: Error | null, usage?: object) => void) => {
      const next = answers.shift() ?? new Error('asked too often');
      if (next instanceof Error) answer(next);
      else answer(null, next);
    });
    return { dial, docker: { modem: { dial } } as unknown as Dockerode };
  };
  const busy = () => new Error('(HTTP code 500) server error - a disk usage operation is already running');

  test('that measures for somebody else is asked again', async () => {
    const { docker, dial } = answering(busy(), busy(), { Volumes: [{ Name: 'a', UsageData: { Size: 12 } }] });
    expect([...await volumeSizes(docker, signal)]).toEqual([['a', 12]]);
    expect(dial).toHaveBeenCalledTimes(3);
  });

  test('is asked no more once it took too long', async () => {
    const { docker, dial } = answering(busy(), busy());
    await expect(volumeSizes(docker, AbortSignal.abort())).rejects.toThrow('aborted');
    expect(dial).toHaveBeenCalledOnce();
  });

  test('that refuses for another reason is believed', async () => {
    await expect(volumeSizes(answering(new Error('no such thing')).docker, signal)).rejects.toThrow('no such thing');
  });
});
