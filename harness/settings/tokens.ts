/** Tokens in the environment (of the forge, of registries): taken out of it before a worker is started or an overlay imported. */

/** A name that ends in one of these says that its value is a credential. */
const credential = [
  'TOKENS?', 'PAT', 'JWT', 'PASS', 'PASSWORD', 'PASSWD', 'PASSPHRASE', 'SECRETS?', 'CREDENTIALS?',
  'API_?KEY', 'ACCESS_KEY(_ID)?', 'SECRET_KEY', 'PRIVATE_KEY', 'DEPLOY_KEY', 'SSH_KEY', 'AUTH_CONFIG',
].join('|');
const rules = [
  new RegExp(`(^|_)(${credential})$`, 'i'),
  /(^|_)(TOKEN|JWT|NETRC)_/i,
  /^(DOCKER|REGISTRY|CONTAINERS?|BUILDAH|NPM)_AUTH(_FILE)?$/i,
  /^npm_config_.*(_auth|authtoken)$/i,
];
/** Tokens that are known by their look, and may stand in a URL as the user's name. */
const knownToken = /^(gh[pousr]_|github_pat_|gl[a-z]{1,6}-|[0-9a-f]{40}$)/;
/** A password may hold an @ itself: the last one before the path ends it. */
const userOfUrl = /:\/\/([^/\s:@'"]*)(?::([^/\s]+))?@/g;

/** The passwords in the URLs of a text, and the tokens that stand there as a user's name. */
export function urlCredentials(text: string): string[] {
  return [...text.matchAll(userOfUrl)].flatMap(([, user = '', password]) => [...(knownToken.test(user) ? [user] : []), ...(password === undefined ? [] : [password])]);
}

/** How git is handed settings by the environment: one family, of which no member means anything alone. */
export const gitSettings = /^GIT_CONFIG_(COUNT|PARAMETERS|KEY_\d+|VALUE_\d+)$/;

/** Whether the variable is a token, by its name, or a URL with a credential in it; a proxy's is needed by whoever fetches anything. */
export function isToken(name: string, value: string): boolean {
  return rules.some(rule => rule.test(name)) || (/^\w[\w+.-]*:\/\//.test(value) && urlCredentials(value).length > 0 && !/_proxy$/i.test(name));
}

/** The variables of `env` that are tokens. */
export function tokensIn(env: NodeJS.ProcessEnv): Record<string, string> {
  const all = Object.entries(env).filter((pair): pair is [string, string] => pair[1] !== undefined);
  const git = all.filter(([name]) => gitSettings.test(name));
  const gitHolds = git.some(([, value]) => /extraheader|credential/i.test(value) || urlCredentials(value).length > 0);
  return Object.fromEntries(all.filter(([name, value]) => gitSettings.test(name) ? gitHolds : isToken(name, value)));
}

/** A copy of `env` without its tokens, for a child that must not have them. */
export function withoutTokens(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const tokens = tokensIn(env);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !(name in tokens)));
}

/** A URL or text without the name and password that a URL may hold. Whom ssh logs in as is no credential, and nobody gets in without it. */
export function withoutCredentials(text: string): string {
  return text.replaceAll(/(\bssh)?:\/\/([^/\s]+)@/g, (_whole, ssh: string | undefined, user: string) => ssh === undefined ? '://' : `ssh://${user.split(':')[0] ?? ''}@`);
}

/** Config and reporters are loaded apart, perhaps twice; the process is what they share. */
const shared = globalThis as unknown as Record<symbol, Record<string, string> | undefined>;
const key = Symbol.for('recipe-harness/withheld-tokens');

/** Takes the tokens out of this process's environment, and so out of every process that it starts from now on. */
export function withholdTokens(): void {
  const tokens = tokensIn(process.env);
  shared[key] = { ...shared[key], ...tokens };
  for (const name of Object.keys(tokens)) delete process.env[name];
}

/** Puts back what a recipe file asks for by name: workers inherit it. It stays among the withheld, and so masked. */
export function giveBack(names: readonly string[]): void {
  for (const name of names) {
    const value = shared[key]?.[name];
    if (value !== undefined) process.env[name] = value;
  }
}

/** What was taken out: for the few commands that need it, such as git. In a worker only what was given back, since it never had the rest. */
export function withheldTokens(): Readonly<Record<string, string>> {
  return shared[key] ?? {};
}
