/** Given a registry that limits pulls, when an image is wanted from it, then the environment is blamed, and the way out names login and mirror. */
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { readLab } from '../../../lab/state.ts';
import { soundFiles } from '../../broken/recipe-files.ts';
import { makeRepository } from '../../broken/repository.ts';
import { labFolder } from '../lab.ts';
import { LiveProcess } from '../life/live-process.ts';
import { recipe, test } from '../life/stage.ts';
import { expectEnvironment, Suite, workspace } from './suite.ts';

const port = 5429;
const image = `127.0.0.1:${port}/team/nginx:1.26.3`;

test('the limit is told as what it is', async ({ stage }) => {
  // In the lab's own network: an engine speaks plain HTTP to its own machine alone.
  const { pid } = readLab(labFolder());
  const registry = new LiveProcess('nsenter', ['--target', String(pid), '--net', process.execPath, join(import.meta.dirname, 'registry.mjs'), String(port)], {});
  await registry.until(/ready/);
  using project = workspace(stage, { [`recipes/${recipe}.toml`]: 'memory = "64M"\n[source]\ngit = "../source"\n' });
  // A server whose engine pulls by itself, as a real one does.
  project.write('harness.toml', readFileSync(join(stage.root, 'harness.toml'), 'utf8').replace(/^pull_command = .*$/m, ''));
  const files = soundFiles('1.0.0+1.26.3');
  await makeRepository(join(project.root, 'source'), [{ files: { ...files, 'compose.yml': files['compose.yml']?.replace('lab/nginx:1.26.3', image) ?? '' }, tag: '1.0.0+1.26.3' }]);
  const suite = new Suite(stage, project, ['--grep', '@install']);
  await expectEnvironment(stage, suite, {
    code: 'ERR_IMAGE_UNAVAILABLE', message: new RegExp(`The image ${image.replaceAll('.', '\\.')} cannot be had\\.`), wayOut: /limits pulls: log the engine in, use a mirror/,
  });
  registry.strike('SIGTERM', 'group');
  await registry.exited;
});
