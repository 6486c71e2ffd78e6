/** Whether an app that others depend on still stands, and what befell it where it does not. */
import type { InstalledApp } from '../app/installed-app.ts';
import type { Container, Engine, ServiceView, TaskView } from '../swarm/engine.ts';
import { isOver } from '../swarm/views.ts';
import { DependencyDownError } from './errors.ts';

/** What is wrong with the app now, or went wrong since then: one clause for each service; none when it stands. */
export async function troubleOf(engine: Engine, stack: string, since = Infinity): Promise<string[]> {
  const [services, tasks, containers] = await Promise.all([engine.services(stack), engine.tasks(stack), engine.containers(stack)]);
  if (services.length === 0) return ['is gone from the server'];
  const up = new Set(containers.filter(isUp).map(({ taskId }) => taskId));
  return services.flatMap(service => troubleOfService(service, tasks.filter(task => task.serviceId === service.id), up, since));
}

/** The container knows it first: a busy swarm takes seconds to say of a task that it runs. */
function isUp({ state, health }: Container): boolean {
  return state === 'running' && (health === undefined || health === 'healthy');
}

function troubleOfService(service: ServiceView, tasks: readonly TaskView[], up: ReadonlySet<string | undefined>, since: number): string[] {
  if (service.mode.endsWith('job')) return [];
  const running = tasks.filter(task => task.desired === 'running' && (task.state === 'running' || (task.state === 'starting' && up.has(task.id)))).length;
  const wanted = service.wanted ?? 1;
  const died = tasks.filter(task => isOver(task.state)).sort((a, b) => b.since - a.since)[0];
  const how = died ? `: its task ${died.state === 'failed' ? `ended with status ${died.exitCode ?? '?'}` : `is ${died.state}`}${died.error ? ` (${died.error})` : ''}` : '';
  if (running < wanted) return [`does not run: service ${service.name} has ${running} of ${wanted} tasks${how}`];
  if (died && died.since >= since && died.desired !== 'remove') return [`stopped meanwhile: service ${service.name}${how}, and was started anew`];
  return [];
}

/** @throws DependencyDownError that names the app, its service and its last lines */
export async function requireStanding(app: InstalledApp, dependent: string, since?: number): Promise<void> {
  const engine = await app.engine();
  const found = await troubleOf(engine, app.stack, since);
  if (found.length === 0) return;
  const services = [...new Set(found.flatMap(clause => /service (\S+)/.exec(clause)?.[1] ?? []))];
  const lines = await Promise.all(services.map(service => engine.serviceLogs(app.stack, service, 10)));
  throw new DependencyDownError({ recipe: app.recipe.name, domain: app.domain }, dependent, found, lines.flat());
}
