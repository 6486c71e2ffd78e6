/** Compose files: variables, typed fields, merge, and the file that the lab lays over them. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { interpolateText } from '../../../lab/abra/compose/interpolate.ts';
import { deployLabels } from '../../../lab/abra/compose/load.ts';
import { mergeCompose } from '../../../lab/abra/compose/merge.ts';
import { overrideFile } from '../../../lab/abra/compose/override.ts';
import { copiesWithoutPorts, servicesWithTwins } from '../../../lab/abra/compose/twin-ports.ts';
import { validateTypedFields } from '../../../lab/abra/compose/typed-fields.ts';

const yaml = (text: string): Record<string, unknown> => parse(text, { merge: true }) as Record<string, unknown>;

test.each([
  ['$A-${A}', '1-1'],
  ['${B:-two}${B-two}', 'two'],
  ['${C:-three}${C-three}', 'threethree'],
  ['$$A ${UNSET}.', '$A .'],
  ['Host(`${A}`${UNSET})', 'Host(`1`)'],
])('interpolates %s', (text, expected) => {
  expect(interpolateText(text, { A: '1', B: '' })).toBe(expected);
});

test('a required variable and a stray dollar end the command', () => {
  expect(() => interpolateText('${X:?set it}', {})).toThrow('required variable X is missing a value: set it');
  expect(() => interpolateText('5${', {}, 'services.app.image')).toThrow('invalid interpolation format for services.app.image');
});

test.each([
  ['healthcheck: {start_period: "${START:-5m}"}', "services.app.healthcheck.start_period Does not match format 'duration'"],
  ['stop_grace_period: ${GRACE}', "services.app.stop_grace_period Does not match format 'duration'"],
  ['deploy: {replicas: "${REPLICAS:-1}"}', 'services.app.deploy.replicas must be a integer'],
  ['healthcheck: {retries: "3"}', 'services.app.healthcheck.retries must be a number'],
])('refuses %s before variables are in', (service, message) => {
  expect(() => validateTypedFields(yaml(`services:\n  app:\n    ${service}`))).toThrow(message);
});

test('literal durations and templated ports pass', () => {
  const text = 'services: {app: {stop_grace_period: 1m30s, ports: ["${PORT}:80"], healthcheck: {interval: 1.5s, retries: 3}}}';
  expect(() => validateTypedFields(yaml(text))).not.toThrow();
});

test('labels and environment meet in list and map form', () => {
  const merged = mergeCompose([
    yaml('services: {app: {environment: ["A=1", "B"], deploy: {labels: ["x=1", "y=a=b"]}}}'),
    yaml('services: {app: {environment: {A: 2}, deploy: {labels: {x: true}}}, db: {image: "d:1"}}'),
  ]);
  expect(merged.services?.['app']?.['environment']).toEqual({ A: 2, B: null });
  expect(deployLabels(merged, 'app')).toEqual({ x: 'true', y: 'a=b' });
  expect(Object.keys(merged.services ?? {})).toEqual(['app', 'db']);
});

test('commands are replaced, volumes go by target, ports by published number', () => {
  const merged = mergeCompose([
    yaml('services: {app: {command: [a, b], volumes: ["one:/data"], ports: ["8080:80"], networks: [proxy], dns: ["1.1.1.1"]}}'),
    yaml('services: {app: {command: [c], volumes: ["two:/data"], ports: ["8080:81", "53:53/udp"], networks: {internal: {}}, dns: ["2.2.2.2"]}}'),
  ]);
  expect(merged.services?.['app']).toMatchObject({
    command: ['c'],
    volumes: ['two:/data'],
    ports: [{ target: 81, published: 8080 }, { target: 53, published: 53, protocol: 'udp' }],
    networks: { proxy: null, internal: {} },
    dns: ['1.1.1.1', '2.2.2.2'],
  });
});

test('TCP and UDP of one port are said by the last file alone, and all other paths of the copies lead where they did', () => {
  const folder = mkdtempSync(join(tmpdir(), 'twins-'));
  onTestFinished(() => { rmSync(folder, { recursive: true }); });
  const recipe = join(folder, 'recipe');
  mkdirSync(recipe);
  writeFileSync(join(recipe, 'entrypoint.sh'), 'exec server\n');
  const text = 'services:\n  app:\n    image: a\n    configs:\n      - mode: 0555\n    ports:\n      - "53:53"\n      - "53:53/udp"\n  web: {ports: ["80:80"]}\n';
  writeFileSync(join(recipe, 'compose.yml'), text);
  const merged = mergeCompose([yaml(text)]);
  expect(servicesWithTwins(merged)).toEqual(['app']);
  const ports = ['tcp', 'udp'].map(protocol => expect.objectContaining({ target: 53, published: 53, ...(protocol === 'udp' ? { protocol } : {}) }) as unknown);
  for (const ipvs of [true, false]) {
    expect(overrideFile({ version: '3.8', merged, labels: {}, environment: {}, ipvs }).services?.['app']?.ports).toEqual(ports);
  }
  const [copy = ''] = copiesWithoutPorts([join(recipe, 'compose.yml')], ['app'], join(folder, 'copy'));
  expect(readFileSync(copy, 'utf8')).toBe('services:\n  app:\n    image: a\n    configs:\n      - mode: 0555\n    ports:\n      []\n  web: {ports: ["80:80"]}\n');
  expect(readFileSync(join(folder, 'copy', 'entrypoint.sh'), 'utf8')).toBe('exec server\n');
  expect(readFileSync(join(recipe, 'compose.yml'), 'utf8')).toBe(text);
});

test('the override carries labels and missing variables for app alone, with dollars escaped', () => {
  const merged = mergeCompose([yaml('services: {app: {environment: [KEPT=1, PASSED]}, db: {image: "d:1"}}')]);
  const input = { version: '3.8', merged, labels: { l: 'v' }, environment: { KEPT: '2', PASSED: '3', NEW: 'a$b' } };
  expect(overrideFile({ ...input, ipvs: true })).toEqual({
    version: '3.8',
    services: { app: { environment: { NEW: 'a$$b' }, deploy: { labels: { l: 'v' } } } },
  });
  expect(overrideFile({ ...input, ipvs: false }).services).toEqual({
    app: { environment: { NEW: 'a$$b' }, deploy: { endpoint_mode: 'dnsrr', labels: { l: 'v' } } },
    db: { deploy: { endpoint_mode: 'dnsrr' } },
  });
});

test('a stack without a service app gets no label', () => {
  const merged = mergeCompose([yaml('services: {web: {image: "w:1"}}')]);
  expect(overrideFile({ version: '3.8', merged, labels: { l: 'v' }, environment: {}, ipvs: true }).services).toEqual({});
});
