/** What the harness must know about a recipe: the one typed schema of recipes/<name>.toml. */
import { z } from 'zod';

const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens');
const envKey = z.string().regex(/^[A-Z_][A-Z0-9_]*$/, 'an environment key: capitals, digits, underscores');
const env = z.record(envKey, z.string());
const secretName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'the name of a secret in the compose file');
/** A URL or a ref that git cannot take for an option. */
export const gitWord = z.string().regex(/^[^-\s]\S*$/, 'must not be empty, start with a hyphen or hold spaces');
const memory = z.string().regex(/^\d+(M|G)$/, 'a size such as "256M" or "2G"');

const source = z.strictObject({
  catalogue: name.optional().describe('Name in the recipe catalogue; fetched with `abra recipe fetch`.'),
  git: gitWord.optional().describe('Git URL to clone the recipe from; credentials by git\'s own helper.'),
  path: z.string().min(1).optional().describe('Path of a working tree, relative to this file: tested as it lies, uncommitted changes included.'),
  upstream: gitWord.optional().describe('Git URL whose release tags are fetched as well, when the source is a mirror without them.'),
  ref: gitWord.optional().describe('Branch, tag or commit under test when none is named on the command line; else the newest commit.'),
}).refine(s => [s.catalogue, s.git, s.path].filter(Boolean).length === 1, 'must hold exactly one of catalogue, git, path');

const port = z.int().min(1).max(65_535);

const health = z.strictObject({
  path: z.string().startsWith('/').optional().describe('Path asked through the ingress until it answers; `/` where nothing is said here.'),
  status: z.array(z.int().min(100).max(599)).min(1).optional().describe('Statuses that mean ready; `[200]` where nothing is said here. A redirect to one of the app\'s own hosts is followed, and what it leads to is judged; one that leaves them is ready only where its status is listed here.'),
  tcp: port.optional().describe('For an app without HTTP, instead of `path` and `status`: the TCP port that it publishes. Ready is one that takes a connection and does not close it again.'),
  tls: port.optional().describe('The same for a port that speaks TLS from its first byte: ready is one whose handshake comes to its end, whoever signed its certificate.'),
}).superRefine(({ tcp, tls, ...http }, context) => {
  const ports = Object.entries({ tcp, tls }).filter(([, each]) => each !== undefined).map(([key]) => key);
  const [first, second = Object.entries(http).find(([, each]) => each !== undefined)?.[0]] = ports;
  if (first !== undefined && second !== undefined) context.addIssue({ code: 'custom', path: [first], message: `stands beside \`${second}\`: an app is ready by one or the other` });
}).transform(({ path, status, tcp, tls }): Health => {
  if (tls !== undefined) return { port: tls, speaks: 'tls' };
  return tcp === undefined ? { path: path ?? '/', status: status ?? [200] } : { port: tcp, speaks: 'tcp' };
}).prefault({});

/** What answers over HTTP when an app is ready. */
export interface HttpHealth {
  readonly path: string;
  readonly status: readonly number[];
}

/** What answers when an app without HTTP is ready. */
export interface PortHealth {
  readonly port: number;
  readonly speaks: 'tcp' | 'tls';
}

export type Health = HttpHealth | PortHealth;

const deadline = z.strictObject({
  converge: z.int().positive().describe('Seconds until the stack must have converged, instead of the derived deadline.'),
  reason: z.string().min(10).describe('Why the derived deadline does not fit this recipe.'),
});

const declared = z.strictObject({
  rung: z.enum(['install', 'upgrade', 'backup', 'functional', 'browser', 'sso', 'lint']).describe('What is declared as not run.'),
  blocker: z.string().min(10).describe('The technical reason.'),
  covered_by: z.string().min(3).describe('The test that covers the largest part that can run.'),
  decided_by: z.string().min(1).describe('Who decided.'),
  decided_on: z.iso.date().describe('When, as YYYY-MM-DD.'),
});

