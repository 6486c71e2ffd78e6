/** Where a run has written: the folders and files of Playwright and of its reporters, for the scrub. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { FullConfig } from '@playwright/test/reporter';

/** Option names by which reporters are told a folder or a file. */
const folderOptions = ['outputFolder', 'outputDir'];
const fileOptions = ['outputFile', 'fileName'];
/** Where the environment tells them. */
const environment = [
  'PLAYWRIGHT_HTML_OUTPUT_DIR', 'PLAYWRIGHT_HTML_REPORT', 'PLAYWRIGHT_JSON_OUTPUT_DIR', 'PLAYWRIGHT_JSON_OUTPUT_FILE', 'PLAYWRIGHT_JSON_OUTPUT_NAME',
  'PLAYWRIGHT_JUNIT_OUTPUT_DIR', 'PLAYWRIGHT_JUNIT_OUTPUT_FILE', 'PLAYWRIGHT_JUNIT_OUTPUT_NAME', 'PLAYWRIGHT_BLOB_OUTPUT_DIR', 'PLAYWRIGHT_BLOB_OUTPUT_FILE',
];

/** Absolute folders and files. A folder that holds the project itself is never among them. */
export function outputsOf(config: FullConfig, env: NodeJS.ProcessEnv = process.env): string[] {
  const base = config.configFile === undefined ? config.rootDir : path.dirname(config.configFile);
  const places = [
    ...config.projects.map(project => project.outputDir),
    path.join(base, 'playwright-report'),
    path.join(base, 'blob-report'),
    ...config.reporter.flatMap(([, options]) => optionsOf(options)).map(place => path.resolve(base, place)),
    ...environment.flatMap(key => env[key] ?? []).map(place => path.resolve(place)),
  ];
  return [...new Set(places)].filter(place => path.relative(place, config.rootDir).startsWith('..'));
}

/** Where the HTML report lies, when one was written. */
export function htmlReport(config: FullConfig, env: NodeJS.ProcessEnv = process.env): string | undefined {
  const html = config.reporter.find(([name]) => name === 'html');
  if (!html) return undefined;
  const base = config.configFile === undefined ? config.rootDir : path.dirname(config.configFile);
  const told = env['PLAYWRIGHT_HTML_OUTPUT_DIR'] ?? env['PLAYWRIGHT_HTML_REPORT'];
  const [option] = optionsOf(html[1], ['outputFolder']);
  const index = path.join(told === undefined ? path.resolve(base, option ?? 'playwright-report') : path.resolve(told), 'index.html');
  return existsSync(index) ? index : undefined;
}

function optionsOf(options: unknown, names: readonly string[] = [...folderOptions, ...fileOptions]): string[] {
  if (typeof options !== 'object' || options === null) return [];
  return Object.entries(options).flatMap(([name, value]) => names.includes(name) && typeof value === 'string' ? [value] : []);
}
