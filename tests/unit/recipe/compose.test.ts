import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Compose } from '../../../harness/recipe/compose.ts';
import { interpolate } from '../../../harness/recipe/interpolate.ts';
import { publishedBy } from '../../../harness/recipe/ports.ts';

const values = new Map([['A', 'a'], ['EMPTY', ''], ['STACK_NAME', 'x_lab_test'], ['SECRET_DB_VERSION', 'v2']]);

test.each([
  ['${A} $A $$A $', 'a a $A $'],
  ['${EMPTY:-d} ${EMPTY-d} ${NONE:-d} ${NONE-d} ${A:-d}', 'd  d d a'],
  ['${NONE:-${A}} ${NONE:-a:b/c}', 'a a:b/c'],
  ['[${A:+yes}] [${NONE:+yes}] [${EMPTY+set}]', '[yes] [] [set]'],
  ['${unclosed and ${1x} end$', '${unclosed and ${1x} end$'],
  ['${1x} {{ env "A" }}', '${1x} {{ env "A" }}'],
  ['${A:?needed}', 'a'],
  ['${A?needed} [${EMPTY?needed}] [${EMPTY}]', 'a [] []'],
  ['[${EMPTY:+set}] [${EMPTY:-${A}}] [${A+${A}${A}}] [${NONE+set}]', '[] [a] [aa] []'],
  ['${NONE:-a\nb} ${NONE:-{x}}', 'a\nb {x}'],
  ['${NONE:-${NONE:-${A}}}}', 'a}'],
  ['$A_B$A-$A.$_ $1 $', 'a-a. $1 $'],
  ['${A!x} ${A B} ${} ${:-x}', '${A!x} ${A B} ${} ${:-x}'],
  ['', ''],
  ['$${A} $$$A', '${A} $a'],
])('%s becomes %s', (template, result) => {
  expect(interpolate(template, values)).toBe(result);
});

test('a variable that must have a value and has none is named', () => {
  expect(() => interpolate('${NONE:?set it}', values)).toThrow(expect.objectContaining({ code: 'ERR_ENV_MISSING', fault: 'user', shortMessage: expect.stringContaining('NONE has no value, and the compose file insists on one: set it') as string }));
});

test.each([
  ['${EMPTY:?}', 'EMPTY has no value, and the compose file insists on one.', 'EMPTY'],
  ['x ${NONE?set it, please}', 'NONE has no value, and the compose file insists on one: set it, please.', 'NONE'],
])('%s is told with its variable', (template, message, key) => {
  expect(() => interpolate(template, values)).toThrow(expect.objectContaining({
    code: 'ERR_ENV_MISSING', fault: 'user', shortMessage: message, wayOut: `Set ${key} in [env] of the recipe file.`, facts: { key },
  }) as Error);
});

test.each([
  ['8080:80', ['8080/tcp']], ['127.0.0.1:53:53/udp', ['53/udp']], ['[::1]:25:25', ['25/tcp']], ['7000-7002:7000-7002/udp', ['7000/udp', '7001/udp', '7002/udp']],
  ['80', []], [80, []], ['${A}:80', []], [':80', []], ['${NONE:-64738}:64738', ['64738/tcp']],
  [{ target: 64738, published: 64738, protocol: 'udp', mode: 'host' }, ['64738/udp']], [{ target: 80, published: '${NONE:-81}' }, ['81/tcp']], [{ target: 80 }, []],
])('ports: %j publishes %j', (entry, published) => {
  expect(publishedBy(entry, values).map(({ port, protocol }) => `${port}/${protocol}`)).toEqual(published);
});

