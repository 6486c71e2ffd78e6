import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { drawAgainstBase } from '../../../harness/pipeline/cards-against-base.ts';
import { silent } from '../../../harness/progress.ts';
import { sampleResults } from '../report/sample-results.ts';

let artefacts: string;
beforeEach(() => {
  artefacts = mkdtempSync(path.join(tmpdir(), 'rh-artefacts-'));
  for (const recipe of ['ghost', 'kinto', 'n8n']) mkdirSync(path.join(artefacts, recipe));
  for (const recipe of ['ghost', 'n8n']) writeFileSync(path.join(artefacts, recipe, 'card.png'), 'as the run drew it');
});
afterEach(() => rmSync(artefacts, { recursive: true, force: true }));

const outcome = (recipe: string) => ({ recipe, results: sampleResults({ recipe }) });

test('a card is drawn again where the run drew one and there is a base, and what keeps it from that is told', async () => {
  const draw = vi.fn(async () => ({ files: new Map(), trouble: ['The card of ghost could not be drawn: x'] }));
  const note = vi.fn();
  const base = new Map(['ghost', 'kinto'].map(recipe => [recipe, sampleResults({ recipe, durationMs: 1 })]));
  await drawAgainstBase([outcome('ghost'), outcome('kinto'), outcome('n8n'), { recipe: 'mumble', unreadable: 'none' }], { base, artefacts, draw, progress: { ...silent, note } });
  expect(draw).toHaveBeenCalledExactlyOnceWith([{ results: sampleResults(), folder: path.join(artefacts, 'ghost'), base: base.get('ghost') }]);
  expect(note.mock.calls).toEqual([['The card of ghost could not be drawn: x']]);
});

test('no browser is started for nothing', async () => {
  const draw = vi.fn();
  await drawAgainstBase([outcome('ghost')], { base: new Map(), artefacts, draw, progress: silent });
  expect(draw).not.toHaveBeenCalled();
});
