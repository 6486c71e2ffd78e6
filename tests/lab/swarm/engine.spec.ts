/** The engine's client against a real engine: commands, files, logs, images, and the same through ssh's pipes. */
import { chmod, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine } from '../../../harness/swarm/engine.ts';
import { expect, forever, health, service, test } from './stacks.ts';

test('runs commands, moves files, reads logs', async ({ stacks }) => {
  const { engine } = stacks;
  const deployed = await stacks.deploy(service('app', `echo one; echo two; echo err >&2; ${forever}`, health('true')));
  await deployed.wait();
  const app = await engine.runningContainer(deployed.stack, 'app', 5_000);
  expect(app).toMatchObject({ service: 'app', state: 'running', stack: deployed.stack });

  expect(await engine.exec(app, ['sh', '-c', 'echo a; echo b >&2; exit 3'])).toEqual({ stdout: 'a\n', stderr: 'b\n', exitCode: 3 });
  expect((await engine.exec(app, ['sh', '-c', 'echo $X; id -un; cat'], { env: { X: 'x' }, user: 'nobody', stdin: 'from stdin' })).stdout).toBe('x\nnobody\nfrom stdin');
  const big = await engine.exec(app, ['sh', '-c', 'head -c 3000000 /dev/zero']);
  expect(big.stdout).toHaveLength(3_000_000);
  await expect(engine.exec(app, ['sleep', '30'], { deadlineMs: 200 })).rejects.toMatchObject({ code: 'ERR_EXEC_DEADLINE' });
  expect((await engine.exec(app, ['/no/such/program'])).exitCode).toBe(126);

  const bytes = Buffer.from(Array.from({ length: 70_000 }, (_, index) => index % 256));
  await engine.putFile(app, '/srv/a file', bytes, { mode: 0o600 });
  expect((await engine.getFile(app, '/srv/a file'))?.equals(bytes)).toBe(true);
  expect((await engine.exec(app, ['stat', '-c', '%a', '/srv/a file'])).stdout).toBe('600\n');
  expect(await engine.getFile(app, '/srv/none')).toBeUndefined();
  expect(await engine.getFile(app, '/none/none')).toBeUndefined();
  await expect(engine.getFile(app, '/srv')).rejects.toMatchObject({ code: 'ERR_NOT_A_FILE' });
  await expect(engine.getFile('0123456789ab', '/srv/none')).rejects.toMatchObject({ code: 'ERR_ENGINE_REFUSED', status: 404 });
  await expect(engine.putFile(app, '/none/file', bytes)).rejects.toMatchObject({ code: 'ERR_ENGINE_REFUSED' });

  // The engine reads a container's two streams one beside the other: only within each is the order the container's.
  const logged = await engine.serviceLogs(deployed.stack, 'app', 10);
  expect(logged.toSorted()).toEqual(['err', 'one', 'two']);
  expect(logged.filter(line => line !== 'err')).toEqual(['one', 'two']);
  expect(await engine.serviceLogs(deployed.stack, 'app', 1)).toEqual(logged.slice(-1));
  expect(await engine.hasImage('lab/base:bookworm')).toBe(true);
  expect(await engine.hasImage('lab/base:none')).toBe(false);
  await expect(engine.pull('lab/none:1')).rejects.toMatchObject({ code: 'ERR_IMAGE_UNAVAILABLE', fault: 'environment' });
  expect(await engine.node()).toMatchObject({ nodes: 1, manager: true });
  await expect(engine.runningContainer(deployed.stack, 'none', 300)).rejects.toMatchObject({ code: 'ERR_NO_CONTAINER' });
});

test('an engine that does not answer is named with its endpoint', async () => {
  await expect(Engine.connect('unix:///no/such.sock')).rejects.toMatchObject({ code: 'ERR_ENGINE_UNREACHABLE', message: expect.stringContaining('unix:///no/such.sock') });
  await expect(Engine.connect('tcp://127.0.0.1:1')).rejects.toMatchObject({ code: 'ERR_ENGINE_UNREACHABLE' });
});

test('through the pipes of ssh, everything is the same', async ({ stacks }) => {
  // A stand-in for ssh that ends on this machine; the real one is met by the suite that runs over the lab's ssh server.
  const folder = await mkdtemp(join(tmpdir(), 'ssh-'));
  await writeFile(join(folder, 'ssh'), `#!/bin/sh\nwhile [ "$1" != -- ]; do shift; done; shift\ncase $1 in refuses) echo Permission denied >&2; exit 255;; esac\nshift 2; exec /usr/bin/docker -H ${stacks.socket} "$@"\n`);
  await chmod(join(folder, 'ssh'), 0o755);
  const path = process.env['PATH'];
  process.env['PATH'] = `${folder}:${path ?? ''}`;
  try {
    await expect(Engine.connect('ssh://me@refuses')).rejects.toMatchObject({ code: 'ERR_ENGINE_UNREACHABLE', detail: expect.stringContaining('Permission denied') });
    const engine = await Engine.connect('ssh://me@host:2222');
    const deployed = await stacks.deploy(service('app', `echo hello; ${forever}`, health('true')));
    await deployed.wait();
    const app = await engine.runningContainer(deployed.stack, 'app');
    expect(await engine.exec(app, ['cat'], { stdin: 'through ssh' })).toEqual({ stdout: 'through ssh', stderr: '', exitCode: 0 });
    const bytes = Buffer.alloc(2_000_000, 7);
    await engine.putFile(app, '/srv/big', bytes);
    expect((await engine.getFile(app, '/srv/big'))?.equals(bytes)).toBe(true);
    expect(await engine.serviceLogs(deployed.stack, 'app', 5)).toEqual(['hello']);
    const begin = Date.now();
    for (let count = 0; count < 20; count++) await engine.tasks(deployed.stack);
    console.log(`20 requests over kept connections: ${Date.now() - begin} ms`);
    engine.close();
  } finally {
    process.env['PATH'] = path;
  }
});