describe('compose files', () => {
  function compose(files: Record<string, string>): Compose {
    const folder = mkdtempSync(join(tmpdir(), 'compose-'));
    onTestFinished(() => { rmSync(folder, { recursive: true, force: true }); });
    for (const [name, body] of Object.entries(files)) writeFileSync(join(folder, name), body);
    return Compose.read(folder, Object.keys(files), values);
  }

  test('insist on a variable wherever Docker fills it in, and nowhere else', () => {
    const app = (line: string) => ({ 'compose.yml': `x-note: "\${NONE:?not filled in}"\nservices:\n  app:\n    image: a\n    ${line}\n` });
    expect(compose(app('command: [a, "$${NONE:?not filled in}"]')).serviceNames()).toEqual(['app']);
    for (const line of ['environment: ["X=${NONE:?set it}"]', 'environment: { X: "${NONE:?set it}" }', 'command: "run ${NONE?set it}"']) {
      expect(() => compose(app(line)), line).toThrow(expect.objectContaining({ code: 'ERR_ENV_MISSING', facts: { key: 'NONE' } }) as Error);
    }
    expect(compose({ 'compose.yml': 'services: &s\n  app:\n    image: a\n    x: *s\n' }).serviceNames(), 'an alias within what it names').toEqual(['app']);
  });

  const labelsOf = ({ services }: Compose) => Object.fromEntries(services.map(service => [service.name, service.labels]));

  const base = `
x-labels: &shared { backupbot.backup: true }
services:
  app:
    image: nginx:\${TAG:-1.22}
    deploy:
      labels:
        - "traefik.enable=true"
        - "coop-cloud.\${STACK_NAME}.version=1.0.0+1.22"
        - "rule=Host(\`a\`) && Path(\`/x=y\`)"
        - flag
    secrets: [db]
    volumes: ["content:/usr/share/nginx/html", "./local:/x", "/etc/tz:/etc/tz:ro"]
  db:
    image: postgres:15
    deploy:
      labels:
        <<: *shared
        "backupbot.backup.volumes.\${A}": "\${EMPTY:-x}"
    secrets:
      - source: db
        target: pw
    volumes:
      - { type: volume, source: data, target: /var/lib/postgresql }
secrets:
  db: { external: true, name: "\${STACK_NAME}_db_\${SECRET_DB_VERSION}" }
  unused: { external: true, name: u }
`;

  test('give images, labels, secrets and mounts', () => {
    const document = compose({ 'compose.yml': base });
    expect(document.serviceNames()).toEqual(['app', 'db']);
    expect(document.images()).toEqual(['nginx:1.22', 'postgres:15']);
    expect(labelsOf(document)).toEqual({
      app: { 'traefik.enable': 'true', 'coop-cloud.x_lab_test.version': '1.0.0+1.22', rule: 'Host(`a`) && Path(`/x=y`)', flag: '' },
      db: { 'backupbot.backup': 'true', 'backupbot.backup.volumes.${A}': 'x' },
    });
    expect(document.secrets()).toEqual([{ name: 'db', fullName: 'x_lab_test_db_v2' }]);
    expect(document.services.map(service => service.volumes)).toEqual([[{ source: 'content', target: '/usr/share/nginx/html' }], [{ source: 'data', target: '/var/lib/postgresql' }]]);
  });

  test('give configs by the names that swarm will know, whoever makes them', () => {
    const document = compose({ 'compose.yml': `
services:
  app: { configs: [named, own, { source: theirs, target: /x }] }
  db: { configs: [named] }
configs:
  named: { name: "\${STACK_NAME}_named_\${SECRET_DB_VERSION}", file: a }
  own: { file: b }
  theirs: { external: true }
  unused: { file: c }
` });
    expect(document.configs()).toEqual([
      { name: 'named', fullName: 'x_lab_test_named_v2' }, { name: 'own', fullName: 'x_lab_test_own' }, { name: 'theirs', fullName: 'theirs' },
    ]);
  });

  test('later files add to and override earlier ones', () => {
    const document = compose({ 'compose.yml': base, 'compose.x.yml': 'services:\n  app: { image: "nginx:2", deploy: { labels: { flag: "on" } } }\n  worker: { image: "nginx:2" }\n' });
    expect(document.images()).toEqual(['nginx:2', 'postgres:15']);
    expect(labelsOf(document)['app']).toMatchObject({ flag: 'on', 'traefik.enable': 'true' });
    expect(document.serviceNames()).toEqual(['app', 'db', 'worker']);
  });

  test.each([
    ['services:\n  app: [\n', /is not YAML/, /Mend line \d+/],
    ['a: *nowhere\n', /is not YAML/, /Mend/],
  ])('that are no YAML are the recipe\'s fault: %j', (body, message, wayOut) => {
    expect(() => compose({ 'compose.yml': body })).toThrow(expect.objectContaining({ code: 'ERR_RECIPE_FILE', fault: 'recipe', shortMessage: expect.stringMatching(message) as string, wayOut: expect.stringMatching(wayOut) as string }));
  });

  test('that are missing are named', () => {
    expect(() => Compose.read('/nowhere', ['compose.s3.yml'], values)).toThrow(/compose\.s3\.yml cannot be read, and COMPOSE_FILE names it/);
  });

  test('say what is wrong with them, where, and how to mend it', () => {
    expect(() => compose({ 'compose.yml': 'services:\n  app: {}\n  db: [\n' })).toThrow(expect.objectContaining({
      shortMessage: 'compose.yml is not YAML.', wayOut: expect.stringMatching(/^Mend line [34] of compose\.yml\.$/) as string, detail: expect.stringMatching(/\w/) as string,
      facts: { folder: expect.stringContaining('compose-') as string, file: 'compose.yml' },
    }) as Error);
    expect(() => compose({ 'compose.yml': 'a: *nowhere\n' })).toThrow(expect.objectContaining({ detail: expect.stringContaining('nowhere') as string }) as Error);
    expect(() => Compose.read('/nowhere', ['compose.s3.yml'], values)).toThrow(expect.objectContaining({
      code: 'ERR_RECIPE_FILE', fault: 'recipe', shortMessage: 'compose.s3.yml cannot be read, and COMPOSE_FILE names it.',
      wayOut: 'Add the file to the recipe, or set COMPOSE_FILE in [env] (or [upgrade.env], for what only the head has) of the recipe file.',
      detail: expect.stringContaining('ENOENT') as string, facts: { folder: '/nowhere', file: 'compose.s3.yml' },
    }) as Error);
  });

  test('may say odd things: what is no label, image, mount or secret is none', () => {
    const document = compose({ 'compose.yml': `
services:
  app:
    image: 5
    deploy: { labels: { number: 1.5, truth: true, nothing: ~, list: [x] } }
    secrets: [one, { source: two }, { target: x }, ~, one]
    configs: theirs
    volumes:
      - anonymous
      - "~/home:/home"
      - "../up:/up"
      - "named:/n:ro"
      - { type: bind, source: /etc, target: /etc }
      - { type: volume, source: "\${A}-data", target: "/\${A}" }
      - { type: volume, target: /nowhere }
      - { type: volume, source: nothing }
      - 7
  db: text
secrets: { one: { name: 5 } }
` });
    expect(document.images()).toEqual([]);
    expect(labelsOf(document)).toEqual({ app: { number: '1.5', truth: 'true', nothing: '', list: '' }, db: {} });
    expect(document.secrets()).toEqual([{ name: 'one', fullName: 'x_lab_test_one' }, { name: 'two', fullName: 'x_lab_test_two' }]);
    expect(document.configs()).toEqual([]);
    expect(document.services.map(service => service.volumes)).toEqual([[{ source: 'named', target: '/n' }, { source: 'a-data', target: '/a' }], []]);
  });

  test('of several parts: the last image counts, labels and secrets add up', () => {
    const document = compose({
      'a.yml': 'services: { app: { image: one, secrets: [s], volumes: ["v:/v"], deploy: { labels: [a=1, b=1] } } }\nsecrets: { s: { name: first } }\n',
      'b.yml': 'services: { app: { image: two, secrets: [t, s], volumes: ["w:/w"], deploy: { labels: { b: 2 } } } }\nsecrets: { s: { name: second }, t: { external: true } }\n',
      'c.yml': 'services: { app: { image: 3 } }\n',
    });
    expect(document.services).toEqual([{
      name: 'app', image: 'two', labels: { a: '1', b: '2' }, healthcheck: [], published: [], secrets: ['s', 't'], configs: [], volumes: [{ source: 'v', target: '/v' }, { source: 'w', target: '/w' }],
    }]);
    expect(document.secrets()).toEqual([{ name: 's', fullName: 'second' }, { name: 't', fullName: 't' }]);
  });

  test.each([
    ['[CMD, curl, "http://localhost:${A}/up"]', ['curl', 'http://localhost:a/up']],
    ['["CMD-SHELL", "curl -f $$URL || exit 1"]', ['curl -f $URL || exit 1']],
    ['pg_isready -q', ['pg_isready -q']],
    ['[NONE]', []],
    ['{ not: a test }', []],
  ])('the healthcheck %s is these words', (text, words) => {
    expect(compose({ 'compose.yml': `services: { app: { image: a, healthcheck: { test: ${text} } } }\n` }).services[0]?.healthcheck).toEqual(words);
  });

  test('a healthcheck of a later part replaces one, or switches it off', () => {
    const first = 'services: { app: { image: a, healthcheck: { test: one, interval: 1s } } }\n';
    expect(compose({ 'a.yml': first, 'b.yml': 'services: { app: { healthcheck: { test: two } } }\n' }).services[0]?.healthcheck).toEqual(['two']);
    expect(compose({ 'a.yml': first, 'b.yml': 'services: { app: { healthcheck: { test: two, disable: true } } }\n' }).services[0]?.healthcheck).toEqual([]);
  });

  test.each(['', 'services:', 'services: 5', '- a', '"x"'])('%j has no services', body => {
    expect(compose({ 'compose.yml': body }).serviceNames()).toEqual([]);
  });
});
