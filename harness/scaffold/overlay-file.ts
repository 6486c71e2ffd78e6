/** The text of a new overlay.ts: the hooks of its data witness, with gaps where only somebody who knows the app can write. */
import { inAComment, listed } from './in-a-comment.ts';
import type { RecipeFacts } from './recipe-facts.ts';

export function overlayText(name: string, facts: RecipeFacts): string {
  return `/** ${name}: fill in what it keeps, who makes it, and who reads it. */
// Seen in ${inAComment(facts.composeFiles.join(', '))}, .env.sample and abra.sh at ${inAComment(facts.at)}:
${seen(facts).map(line => `//   ${line}`).join('\n')}
${facts.routed ? overHttp : overItsProtocol}`;
}

function seen({ services, databases, backups, secrets, env, commands, metadata, otherComposeFiles, health, routed }: RecipeFacts): string[] {
  const ports = [...new Set(services.flatMap(({ name, published }) => published.map(({ port, protocol }) => `${port}/${protocol} of ${name}`)))];
  const wanted = ['Healthcheck', 'Backups', 'SSO', 'Email'].flatMap(key => metadata.has(key) ? [`${key}: ${metadata.get(key) ?? ''}`] : []);
  const rows: (readonly [what: string, said: string])[] = [
    ['services', `${listed(services.map(({ name, image }) => `${name} (${image ?? 'no image'})`))}${services.some(({ name }) => name === 'app') ? '' : '; NONE IS NAMED app, which abra and the install test want'}`],
    ['databases', listed(databases.map(({ name }) => name))],
    ['health', health.path === undefined ? health.seen : `${health.path}: ${health.seen}`],
    ['ingress', routed ? `HTTP${env.hosts.length === 0 ? '' : `, also for ${listed(env.hosts.map(({ key }) => key))}`}` : "no HTTP router: the record is made and read over the app's own protocol"],
    ['ports', ports.length === 0 ? 'none past the ingress' : listed(ports)],
    ['secrets', secrets.length === 0 ? 'none' : `${listed(secrets.map(({ name, manual }) => manual ? `${name} (yours to give)` : name))}; a test has them by app.secret('<name>')`],
    ['backup', backups.asked ? listed(backups.paths.map(({ service, path }) => `${path} of ${service}`)) : 'no service asks for it (backupbot.backup): the backup specs have nothing to restore'],
    ...backups.hooks.map(({ service, label, command }) => [/restore/.test(label) ? 'restore hook' : 'backup hook', `${inAComment(command)} in ${service}`] as const),
    ...(commands.length === 0 ? [] : [['abra.sh', listed(commands)] as const]),
    ...(wanted.length === 0 ? [] : [['README', wanted.join('; ')] as const]),
    ...(otherComposeFiles.length === 0 ? [] : [['not read', `${listed(otherComposeFiles)}: COMPOSE_FILE in .env.sample does not name them`] as const]),
  ];
  return rows.map(([what, said]) => `${what.padEnd(14)}${inAComment(said, 400)}`);
}

const overHttp = `import { defineOverlay, gap, type HttpClient } from 'recipe-harness';

/** Somebody who may write, in a session of their own: \`api.as({ headers: { authorization } })\`, or a login with \`api.withCookies()\`. */
const asAuthor = (_api: HttpClient): Promise<HttpClient> => gap<Promise<HttpClient>>('seed and wipe: how an author logs in');

export default defineOverlay({
  // Does a new app ask for its first account? \`async setUp({ api, unique })\` makes it; what it returns reaches the hooks as \`credentials\`.
  data: {
    async seed({ api, unique }) {
      const author = await asAuthor(api);
      const text = unique('text');
      const made = await author.post(gap<string>('seed: the path that takes a new record'), { json: gap<object>(\`seed: a record whose text is \${text}\`) });
      const { id } = made.expectStatus(201).json<{ id: string }>();
      return { id, text };
    },

    // As somebody else: nobody's cookies or tokens are in this client.
    async read({ api }, id) {
      const answer = await api.get(gap<string>(\`read: the path at which a reader finds record \${id}\`));
      if (answer.status === 404) return undefined;
      const { text } = answer.expectStatus(200).json<{ text: string }>();
      return { id, text };
    },

    async wipe({ api }, id) {
      const author = await asAuthor(api);
      (await author.delete(gap<string>(\`wipe: the path at which its author deletes record \${id}\`))).expectStatus(204);
    },
  },
});
`;

const overItsProtocol = `import { defineOverlay, gap, type InstalledApp, type NetClient } from 'recipe-harness';

/** Somebody who uses the app over its own protocol. */
interface Person {
  make(text: string): Promise<string>;
  find(id: string): Promise<string | undefined>;
  remove(id: string): Promise<void>;
}

/** A new connection for each, by \`net.tls(port)\` or \`net.tcp(port)\`: a reader is never the author. */
const comeIn = (_net: NetClient, _app: InstalledApp): Promise<Person> => gap<Promise<Person>>('seed, read and wipe: how somebody comes in over the protocol of the app');

export default defineOverlay({
  data: {
    async seed({ net, app, unique }) {
      const text = unique('text');
      return { id: await (await comeIn(net, app)).make(text), text };
    },

    async read({ net, app }, id) {
      const text = await (await comeIn(net, app)).find(id);
      return text === undefined ? undefined : { id, text };
    },

    async wipe({ net, app }, id) {
      await (await comeIn(net, app)).remove(id);
    },
  },
});
`;
