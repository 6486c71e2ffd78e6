/** A deployed and healthy app, as tests and overlays hold it. */
import type { Recipe } from '../settings/recipe-schema.ts';
import type { Container, ServiceView } from '../swarm/engine.ts';

/** What the swarm's labels must say about the version that runs: a commit after a chaos deploy, a release after a plain one. */
export interface Identity {
  readonly commit?: string;
  readonly version?: string;
}

export interface InstalledApp {
  readonly recipe: Recipe;
  readonly domain: string;
  readonly stack: string;
  /** https://<domain> */
  readonly url: string;
  /** Further hosts of the app, by the names that the recipe file gives them. */
  readonly hosts: Readonly<Record<string, string>>;
  readonly zone: string;
  /** `fresh`: the head installed from nothing. `upgrade`: the previous release, or the head deployed over it. */
  readonly chain: 'fresh' | 'upgrade';
  readonly identity: Identity;
  /** A value of the app's .env. */
  env(key: string): string | undefined;
  /** A secret generated for this app; throws for a name that it has not. */
  secret(name: string): string;
  container(service?: string): Promise<Container>;
  /** Runs a command in the service's container; throws when it does not exit with 0. */
  exec(service: string, argv: readonly string[], options?: { user?: string }): Promise<{ stdout: string; stderr: string }>;
  /** Labels of every service of the stack. */
  labels(): Promise<Record<string, Record<string, string>>>;
  services(): Promise<ServiceView[]>;
}
