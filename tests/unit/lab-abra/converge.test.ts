/** The verdict on a stack after a deploy. */
import { expect, test } from 'vitest';
import { judge, type Before, type Task } from '../../../lab/abra/stack/converge.ts';
import { deployedState, type Service } from '../../../lab/abra/stack/services.ts';

const nothing: Before = { tasks: new Set(), updates: new Map() };

function service(change: Partial<Service> = {}, labels: Record<string, string> = {}): Service {
  const Spec = { Name: 's_app', Labels: labels, Mode: { Replicated: { Replicas: 1 } }, TaskTemplate: { ContainerSpec: { Image: 'i' } } };
  return { ID: 'a', UpdatedAt: '', Spec, ...change };
}

const task = (state: string, change: Partial<Task> = {}): Task => ({ ID: state, ServiceID: 'a', DesiredState: 'running', Status: { State: state }, ...change });

const verdict = (services: Service[], tasks: Task[], before = nothing): string => judge(services, tasks, 's', before).state;

test('a stack runs when each service has its tasks', () => {
  expect(verdict([service()], [])).toBe('waiting');
  expect(verdict([service()], [task('starting')])).toBe('waiting');
  expect(verdict([service()], [task('running')])).toBe('succeeded');
});

test('N/N is not enough while an update goes on', () => {
  const updating = service({ UpdateStatus: { State: 'updating', StartedAt: '2' } });
  expect(verdict([updating], [task('running')])).toBe('waiting');
  expect(verdict([service({ UpdateStatus: { State: 'completed', StartedAt: '2' } })], [task('running')])).toBe('succeeded');
});

test('one failed task or a roll-back fails the deploy', () => {
  expect(verdict([service()], [task('failed', { DesiredState: 'shutdown' }), task('running')])).toBe('failed');
  expect(verdict([service({ UpdateStatus: { State: 'rollback_completed', StartedAt: '2' } })], [task('running')])).toBe('failed');
});

test('what was there before the deploy does not count', () => {
  const before: Before = { tasks: new Set(['failed']), updates: new Map([['a', '1']]) };
  const old = service({ UpdateStatus: { State: 'rollback_completed', StartedAt: '1' } });
  expect(verdict([old], [task('failed', { DesiredState: 'shutdown' }), task('running')], before)).toBe('succeeded');
});

test('lines say what is awaited and why it failed', () => {
  const rejected = task('rejected', { Status: { State: 'rejected', Err: 'No such image: x:1' } });
  expect(judge([service()], [rejected], 's', nothing).lines).toEqual(['app: 0/1, retries 1 (No such image: x:1)']);
});

test('the deployed version is read from the labels', () => {
  expect(deployedState([], 's')).toMatchObject({ isDeployed: false, version: 'unknown' });
  const labels = { 'coop-cloud.s.version': '1.0.0+1', 'coop-cloud.s.chaos': 'true', 'coop-cloud.s.chaos-version': '1a2b3c4d+U' };
  expect(deployedState([service({}, labels)], 's')).toEqual({ isDeployed: true, version: '1.0.0+1', isChaos: true, chaosVersion: '1a2b3c4d+U' });
});
