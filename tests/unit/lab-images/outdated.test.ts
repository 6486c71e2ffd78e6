/** An engine that a lab has had for long holds images as they were defined then. */
import { expect, test } from 'vitest';
import { imageKey, keyLabel } from '../../../lab/images/archive.ts';
import type { ImageDefinition } from '../../../lab/images/definition.ts';
import { layerKey } from '../../../lab/images/layer.ts';
import { outdated } from '../../../lab/images/outdated.ts';

const definition: ImageDefinition = { ref: 'lab/app:1.0', file: 'x.ts', holds: { from: 'debian', package: 'hello', version: '1.0' }, packages: ['hello'], config: { Cmd: ['hello'] } };
const built = (from: ImageDefinition, base = 'base') => ({ RepoTags: [from.ref], Labels: { [keyLabel]: imageKey(layerKey(from, base), from.config) } });

test('what was built as the definition says now stays', () => {
  expect(outdated([built(definition)], [definition], 'base')).toEqual([]);
});

test.each<[string, Partial<ImageDefinition>]>([
  ['packages', { packages: ['hello', 'curl'] }], ['configuration', { config: { Cmd: ['sh'] } }], ['layer under it', { over: { ...definition, ref: 'lab/under:1', packages: [] } }],
])('what was built with another %s is named', (_what, changes) => {
  expect(outdated([built({ ...definition, ...changes })], [definition], 'base')).toEqual(['lab/app:1.0']);
});

test('so is what stands on another base', () => {
  expect(outdated([built(definition, 'another')], [definition], 'base')).toEqual(['lab/app:1.0']);
});

test('what has no definition, or no name, is left to others', () => {
  expect(outdated([{ RepoTags: ['lab/unknown:1'], Labels: { [keyLabel]: 'x' } }, { RepoTags: null, Labels: { [keyLabel]: 'x' } }], [definition], 'base')).toEqual([]);
});
