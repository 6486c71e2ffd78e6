/** A stack's services as the swarm has them, and what their labels say of the deployed version. */
import type { Docker } from './docker.ts';

export interface Service {
  ID: string;
  UpdatedAt: string;
  Spec: {
    Name: string;
    Labels?: Record<string, string>;
    Mode: { Replicated?: { Replicas: number }; Global?: object };
    TaskTemplate: { ContainerSpec: { Image: string } };
  };
  UpdateStatus?: { State: string; Message?: string; StartedAt?: string };
}

export const stackLabel = 'com.docker.stack.namespace';

/** The stack's services; none means that it is not deployed. */
export async function servicesOf(docker: Docker, stack: string): Promise<Service[]> {
  const ids = await docker.lines(['service', 'ls', '--quiet', '--filter', `label=${stackLabel}=${stack}`]);
  const services = await docker.inspect<Service>('service', ids);
  return services.sort((a, b) => (a.Spec.Name < b.Spec.Name ? -1 : 1));
}

/** The name in the compose file. */
export function shortServiceName(service: Service, stack: string): string {
  return service.Spec.Name.startsWith(`${stack}_`) ? service.Spec.Name.slice(stack.length + 1) : service.Spec.Name;
}

export interface Deployed {
  isDeployed: boolean;
  /** `coop-cloud.<stack>.version`, or `unknown`. */
  version: string;
  isChaos: boolean;
  chaosVersion: string;
}

/** Reads what is deployed from the labels: of the service `app`, else of any. */
export function deployedState(services: readonly Service[], stack: string): Deployed {
  const order = services.toSorted((a, b) => Number(b.Spec.Name === `${stack}_app`) - Number(a.Spec.Name === `${stack}_app`));
  const label = (name: string): string | undefined => {
    for (const service of order) {
      const value = service.Spec.Labels?.[`coop-cloud.${stack}.${name}`];
      if (value !== undefined) return value;
    }
    return undefined;
  };
  return {
    isDeployed: services.length > 0,
    version: label('version') ?? 'unknown',
    isChaos: label('chaos') === 'true',
    chaosVersion: label('chaos-version') ?? 'unknown',
  };
}