const sso = z.strictObject({
  provider: z.enum(['keycloak', 'authentik']).describe('The recipe of the provider; it is deployed first, without being named under `requires`.'),
  redirect_uris: z.array(z.string().min(1)).min(1).default(['https://{domain}/*'])
    .describe('Where the provider may send people back to.'),
  env: env.default({}).describe('Env values that tell the app about its provider and client; written before its only deploy.'),
  secrets: z.record(secretName, z.string().min(1)).default({})
    .describe('Secrets that are made with these values, by their names in the compose file: `client_secret = "{sso.client_secret}"`.'),
});

const mail = z.strictObject({
  env: env.describe('Env values that tell the app where to send: `{mail.host}` and `{mail.port}` are filled in. SMTP without TLS, and with any user and password or none.'),
});

/** One key with two values: whichever is written last would win unseen. */
function twice(one: Readonly<Record<string, unknown>>, other: Readonly<Record<string, unknown>> = {}): string[] {
  return Object.keys(one).filter(key => other[key] !== undefined);
}

export const recipeSchema = z.strictObject({
  source: source.describe('Where the recipe comes from: exactly one of `catalogue`, `git` and `path`.'),
  health: health.describe('What answers when the app is ready.'),
  hosts: z.record(name, envKey).default({})
    .describe('Further hosts of the app: `sandbox = "SANDBOX_DOMAIN"` writes `<app>-sandbox.<zone>` into that env key.'),
  env: env.default({}).describe("Env values that a test run changes; `{domain}`, `{hosts.<name>}`, `{apps.<recipe>}` (the domain of what it depends on) and `{sso.<key>}` are filled in. The app's defaults stay in .env.sample."),
  secrets: z.record(secretName, z.string().min(1)).default({})
    .describe('Values of secrets, by their names in the compose file: what only a person can give (`# generate=false`), or what a test run wants to choose. `env:NAME` is the value of that environment variable, which specs and workers then have even where it is named like a token; else `{domain}` and `{hosts.<name>}` are filled in. abra generates the others.'),
  upgrade: z.strictObject({
    from: z.string().optional().describe('Release to upgrade from, when it is not the newest below the version under test.'),
    env: env.default({}).describe('Env values written only before the head is deployed over the previous release.'),
  }).prefault({}).describe('How the head goes over the previous release.'),
  requires: z.array(name).default([]).describe('Recipes that must be up before this one, always: a run deploys their newest release first, and removes it last.'),
  test_requires: z.array(name).default([]).describe('Recipes that only the tests need; a run treats them alike.'),
  sso: sso.optional().describe('How people log in through a provider: a realm, a client and users are made for each run.'),
  mail: mail.optional().describe('How the app is told of the run\'s own mail server, which catches all that it sends: tests and hooks read it as `mail`.'),
  memory: memory.describe('Memory that the app takes at its peak: what runs side by side must fit into the node.'),
  deadline: deadline.optional().describe('Overrides the derived deadline; needs a reason.'),
  declared: z.array(declared).default([]).describe('Declared skips: each caps the level.'),
  unproven: z.string().optional().describe('Why this recipe never met its real app. Such a recipe is never green.'),
}).superRefine(({ env, secrets, sso, mail }, context) => {
  for (const key of twice(env, sso?.env)) context.addIssue({ code: 'custom', path: ['sso', 'env', key], message: 'stands under [env] as well' });
  for (const key of twice(mail?.env ?? {}, { ...env, ...sso?.env })) context.addIssue({ code: 'custom', path: ['mail', 'env', key], message: `stands under [${env[key] === undefined ? 'sso.env' : 'env'}] as well` });
  for (const key of twice(secrets, sso?.secrets)) context.addIssue({ code: 'custom', path: ['sso', 'secrets', key], message: 'stands under [secrets] as well' });
});

export type RecipeFile = Readonly<z.infer<typeof recipeSchema>>;

/** A recipe file read and validated, with where it came from. */
export interface Recipe extends RecipeFile {
  /** The file's name without .toml: the Playwright project, the overlay's folder, the recipe's folder under ABRA_DIR. */
  readonly name: string;
  /** Absolute path of the recipe file. */
  readonly file: string;
  /** Absolute folder of its overlay, when there is one that may run. */
  readonly overlay: string | undefined;
}
