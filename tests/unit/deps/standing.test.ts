/** Given an app that others depend on, when the swarm is asked, then its trouble is named by service, task and status, and a sound one is left in peace. */
import { describe, expect, test } from 'vitest';
import { requireStanding, troubleOf } from '../../../harness/deps/standing.ts';
import type { InstalledApp } from '../../../harness/app/installed-app.ts';
import type { Container, Engine, ServiceView, TaskView } from '../../../harness/swarm/engine.ts';

const service = (name: string, more: Partial<ServiceView> = {}): ServiceView => ({ id: `id-${name}`, name, mode: 'replicated', wanted: 1, ...more }) as ServiceView;
const task = (name: string, state: TaskView['state'], more: Partial<TaskView> = {}): TaskView =>
  ({ id: `task-${name}`, serviceId: `id-${name}`, state, desired: state === 'running' ? 'running' : 'shutdown', since: 100, error: '', exitCode: undefined, ...more }) as TaskView;

const container = (name: string, more: Partial<Container> = {}): Container => ({ taskId: `task-${name}`, state: 'running', health: 'healthy', ...more }) as Container;

const engineOf = (services: ServiceView[], tasks: TaskView[], containers: Container[] = []): Engine => ({
  services: async () => services, tasks: async () => tasks, containers: async () => containers, serviceLogs: async (_stack: string, name: string) => [`last words of ${name}`],
}) as unknown as Engine;

const trouble = (services: ServiceView[], tasks: TaskView[], since?: number, containers?: Container[]) => troubleOf(engineOf(services, tasks, containers), 'keyc_lab_test', since);

describe('no trouble', () => {
  test.each([
    ['every service has its task', [service('app'), service('db')], [task('app', 'running'), task('db', 'running')]],
    ['a service that nobody wants to run', [service('app', { wanted: 0 })], []],
    ['a job that is done', [service('seed', { mode: 'replicated-job' })], [task('seed', 'complete')]],
    ['a global service on its one node', [service('app', { mode: 'global', wanted: undefined })], [task('app', 'running')]],
  ])('%s', async (_what, services, tasks) => {
    expect(await trouble(services, tasks)).toEqual([]);
  });

  test.each([['healthy', 'healthy'], ['without a health check', undefined]] as const)('a container that is up, %s, before swarm says so of its task', async (_what, health) => {
    expect(await trouble([service('app')], [task('app', 'starting', { desired: 'running' })], undefined, [container('app', { health })])).toEqual([]);
  });

  test('a task that ended before the test began', async () => {
    expect(await trouble([service('app')], [task('app', 'running'), task('app', 'failed', { since: 50, exitCode: 1 })], 60)).toEqual([]);
  });
});

describe('trouble', () => {
  test('a stack that is gone', async () => {
    expect(await trouble([], [])).toEqual(['is gone from the server']);
  });

  test('a service whose task was killed, with its status', async () => {
    expect(await trouble([service('app')], [task('app', 'failed', { exitCode: 137, error: 'task: non-zero exit (137)' })]))
      .toEqual(['does not run: service app has 0 of 1 tasks: its task ended with status 137 (task: non-zero exit (137))']);
  });

  test('a task that swarm is about to end does not count', async () => {
    expect(await trouble([service('app')], [task('app', 'running', { desired: 'shutdown' })])).toEqual(['does not run: service app has 0 of 1 tasks']);
  });

  test.each([['starting'], ['unhealthy']] as const)('a container that is %s makes no task run', async health => {
    expect(await trouble([service('app')], [task('app', 'starting', { desired: 'running' })], undefined, [container('app', { health })])).toEqual(['does not run: service app has 0 of 1 tasks']);
  });

  test('a service that died and was started anew since the test began', async () => {
    expect(await trouble([service('app')], [task('app', 'running'), task('app', 'failed', { since: 70, exitCode: 137 })], 60))
      .toEqual(['stopped meanwhile: service app: its task ended with status 137, and was started anew']);
  });
});

test('the verdict names the dependency, the dependent and the last lines', async () => {
  const app = { recipe: { name: 'keycloak' }, domain: 'keyc.lab.test', stack: 'keyc_lab_test', engine: async () => engineOf([service('app')], []) } as unknown as InstalledApp;
  await expect(requireStanding(app, 'whoami-oidc')).rejects.toMatchObject({
    code: 'ERR_DEPENDENCY_DOWN', fault: 'environment', detail: 'last words of app',
    shortMessage: 'keycloak (keyc.lab.test), which whoami-oidc depends on, does not run: service app has 0 of 1 tasks.',
  });
});
