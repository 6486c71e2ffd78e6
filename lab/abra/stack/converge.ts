/** The wait after a deploy: until the stack runs, fails, or the time is up. */
import { Fatal } from '../fatal.ts';
import { log } from '../output/log.ts';
import { Changes } from './changes.ts';
import type { Docker } from './docker.ts';
import { servicesOf, shortServiceName, stackLabel, type Service } from './services.ts';

export interface Task {
  ID: string;
  ServiceID: string;
  DesiredState: string;
  Status: { State: string; Message?: string; Err?: string };
}

/** What the stack looked like before the deploy: none of it counts for or against the new one. */
export interface Before {
  tasks: ReadonlySet<string>;
  /** Start of the last update, by service id. */
  updates: ReadonlyMap<string, string | undefined>;
}

export const defaultTimeoutSeconds = 300;

export interface Verdict {
  state: 'waiting' | 'succeeded' | 'failed';
  /** One line a service. */
  lines: string[];
}

/** Judges services by their tasks: a failed task or a rolled-back update fails the deploy at once, as in abra. */
export function judge(services: readonly Service[], tasks: readonly Task[], stack: string, before: Before): Verdict {
  let state: Verdict['state'] = 'succeeded';
  const lines = services.map((service) => {
    const own = tasks.filter((task) => task.ServiceID === service.ID);
    const current = own.filter((task) => task.DesiredState === 'running');
    const running = current.filter((task) => task.Status.State === 'running').length;
    const wanted = service.Spec.Mode.Replicated?.Replicas ?? current.length;
    const broken = own.filter((task) => !before.tasks.has(task.ID) && /^(failed|rejected)$/.test(task.Status.State));
    const isNewUpdate = service.UpdateStatus?.StartedAt !== before.updates.get(service.ID);
    const update = isNewUpdate ? (service.UpdateStatus?.State ?? '') : '';
    if (broken.length > 0 || /^(rollback|paused)/.test(update)) state = 'failed';
    else if (state === 'succeeded' && (running < wanted || update === 'updating')) state = 'waiting';
    const details = [broken[0]?.Status.Err, update && `update ${update}`].filter(Boolean).join(', ');
    return `${shortServiceName(service, stack)}: ${running}/${wanted}, retries ${broken.length}${details && ` (${details})`}`;
  });
  return { state, lines };
}

/** Notes tasks and updates before a deploy. */
export async function noteBefore(docker: Docker, services: readonly Service[]): Promise<Before> {
  const stack = services[0]?.Spec.Labels?.[stackLabel];
  const tasks = stack === undefined ? [] : await taskIds(docker, stack);
  return { tasks: new Set(tasks), updates: new Map(services.map((service) => [service.ID, service.UpdateStatus?.StartedAt])) };
}

/** Waits for the verdict. After a failure the stack stays, and swarm goes on trying. */
export async function waitForConvergence(docker: Docker, stack: string, timeoutSeconds: number, before: Before): Promise<void> {
  const deadline = Date.now() + timeoutSeconds * 1000;
  using changes = new Changes(docker);
  let shown: string[] = [];
  for (;;) {
    const services = await servicesOf(docker, stack);
    const tasks = await docker.inspect<Task>('task', await taskIds(docker, stack));
    const verdict = judge(services, tasks, stack, before);
    verdict.lines.filter((line) => !shown.includes(line)).forEach((line) => log.info(line));
    shown = verdict.lines;
    if (verdict.state === 'succeeded') return log.info('deploy succeeded 🟢');
    if (verdict.state === 'failed') throw new Fatal('deploy failed 🛑');
    if (Date.now() >= deadline) throw new Fatal('deploy timed out 🟠');
    await changes.next(Math.min(1000, Math.max(0, deadline - Date.now())));
  }
}

/** `stack ps` fails on a stack without tasks, which is what a stack is before its first one. */
async function taskIds(docker: Docker, stack: string): Promise<string[]> {
  const found = await docker.try(['stack', 'ps', '--quiet', '--no-trunc', stack]);
  return found.status === 0 ? found.stdout.split('\n').filter(Boolean) : [];
}
