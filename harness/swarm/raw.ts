/** From the engine's JSON to views: the only place that knows the shapes of its answers. */
import {
  stackLabel, taskStates, type Container, type HealthCheck, type ServiceView, type TaskState, type TaskView, type UpdateState,
} from './views.ts';

/** The parts of the engine's answers that are read here; everything may be missing. */
export interface RawHealth { Test?: string[]; Interval?: number; Timeout?: number; Retries?: number; StartPeriod?: number }
interface RawTaskSpec {
  ContainerSpec?: { Image?: string; Healthcheck?: RawHealth; StopGracePeriod?: number; Mounts?: { Type?: string; Source?: string; Target?: string }[] };
  RestartPolicy?: { Condition?: string; Delay?: number; MaxAttempts?: number };
}
export interface RawService {
  ID?: string; CreatedAt?: string; UpdatedAt?: string;
  Spec?: {
    Name?: string; Labels?: Record<string, string>; TaskTemplate?: RawTaskSpec;
    Mode?: { Replicated?: { Replicas?: number }; Global?: object; ReplicatedJob?: { TotalCompletions?: number }; GlobalJob?: object };
    UpdateConfig?: { Parallelism?: number; Delay?: number; Monitor?: number; Order?: string };
    EndpointSpec?: { Ports?: { PublishMode?: string; PublishedPort?: number; Protocol?: string }[] };
  };
  UpdateStatus?: { State?: string; StartedAt?: string; Message?: string };
  JobStatus?: { JobIteration?: { Index?: number } };
}
export interface RawTask {
  ID?: string; ServiceID?: string; NodeID?: string; Slot?: number; CreatedAt?: string; DesiredState?: string;
  Spec?: RawTaskSpec; JobIteration?: { Index?: number };
  Status?: { State?: string; Timestamp?: string; Message?: string; Err?: string; ContainerStatus?: { ContainerID?: string; ExitCode?: number } };
}
export interface RawImage { Size?: number; Config?: { Healthcheck?: RawHealth } }
export interface RawContainer {
  Id?: string; Names?: string[]; Labels?: Record<string, string>; State?: string; Status?: string; Created?: number;
}

const ms = (nanoseconds: number | undefined, otherwise: number) => nanoseconds === undefined ? otherwise : nanoseconds / 1e6;
/** Milliseconds since the epoch; 0 for the engine's empty time. */
export function instant(text: string | undefined): number {
  const whole = Date.parse(text ?? '');
  return Number.isNaN(whole) ? 0 : whole;
}

/** The engine's defaults for a health check: 30 s, 30 s, three times, no start period. */
export function healthOf(own: RawHealth | undefined, image?: RawHealth): HealthCheck | undefined {
  const test = own?.Test?.length ? own.Test : image?.Test;
  if (!test?.length || test[0] === 'NONE') return undefined;
  const pick = (key: 'Interval' | 'Timeout' | 'Retries' | 'StartPeriod') => own?.[key] || image?.[key] || undefined;
  return {
    intervalMs: ms(pick('Interval'), 30_000), timeoutMs: ms(pick('Timeout'), 30_000),
    retries: pick('Retries') ?? 3, startPeriodMs: ms(pick('StartPeriod'), 0),
  };
}

/** `imageHealth`: what the image says, for what the compose file leaves out. */
export function serviceView(raw: RawService, imageHealth?: RawHealth): ServiceView {
  const spec = raw.Spec ?? {};
  const task = spec.TaskTemplate ?? {};
  const container = task.ContainerSpec ?? {};
  const fullName = spec.Name ?? '';
  const stack = spec.Labels?.[stackLabel];
  const ports = spec.EndpointSpec?.Ports ?? [];
  const own = container.Healthcheck;
  return {
    id: raw.ID ?? '', fullName,
    name: stack && fullName.startsWith(`${stack}_`) ? fullName.slice(stack.length + 1) : fullName,
    labels: spec.Labels ?? {},
    image: (container.Image ?? '').replace(/(:[^/@]+)@sha256:.*$/, '$1'),
    ...modeOf(spec.Mode ?? {}),
    restart: {
      condition: conditionOf(task.RestartPolicy?.Condition),
      delayMs: ms(task.RestartPolicy?.Delay, 5_000),
      maxAttempts: task.RestartPolicy?.MaxAttempts ?? 0,
    },
    health: healthOf(own, imageHealth),
    healthComplete: Boolean(own?.Test?.[0] === 'NONE' || (own?.Test?.length && own.Interval && own.Timeout && own.Retries && own.StartPeriod)),
    update: updateOf(raw.UpdateStatus),
    updateConfig: {
      parallelism: spec.UpdateConfig?.Parallelism ?? 1, delayMs: ms(spec.UpdateConfig?.Delay, 0),
      monitorMs: ms(spec.UpdateConfig?.Monitor || undefined, 5_000), startFirst: spec.UpdateConfig?.Order === 'start-first',
    },
    stopGraceMs: ms(container.StopGracePeriod, 10_000),
    publishesPorts: ports.length > 0,
    hostPorts: ports.some(port => port.PublishMode === 'host'),
    published: ports.flatMap(({ PublishedPort: port, Protocol: protocol = 'tcp' }) => port === undefined ? [] : [{ port, protocol }]),
    mounts: (container.Mounts ?? []).map(mount => ({ type: mount.Type ?? 'bind', source: mount.Source ?? '', target: mount.Target ?? '' })),
    jobIteration: raw.JobStatus?.JobIteration?.Index ?? 0,
    createdAt: instant(raw.CreatedAt), updatedAt: instant(raw.UpdatedAt),
    specKey: specKey(task),
  };
}

