/** The gate: every test ends with its evidence in the report, and one that passed without any has not passed. */
import path from 'node:path';
import type { TestInfo } from '@playwright/test';
import { startToHear } from './hear.ts';
import { begin, end } from './recording.ts';
import { lackOf } from './rules.ts';
import { weigh, type Weighed } from './weigh.ts';

/** The name under which the report and the results find it. */
export const evidenceName = 'evidence';

/** Around one test: fixtures and hooks of its own are within. */
export async function throughGate(info: TestInfo, use: () => Promise<void>): Promise<void> {
  startToHear();
  const recording = begin();
  try {
    await use();
  } finally {
    end();
  }
  const weighed = weigh(recording, info.file);
  leave(info, weighed);
  if (info.status !== 'passed' || info.expectedStatus !== 'passed' || info.errors.length > 0) return;
  const lack = lackOf(info, weighed, recording, path.relative(info.project.testDir, info.file));
  if (!lack) return;
  // The place for whoever shows errors by their stack: the test itself, not the gate.
  lack.stack = `${lack.name}: ${lack.message}\n    at ${info.file}:${info.line}:${info.column}`;
  throw lack;
}

function leave(info: TestInfo, weighed: readonly Weighed[]): void {
  const count = (name: string) => weighed.filter(each => each.class === name).length;
  const counts = ['state', 'status', 'constant'].flatMap(name => count(name) > 0 ? `${count(name)} ${name}` : []);
  info.annotations.push({ type: evidenceName, description: counts.join(', ') || 'none' });
  const lines = weighed.map(({ line, matcher, class: name }) => JSON.stringify({ line, matcher, class: name }));
  // Without a step of its own, which `attach` would add to every test.
  info.attachments.push({ name: evidenceName, contentType: 'application/json', body: Buffer.from(`[\n${lines.join(',\n')}\n]\n`) });
}
