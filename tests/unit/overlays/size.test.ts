/** An overlay stays small: `npm run bench -- overlay-lines` tells each. */
import { expect, test } from 'vitest';
import { aim, overlaySizes } from '../../../bench/overlay-lines.ts';
import { median } from '../../../bench/statistics.ts';

test(`hooks and specs of a recipe come to at most ${aim} lines at the median`, () => {
  const sizes = overlaySizes();
  expect(sizes.find(({ name }) => name === 'keycloak')?.hooks, 'what hooks share is counted').toBeGreaterThan(35);
  expect(median(sizes.map(({ hooks, specs }) => hooks + specs)), JSON.stringify(sizes)).toBeLessThanOrEqual(aim);
});
