import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { Compose } from '../../../harness/recipe/compose.ts';
import { interpolate } from '../../../harness/recipe/interpolate.ts';

const values = new Map([['A', 'a'], ['EMPTY', ''], ['STACK_NAME', 'x_lab_test'], ['SECRET_DB_VERSION', 'v2']]);

test.each([
  ['${A} $A $$A $', 'a a $A $'],
  ['${EMPTY:-d} ${EMPTY-d} ${NONE:-d} ${NONE-d} ${A:-d}', 'd  d d a'],
  ['${NONE:-${A}} ${NONE:-a:b/c}', 'a a:b/c'],
  ['[${A:+yes}] [${NONE:+yes}] [${EMPTY+set}]', '[yes] [] [set]'],
  ['${unclosed and ${1x} end$', '${unclosed and ${1x} end$'],
  ['${1x} {{ env "A" }}', '${1x} {{ env "A" }}'],
  ['${A:?needed}', 'a'],
])('%s becomes %s', (template, result) => {
  expect(interpolate(template, values)).toBe(result);
});

test('a variable that must have a value and has none is named', () => {
  expect(() => interpolate('${NONE:?set it}', values)).toThrow(expect.objectContaining({ code: 'ERR_ENV_MISSING', fault: 'user', shortMessage: expect.stringContaining('NONE has no value, and the compose file insists on one: set it') as string }));
});

describe('compose files', () => {
  function compose(files: Record<string, string>): Compose {
    const folder = mkdtempSync(join(tmpdir(), 'compose-'));
    onTestFinished(() => { rmSync(folder, { recursive: true, force: true }); });
    for (const [name, body] of Object.entries(files)) writeFileSync(join(folder, name), body);
    return Compose.read(folder, Object.keys(files), values);
  }

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
    expect(document.labels()).toEqual({
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
    expect(document.labels()['app']).toMatchObject({ flag: 'on', 'traefik.enable': 'true' });
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

  test.each(['', 'services:', 'services: 5', '- a', '"x"'])('%j has no services', body => {
    expect(compose({ 'compose.yml': body }).serviceNames()).toEqual([]);
  });
});
