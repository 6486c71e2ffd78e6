/** All measurements, in the order in which they run and stand in the page. */
import { afterKill } from './after-kill.ts';
import { crashLoop } from './crash-loop.ts';
import { lifeOf20s, lifeOf60s } from './life.ts';
import type { Measurement } from './measurement.ts';
import { lint } from './lint.ts';
import { notice } from './notice.ts';
import { oneMoreTest } from './one-more-test.ts';
import { overlayLines } from './overlay-lines.ts';
import { site } from './site.ts';
import { suite } from './suite.ts';
import { teardown } from './teardown.ts';
import { twoWorkers } from './two-workers.ts';

export const measurements: readonly Measurement[] = [
  lifeOf20s, lifeOf60s, notice, teardown, oneMoreTest, twoWorkers, crashLoop, afterKill, suite, overlayLines, lint, site,
];
