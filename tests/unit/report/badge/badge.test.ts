/** The badge says the level, and nothing better than the level. */
import { expect, test } from 'vitest';
import { badgeSvg, shieldsEndpoint } from '../../../../harness/report/badge/badge.ts';

test.each([0, 1, 2, 3, 4, 5, 6, 7])('level %i is in the picture, its title and the data, each with its own colour', level => {
  const svg = badgeSvg({ level });
  const { message, color } = shieldsEndpoint({ level });
  expect(message).toBe(`level ${level}`);
  expect(svg).toContain(`>level ${level}</text>`);
  expect(svg).toContain(`<title>recipe: level ${level}, `);
  expect(svg).toContain(`fill="${color}"`);
});

test.each([undefined, Number.NaN, 8, -1, 3.5])('%s is no level, and is grey', level => {
  expect(shieldsEndpoint({ level })).toEqual({ schemaVersion: 1, label: 'recipe', message: 'unknown', color: '#5f6368' });
  expect(badgeSvg({ level })).toContain('not judged yet');
});

test('no two levels look alike, and white can be read on each', () => {
  const colours = [0, 1, 2, 3, 4, 5, 6, 7].map(level => shieldsEndpoint({ level }).color);
  expect(new Set(colours).size).toBe(8);
  for (const colour of colours) expect(contrastWithWhite(colour), colour).toBeGreaterThanOrEqual(4.5);
});

/** As WCAG 2 has it. */
function contrastWithWhite(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at => Number.parseInt(colour.slice(at, at + 2), 16) / 255).map(part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05);
}
