/** Fields of a service that must be literal: abra validates compose files before it puts variables in. */
import { Fatal } from '../fatal.ts';

type FieldType = 'duration' | 'integer' | 'number' | 'boolean';

const updatePolicy = { parallelism: 'integer', delay: 'duration', monitor: 'duration', max_failure_ratio: 'number' } as const;

/** Paths inside one service, `*` for each item of a list. */
const fields: Record<string, FieldType> = {
  stop_grace_period: 'duration',
  init: 'boolean',
  privileged: 'boolean',
  read_only: 'boolean',
  stdin_open: 'boolean',
  tty: 'boolean',
  'healthcheck.interval': 'duration',
  'healthcheck.timeout': 'duration',
  'healthcheck.start_period': 'duration',
  'healthcheck.retries': 'number',
  'healthcheck.disable': 'boolean',
  'deploy.replicas': 'integer',
  'deploy.restart_policy.delay': 'duration',
  'deploy.restart_policy.window': 'duration',
  'deploy.restart_policy.max_attempts': 'integer',
  ...prefixed('deploy.update_config', updatePolicy),
  ...prefixed('deploy.rollback_config', updatePolicy),
  'ports.*.target': 'integer',
  'ports.*.published': 'integer',
  'secrets.*.mode': 'number',
  'configs.*.mode': 'number',
};

function prefixed(prefix: string, types: Record<string, FieldType>): Record<string, FieldType> {
  return Object.fromEntries(Object.entries(types).map(([key, type]) => [`${prefix}.${key}`, type]));
}

/** Ends the command at the first field whose text is not of its type, variables not yet put in. */
export function validateTypedFields(document: Record<string, unknown>): void {
  const services = document['services'];
  if (typeof services !== 'object' || services === null) return;
  for (const [name, service] of Object.entries(services)) {
    for (const [path, type] of Object.entries(fields)) {
      for (const value of at(service, path.split('.'))) {
        const complaint = judge(value, type);
        if (complaint !== undefined) throw new Fatal(`services.${name}.${path.replace('.*', '.0')} ${complaint}`);
      }
    }
  }
}

function at(value: unknown, path: readonly string[]): unknown[] {
  const [head, ...rest] = path;
  if (head === undefined) return value === undefined || value === null ? [] : [value];
  if (head === '*') return Array.isArray(value) ? value.flatMap((item: unknown) => at(item, rest)) : [];
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return at((value as Record<string, unknown>)[head], rest);
}

const duration = /^[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|ms|s|m|h))+)$/;

function judge(value: unknown, type: FieldType): string | undefined {
  switch (type) {
    case 'duration':
      if (typeof value !== 'string') return 'must be a string';
      return duration.test(value) ? undefined : "Does not match format 'duration'";
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'must be a boolean';
    case 'integer':
      return Number.isInteger(value) ? undefined : 'must be a integer';
    case 'number':
      return typeof value === 'number' ? undefined : 'must be a number';
  }
}
