/** How an app's domain becomes names in the swarm, and how long these may be. */
import { Fatal } from '../fatal.ts';

/** Swarm's own limit for the names of secrets and configs. */
export const swarmNameLimit = 64;

const stackNameLimit = 45;

/** The stack of a domain: dots become underscores, hyphens stay, and it is cut at 45 characters. */
export function stackName(domain: string): string {
  return domain.replaceAll('.', '_').slice(0, stackNameLimit);
}

/** The full name of a stack's secret, refused before docker refuses it. */
export function secretName(stack: string, secret: string, version: string): string {
  return fittingName(`${stack}_${secret}_${version}`, stack);
}

/** The name, if swarm can take it. */
export function fittingName(name: string, stack: string): string {
  if (name.length > swarmNameLimit) {
    throw new Fatal(`${name} is too long (> ${swarmNameLimit} chars when combined with ${stack})`);
  }
  return name;
}

/** `db_password` has its version in `SECRET_DB_PASSWORD_VERSION`. */
export function versionVariable(secret: string): string {
  return `SECRET_${secret.toUpperCase().replaceAll('-', '_')}_VERSION`;
}
