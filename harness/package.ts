/** Where this package lies and in which form: the sources of its own tree, or compiled in somebody's node_modules. */
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { HarnessError } from './errors.ts';

const here = fileURLToPath(import.meta.url);

/** `.ts` in the tree, `.js` once compiled. */
export const extension = path.extname(here);

/** The folder of package.json. */
export const packageRoot = path.resolve(path.dirname(here), '..');

/** Absolute path of one of the package's modules, named without extension: `harness/report/guard`. */
export function packageModule(module: string): string {
  return path.join(packageRoot, `${module}${extension}`);
}

/** The specs that every recipe must pass, in the order in which they run. Named here: one that is missing is missed. */
export function genericSpecs(): string[] {
  return ['1-install', '2-backup', '3-upgrade'].map(name => packageModule(`generic/${name}.spec`));
}

/** The test that removes the app and proves it. */
export function teardownSpecs(): string[] {
  return [packageModule('teardown/teardown.spec')];
}

/**
 * The command of the Playwright that the project has, which its config is written for.
 *
 * @throws HarnessError `ERR_PLAYWRIGHT_MISSING`
 */
export function playwrightCommand(root: string): string {
  try {
    return path.join(path.dirname(createRequire(path.join(root, 'package.json')).resolve('@playwright/test/package.json')), 'cli.js');
  } catch (cause) {
    throw new HarnessError({
      code: 'ERR_PLAYWRIGHT_MISSING', fault: 'user', message: `${root} has no @playwright/test: its packages are not installed.`,
      wayOut: `Run \`npm ci\` in ${root} first (\`npm install\` where it has no package-lock.json).`, facts: { root }, cause,
    });
  }
}
