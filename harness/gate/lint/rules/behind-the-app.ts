import { hookAround } from '../hooks.ts';
import { reasonInParity } from '../parity.ts';
import { eachCall, rule, type RuleInit } from '../pattern.ts';
import { bodyAround } from '../tests.ts';
import { type Call, methodOf, textOf } from '../tree.ts';

const databases = /^(psql|pg_dump|mysql|mysqldump|mariadb|mariadb-dump|sqlite3|mongosh?|mongodump|redis-cli|valkey-cli|influx|clickhouse-client|ldapsearch)$/;
const readers = /^(cat|ls|test|stat|grep|head|tail|find|wc|du|file|sha\d+sum|md5sum|\[)$/;

/** The program that an `exec` runs, also behind `sh -c`; nothing where a shell writes with it into a file. */
function programOf(call: Call): string | undefined {
  const argv = call.arguments[1];
  if (methodOf(call) !== 'exec' || argv?.type !== 'ArrayExpression') return undefined;
  const [first = '', ...rest] = argv.elements.map(each => each ? textOf(each) ?? '' : '');
  const program = first.split('/').at(-1) ?? '';
  if (!/^(ba|da|a|z)?sh$/.test(program)) return program;
  const script = rest.at(-1) ?? '';
  return />\s*\S/.test(script) ? undefined : script.trim().split(/[\s;|&]+/)[0]?.split('/').at(-1);
}

const runs = (programs: RegExp): RuleInit['create'] => (report, source, file) => eachCall(call => {
  const program = programOf(call);
  if (program === undefined || !programs.test(program)) return;
  if (bodyAround(call, source) !== undefined || (hookAround(call, source) === 'read' && reasonInParity(file, 'read') === undefined)) report(call, { program });
});

export const noDatabaseRead = rule({
  name: 'no-database-read',
  message: '{{program}} looks into the database, where a record may lie that no user ever sees. Read it through the app\'s own interface; in `read`, a reason under "Exceptions" of PARITY permits it.',
  patterns: [{
    name: 'database-read', place: 'test',
    why: 'A record in the database is not yet one that the app shows to anybody.',
    instead: 'read it through the app\'s own interface, as a user would.',
    bad: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nconst { stdout } = await app.exec('db', ['psql', '-U', 'ghost', '-c', 'select title from posts']);\nexpect(stdout).toContain(title);",
    good: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nexpect((await api.get('/posts')).text()).toContain(title);",
  }],
  create: runs(databases),
});

export const noVolumeRead = rule({
  name: 'no-volume-read',
  message: '{{program}} looks into the app\'s files, where something may lie that the app does not serve. Read it through the app\'s own interface; in `read`, a reason under "Exceptions" of PARITY permits it.',
  patterns: [
    {
      name: 'volume-read', place: 'test',
      why: 'A file in the volume is not yet one that the app serves.',
      instead: 'read it through the app\'s own interface, as a user would.',
      bad: "const name = unique('upload');\n(await api.put(`/files/${name}`, { text: name })).expectStatus(201);\nconst { stdout } = await app.exec('app', ['cat', `/data/${name}`]);\nexpect(stdout).toBe(name);",
      good: "const name = unique('upload');\n(await api.put(`/files/${name}`, { text: name })).expectStatus(201);\nexpect((await api.get(`/files/${name}`)).text()).toBe(name);",
    },
    {
      name: 'volume-read-by-hook', place: 'overlay',
      why: 'After a restore the file is back, but does the app find it?',
      instead: 'let `read` ask the app; where no interface shows it, give the reason in PARITY.',
      bad: "async seed({ api, unique }) {\n  const [id, text] = [unique('note'), unique('text')];\n  (await api.put(`/notes/${id}`, { json: { text } })).expectStatus(201);\n  return { id, text };\n},\nasync read({ app }, id) {\n  const { stdout } = await app.exec('app', ['cat', `/data/${id}`]);\n  return { id, text: stdout };\n},\nasync wipe({ api }, id) { (await api.delete(`/notes/${id}`)).expectStatus(204); },",
      good: "async seed({ api, unique }) {\n  const [id, text] = [unique('note'), unique('text')];\n  (await api.put(`/notes/${id}`, { json: { text } })).expectStatus(201);\n  return { id, text };\n},\nasync read({ api }, id) {\n  const answer = await api.get(`/notes/${id}`);\n  if (answer.status === 404) return undefined;\n  return { id, text: answer.expectStatus(200).text() };\n},\nasync wipe({ api }, id) { (await api.delete(`/notes/${id}`)).expectStatus(204); },",
    },
  ],
  create: runs(readers),
});

const good = "async seed({ api, unique }) {\n  const [id, text] = [unique('note'), unique('text')];\n  (await api.put(`/notes/${id}`, { json: { text } })).expectStatus(201);\n  return { id, text };\n},\nasync read({ api }, id) {\n  const answer = await api.get(`/notes/${id}`);\n  if (answer.status === 404) return undefined;\n  return { id, text: answer.expectStatus(200).text() };\n},\nasync wipe({ api }, id) { (await api.delete(`/notes/${id}`)).expectStatus(204); },";

export const seedThroughTheApp = rule({
  name: 'seed-through-the-app',
  message: '`seed` works in the container, past the app. Seed through the app\'s own interface; where there is none, give the reason in PARITY: under "## Exceptions", `- **The seed writes through the container.** <why>`.',
  patterns: [{
    name: 'exec-in-seed', place: 'overlay',
    why: 'What is laid into the container no user could have made: that the app keeps users\' data is not shown.',
    instead: 'seed through the app\'s interface; where there is none, give the reason in PARITY.',
    bad: good.replace('(await api.put(`/notes/${id}`, { json: { text } })).expectStatus(201);', "await app.exec('app', ['notes', 'add', id, text]);").replace('seed({ api, unique })', 'seed({ app, unique })'),
    good,
  }],
  create: (report, source, file) => eachCall(call => {
    if (!['exec', 'writeFile'].includes(methodOf(call) ?? '') || hookAround(call, source) !== 'seed') return;
    if (reasonInParity(file, 'seed') === undefined) report(call);
  }),
});