export function taskView(raw: RawTask): TaskView {
  const status = raw.Status ?? {};
  const state = stateOf(status.State);
  return {
    id: raw.ID ?? '', serviceId: raw.ServiceID ?? '',
    slot: raw.Slot ? String(raw.Slot) : raw.NodeID ?? '',
    state, desired: stateOf(raw.DesiredState),
    since: instant(status.Timestamp), createdAt: instant(raw.CreatedAt),
    message: status.Message ?? '', error: status.Err ?? '',
    exitCode: exitCodeOf(state, status.Err, status.ContainerStatus?.ExitCode),
    containerId: status.ContainerStatus?.ContainerID || undefined,
    jobIteration: raw.JobIteration?.Index ?? 0,
    specKey: specKey(raw.Spec ?? {}),
  };
}

export function containerView(raw: RawContainer): Container {
  const labels = raw.Labels ?? {};
  const stack = labels[stackLabel];
  const fullName = labels['com.docker.swarm.service.name'];
  return {
    id: raw.Id ?? '', name: (raw.Names?.[0] ?? '').replace(/^\//, ''),
    stack, service: stack && fullName?.startsWith(`${stack}_`) ? fullName.slice(stack.length + 1) : fullName,
    taskId: labels['com.docker.swarm.task.id'],
    state: raw.State ?? '', createdAt: (raw.Created ?? 0) * 1000,
    health: /\(healthy\)/.test(raw.Status ?? '') ? 'healthy' : /\(unhealthy\)/.test(raw.Status ?? '') ? 'unhealthy'
      : /health: starting/.test(raw.Status ?? '') ? 'starting' : undefined,
  };
}

/** The engine tells the runtime of a service, and keeps it to itself for a task. */
function specKey(spec: RawTaskSpec): string {
  return canonical({ ...spec, Runtime: undefined });
}

/** One text per value, whatever the order of its keys; what is empty counts as absent, since swarm fills it in unevenly. */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .map(([key, inner]) => [key, canonical(inner)] as const)
    .filter(([, text]) => !['null', '0', '""', '[]', '{}', 'false'].includes(text))
    .sort(([a], [b]) => a < b ? -1 : 1);
  return `{${entries.map(([key, text]) => `${JSON.stringify(key)}:${text}`).join(',')}}`;
}

function modeOf(mode: NonNullable<NonNullable<RawService['Spec']>['Mode']>): Pick<ServiceView, 'mode' | 'wanted'> {
  if (mode.Global) return { mode: 'global', wanted: undefined };
  if (mode.GlobalJob) return { mode: 'global-job', wanted: undefined };
  if (mode.ReplicatedJob) return { mode: 'replicated-job', wanted: mode.ReplicatedJob.TotalCompletions ?? 1 };
  return { mode: 'replicated', wanted: mode.Replicated?.Replicas ?? 1 };
}

function updateOf(raw: RawService['UpdateStatus']): UpdateState | undefined {
  if (!raw?.State) return undefined;
  return { state: raw.State as UpdateState['state'], startedAt: instant(raw.StartedAt), message: raw.Message ?? '' };
}

function conditionOf(text: string | undefined): ServiceView['restart']['condition'] {
  return text === 'none' || text === 'on-failure' ? text : 'any';
}

function stateOf(text: string | undefined): TaskState {
  return taskStates.find(state => state === text) ?? 'new';
}

/** Swarm leaves ExitCode at 0 for a task that never ran; only the text of its error tells. */
function exitCodeOf(state: TaskState, error: string | undefined, code: number | undefined): number | undefined {
  const told = /non-zero exit \((\d+)\)/.exec(error ?? '')?.[1];
  if (told !== undefined) return Number(told);
  if (state === 'complete') return code ?? 0;
  return state === 'failed' && code ? code : undefined;
}
