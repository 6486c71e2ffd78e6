/** `app deploy`: one version of a recipe becomes a stack. */
import type { Session } from '../session.ts';
import { Fatal } from '../fatal.ts';
import { Docker } from '../stack/docker.ts';
import { deployedState, servicesOf } from '../stack/services.ts';
import { applyVersion, prepareVersion, type ApplyFlags } from './apply.ts';
import { findApp } from './find.ts';

export interface DeployFlags extends ApplyFlags {
  force?: boolean;
  chaos?: boolean;
  /** The newest release, whatever the `.env` pins. */
  latest?: boolean;
}

export async function deploy(session: Session, domain: string, version: string | undefined, flags: DeployFlags): Promise<void> {
  const app = findApp(session.abraDir, domain);
  if (flags.chaos && version !== undefined) throw new Fatal('cannot use [version] and --chaos together');
  if (flags.latest && version !== undefined) throw new Fatal('cannot use [version] and --latest together');
  const wanted = version ?? (flags.latest ? undefined : app.version);
  const prepared = await prepareVersion(session, app, wanted, flags.chaos);
  const docker = await Docker.of(app.server);
  const services = await servicesOf(docker, app.stack);
  const deployed = deployedState(services, app.stack);
  if (deployed.isDeployed && !flags.force && !flags.chaos) throw new Fatal(`${app.domain} is already deployed`);
  await applyVersion(session, app, prepared, { docker, services, deployed, verb: 'deploy' }, flags);
}
