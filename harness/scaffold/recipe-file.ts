/** The text of a new recipes/<name>.toml: valid as it stands, with what could not be known left as comments. */
import type { Recipe } from '../settings/recipe-schema.ts';
import { inAComment, listed } from './in-a-comment.ts';
import type { RecipeFacts } from './recipe-facts.ts';

/** What a new recipe takes until somebody has measured it: more than most do, so that the first run is not refused for too little. */
const guessedMemory = '1G';

export function recipeFileText(name: string, source: Recipe['source'], facts: RecipeFacts): string {
  const parts = [
    [`# ${name}: fill in what it is, in one sentence.`, `# Read from ${inAComment(facts.composeFiles.join(', '))} and .env.sample at ${inAComment(facts.at)}.`],
    ['# A GUESS: each run says at its end what the app used at its peak. Write that, rounded up; what runs side by side must fit into the node.', `memory = "${guessedMemory}"`],
    ['[source]', ...Object.entries(source).map(([key, value]) => `${key} = ${JSON.stringify(value)}`)],
    health(facts),
    hosts(facts),
    env(facts),
    secrets(facts),
    sso(facts),
    mail(facts),
  ];
  return `${parts.filter(lines => lines.length > 0).map(lines => lines.join('\n')).join('\n\n')}\n`;
}

function health({ health: { path, port, seen }, routed }: RecipeFacts): string[] {
  const ready = `# Fill in: ready when this port takes a connection, since ${inAComment(seen)}. One that speaks TLS from its first byte is \`tls\`.`;
  if (port !== undefined) return [ready, '[health]', `tcp = ${port}`];
  if (!routed) return [`# Fill in: which port tells that the app is ready? "/" is asked over HTTP until then, but ${inAComment(seen)}. Does a further compose file, or COMPOSE_FILE under [env], open one?`, '# [health]', '# tcp = 0'];
  if (path === undefined) return [`# Fill in: which path tells that the app is ready? "/" is asked until then, since ${inAComment(seen)}.`, '# [health]', '# path = "/health"'];
  return path === '/' ? [`# Ready when "/" answers 200: ${inAComment(seen)}.`] : [`# From the recipe: ${inAComment(seen)}.`, '[health]', `path = ${JSON.stringify(path)}`];
}

function hosts({ env: { hosts, hasDomain } }: RecipeFacts): string[] {
  const lines = hosts.map(({ name, key, routed }) => `${name} = ${JSON.stringify(key)}${routed ? '' : '   # no router names its value in the compose files that were read: remove it if it is no host of this app'}`);
  return [
    ...(hasDomain ? [] : ['# .env.sample has no DOMAIN. abra writes the app\'s domain there; without it no router can know the name.']),
    ...(lines.length === 0 ? [] : ['# Further names of the app, each `<app>-<name>.<zone>`.', '[hosts]', ...lines]),
  ];
}

function env({ env: { insisted, empty, examples } }: RecipeFacts): string[] {
  const lines = [
    ...(insisted.length === 0 ? [] : ['# Fill in: the compose files insist on these, and .env.sample gives them no value. Nothing deploys without.', ...insisted.map(key => `# ${inAComment(key)} = ""`)]),
    ...(examples.length === 0 ? [] : ['# Has an example\'s value in .env.sample, or an address there: does a test run need its own?', ...examples.map(key => `# ${inAComment(key)} = ""`)]),
    ...(empty.length === 0 ? [] : [`# Empty in .env.sample: ${listed(empty)}.`]),
  ];
  return lines.length === 0 ? [] : ['[env]', ...lines];
}

function secrets({ secrets: all }: RecipeFacts): string[] {
  const manual = all.filter(({ manual }) => manual);
  const generated = all.filter(({ manual }) => !manual).map(({ name }) => name);
  const lines = manual.length === 0 ? [] : [
    '[secrets]',
    '# Fill in: only a person can give these (generate=false in .env.sample). A test value, or "env:<VARIABLE>" for one that must stay secret.',
    ...manual.map(({ name }) => `# ${/^[\w-]+$/.test(name) ? name : JSON.stringify(name)} = ""`),
  ];
  return generated.length === 0 ? lines : [`# abra generates: ${listed(generated)}.`, ...lines];
}

function mail({ otherComposeFiles, env: { examples, empty, insisted } }: RecipeFacts): string[] {
  const telling = [...examples, ...empty, ...insisted, ...otherComposeFiles].filter(name => /smtp|mail/i.test(name));
  return telling.length === 0 ? [] : [`# ${listed(telling)}: if the app sends mail, [mail.env] tells it of the run's own mail server. docs/mail.md.`];
}

function sso({ secrets: all, env: { examples, empty, insisted } }: RecipeFacts): string[] {
  const telling = [...all.filter(({ manual }) => manual).map(({ name }) => name), ...examples, ...empty, ...insisted].filter(name => /oidc|oauth|openid|sso/i.test(name));
  return telling.length === 0 ? [] : [`# ${listed(telling)}: if people log in through a provider, [sso] makes client and users for each run and fills these in. docs/single-sign-on.md.`];
}
