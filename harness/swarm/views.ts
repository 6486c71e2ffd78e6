/** What the harness reads of services, tasks and containers: plain data, whatever version the engine's interface has. */

export type ServiceMode = 'replicated' | 'global' | 'replicated-job' | 'global-job';
export type RestartCondition = 'none' | 'on-failure' | 'any';

/** States of a swarm task, in the order in which a task goes through them; from `complete` on it is over. */
export const taskStates = [
  'new', 'allocated', 'pending', 'assigned', 'accepted', 'preparing', 'ready', 'starting', 'running',
  'complete', 'shutdown', 'failed', 'rejected', 'remove', 'orphaned',
] as const;
export type TaskState = (typeof taskStates)[number];

/** A health check with the defaults of the engine filled in. */
export interface HealthCheck {
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly startPeriodMs: number;
}

export interface UpdateState {
  readonly state: 'updating' | 'paused' | 'completed' | 'rollback_started' | 'rollback_paused' | 'rollback_completed';
  /** Engine's clock. */
  readonly startedAt: number;
  readonly message: string;
}

export interface ServiceView {
  readonly id: string;
  /** `<stack>_app` */
  readonly fullName: string;
  /** The name in the compose file: `app`. */
  readonly name: string;
  /** Labels of the service: what compose calls deploy.labels. */
  readonly labels: Readonly<Record<string, string>>;
  /** As deployed, without the digest. */
  readonly image: string;
  readonly mode: ServiceMode;
  /** Replicas or completions asked for; undefined in global modes, where each fitting node has one. */
  readonly wanted: number | undefined;
  readonly restart: { readonly condition: RestartCondition; readonly delayMs: number; readonly maxAttempts: number };
  /** From the compose file, else from the image; undefined when there is none. */
  readonly health: HealthCheck | undefined;
  /** False when the image may bring what the compose file leaves out. */
  readonly healthComplete: boolean;
  readonly update: UpdateState | undefined;
  readonly updateConfig: { readonly parallelism: number; readonly delayMs: number; readonly monitorMs: number; readonly startFirst: boolean };
  readonly stopGraceMs: number;
  readonly publishesPorts: boolean;
  readonly hostPorts: boolean;
  /** Ports of the server that lead to it. */
  readonly published: readonly PublishedPort[];
  /** Where its containers mount what; the source of a volume is its full name in the engine. */
  readonly mounts: readonly { readonly type: string; readonly source: string; readonly target: string }[];
  readonly jobIteration: number;
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Equal to a task's when that task was made from what the service says now. */
  readonly specKey: string;
}

export interface PublishedPort {
  readonly port: number;
  readonly protocol: string;
}

export interface TaskView {
  readonly id: string;
  readonly serviceId: string;
  /** Number of the replica, or the node's id in global modes. */
  readonly slot: string;
  readonly state: TaskState;
  readonly desired: TaskState;
  /** Since when the task is in its state; engine's clock. */
  readonly since: number;
  readonly createdAt: number;
  readonly message: string;
  readonly error: string;
  readonly exitCode: number | undefined;
  readonly containerId: string | undefined;
  readonly jobIteration: number;
  readonly specKey: string;
}

export interface Container {
  readonly id: string;
  readonly name: string;
  readonly stack: string | undefined;
  /** Name in the compose file; undefined outside swarm. */
  readonly service: string | undefined;
  readonly taskId: string | undefined;
  readonly state: string;
  readonly health: 'healthy' | 'unhealthy' | 'starting' | undefined;
  readonly createdAt: number;
}

export const stackLabel = 'com.docker.stack.namespace';

/** True once nothing more will happen to the task. */
export function isOver(state: TaskState): boolean {
  return taskStates.indexOf(state) >= taskStates.indexOf('complete');
}
