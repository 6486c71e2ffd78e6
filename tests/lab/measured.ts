/** A figure for the report: told beside its aim, never asserted. What a machine does meanwhile is not the code's fault; bench/ holds the aims. */
import { test } from '@playwright/test';

export function measured(what: string, ms: number, aimMs: number): void {
  const figure = `${what}: ${Math.round(ms)} ms (aim ${aimMs} ms)`;
  console.log(figure);
  test.info().annotations.push({ type: 'measured', description: figure });
}
