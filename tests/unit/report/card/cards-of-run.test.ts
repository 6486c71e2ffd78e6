/** Which results get a card; that they are drawn as they should is seen in a browser (tests/looks/card.test.ts). */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { cardsOfRun } from '../../../../harness/report/card/cards-of-run.ts';
import { drawCards } from '../../../../harness/report/card/draw.ts';
import { placePicture } from '../../../../harness/report/place-picture.ts';
import { sampleResults } from '../sample-results.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rh-cards-'));
  for (const name of ['card.png', 'card-dark.png']) writeFileSync(path.join(folder, name), 'of an earlier run');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const write = (content: unknown): string[] => {
  const file = path.join(folder, 'results.json');
  writeFileSync(file, JSON.stringify(content));
  return [file];
};
const cards = () => ['card.png', 'card-dark.png'].filter(name => existsSync(path.join(folder, name)));

test('nothing is drawn of a recipe of which nothing was deployed, and no earlier card stands for it', async () => {
  const nothing = { underTest: null, stages: [], memory: null };
  expect(await cardsOfRun(write(sampleResults(nothing)))).toEqual({ files: new Map(), trouble: [] });
  expect(cards()).toEqual([]);
});

test('of a run that was interrupted no card is drawn, and no earlier one stands for it', async () => {
  expect(await cardsOfRun(write(sampleResults()), { draw: false })).toEqual({ files: new Map(), trouble: [] });
  expect(cards()).toEqual([]);
});

test('results that cannot be read are told, and have no card', async () => {
  const { files, trouble } = await cardsOfRun(write({ schema: 1 }));
  expect([...files]).toEqual([]);
  expect(trouble).toEqual([`No card was drawn from ${folder}/results.json: it is of schema 1, and 2 is read.`]);
  expect(cards()).toEqual([]);
});

test('a browser that does not start is one line, and leaves no earlier card', async () => {
  const { files, trouble } = await drawCards([{ results: sampleResults(), folder }], () => Promise.reject(new Error('no room\nat all')));
  expect([...files]).toEqual([]);
  expect(trouble).toEqual(['The cards could not be drawn: Error: no room']);
  expect(cards()).toEqual([]);
});

test('a browser that hangs is not waited for, and is closed once it is there', async () => {
  vi.useFakeTimers();
  try {
    const close = vi.fn(async () => undefined);
    const starting = Promise.withResolvers<never>();
    const drawing = drawCards([{ results: sampleResults(), folder }], () => starting.promise, 5_000);
    await vi.advanceTimersByTimeAsync(5_000);
    expect((await drawing).trouble).toEqual(['The cards could not be drawn: Error: it took more than 5 s']);
    starting.resolve({ close } as never);
    await vi.waitFor(() => expect(close).toHaveBeenCalledOnce());
  } finally {
    vi.useRealTimers();
  }
});

test('the picture that a run took lies beside its results; an earlier one does not', () => {
  const picture = path.join(folder, 'picture.png');
  writeFileSync(picture, 'of an earlier run');
  expect(placePicture(path.join(folder, 'run'), 'ghost', folder)).toBeNull();
  expect(existsSync(picture)).toBe(false);
  mkdirSync(path.join(folder, 'run/pictures'), { recursive: true });
  writeFileSync(path.join(folder, 'run/pictures/ghost.png'), 'of this run');
  expect(placePicture(path.join(folder, 'run'), 'ghost', folder)).toBe('picture.png');
  expect(existsSync(picture)).toBe(true);
  expect(placePicture(undefined, 'ghost', folder)).toBeNull();
  expect(existsSync(picture)).toBe(false);
});
