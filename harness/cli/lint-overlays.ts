/** A program of its own, beside a run: lints overlays as `recipe-harness/eslint` does, whatever configuration lies about. JSON in on standard input, JSON out. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { json } from 'node:stream/consumers';
import { ESLint } from 'eslint';
import { overlayLint } from '../eslint.ts';
import type { OverlayFinding, OverlaysToLint } from '../report/overlay-lint.ts';

/** More than anybody reads, and far more than any overlay has. */
const most = 200;

async function lint(root: string, overlay: string): Promise<OverlayFinding[]> {
  const eslint = new ESLint({ cwd: overlay, overrideConfigFile: true, overrideConfig: overlayLint({ files: ['**/*.{ts,mts,js,mjs}'] }), errorOnUnmatchedPattern: false });
  const results = await eslint.lintFiles(['.']);
  return results.flatMap(({ filePath, messages }) => messages.map(({ line = 0, ruleId, message }) => ({
    file: path.relative(root, filePath), line: Math.max(line, 0), rule: ruleId ?? 'parse', message: message.slice(0, 500),
  }))).slice(0, most);
}

const { root, overlays } = await json(process.stdin) as OverlaysToLint;
const found = await Promise.all(overlays.filter(({ folder }) => existsSync(folder)).map(async ({ recipe, folder }) => [recipe, await lint(root, folder)] as const));
process.stdout.write(JSON.stringify(Object.fromEntries(found)));
