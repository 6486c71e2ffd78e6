/** Given an abra that hangs, when its deadline is over or somebody has had enough, then it is named, ended with all its processes, and nothing is left. */
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { processesWithEnv } from '../../../harness/run/process.ts';
import { readTarget } from '../../../harness/settings/settings.ts';
import { targetFile } from '../lab.ts';
import { expect, type Stage, test } from '../life/stage.ts';
import { Suite, workspace } from './suite.ts';

/** An abra that says a word and then nothing, with a child of its own, wherever its arguments begin so. */
function hangsAt(stage: Stage, command: string) {
  const project = workspace(stage);
  const { abra } = readTarget(targetFile());
  const file = project.write('abra', `#!/bin/sh\ncase "$*" in "${command}"*) echo 'INFO one moment'; sleep 3600 & wait;; esac\nexec ${JSON.stringify(abra)} "$@"\n`, 0o755);
  project.write('harness.toml', readFileSync(join(stage.root, 'harness.toml'), 'utf8').replace(/^abra = .*$/m, `abra = ${JSON.stringify(file)}`));
  return project;
}

const hanging = (stage: Stage, id: string) => processesWithEnv('ABRA_DIR', join(stage.stateFolder, 'runs', id, 'abra')).length;

test('its deadline names the command, since when it ran and since when it was silent', async ({ stage }) => {
  using project = hangsAt(stage, '--version');
  const suite = new Suite(stage, project, ['--grep', '@install']);
  const id = await suite.runId();
  expect(await suite.exited, suite.output).toBe(3);
  expect(suite.output).toMatch(/`abra --version` did not end within 30 s and was stopped: it ran since \d\d:\d\d:\d\d UTC, and was silent since \d\d:\d\d:\d\d UTC\. \[ERR_ABRA_TIMEOUT, the environment's fault\]/);
  expect(suite.output).toContain('INFO one moment');
  expect(suite.output).not.toMatch(/^\s+at .+:\d+/m);
  expect(await stage.traces(id), suite.output).toEqual([]);
});

test('Ctrl-C while a deploy hangs ends it with all its processes', async ({ stage }) => {
  using project = hangsAt(stage, 'app deploy');
  const suite = new Suite(stage, project, ['--grep', '@install']);
  const id = await suite.runId();
  await suite.until(/INFO one moment/);
  await expect.poll(() => hanging(stage, id), 'the command and its child').toBeGreaterThanOrEqual(2);
  suite.strike('SIGINT', 'group');
  expect(await suite.exited, suite.output).toBe(130);
  expect(hanging(stage, id)).toBe(0);
  expect(await stage.traces(id), suite.output).toEqual([]);
});
