/** How a browser is started for a target: which binary, the target's names, and its CA in a profile of its own. */
import { existsSync } from 'node:fs';
import { chromium } from '@playwright/test';
import { HarnessError } from '../errors.ts';
import { isGuest } from '../run/guest.ts';
import type { Target } from '../settings/target.ts';
import { withoutTokens } from '../settings/tokens.ts';
import { homeTrusting } from './nss.ts';

export interface BrowserLaunch {
  executablePath: string;
  args: string[];
  env: Record<string, string>;
}

/** Where distributions put Chromium, in the order of preference after Playwright's own. */
export const systemBrowsers: readonly string[] = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome-stable', '/usr/bin/google-chrome'];

/**
 * Launch options for `chromium.launch()` or `use.launchOptions`.
 * @param folder holds the browser's private home; it may be shared by workers
 */
export function browserLaunchOptions(
  target: Pick<Target, 'zone' | 'address' | 'ca'>, folder: string, browsers: readonly string[] = [chromium.executablePath(), ...systemBrowsers],
): BrowserLaunch {
  // The full browser by its path, not Playwright's headless shell: trust in a private root was proved for the former only.
  const executablePath = browsers.find(path => path && existsSync(path));
  if (executablePath === undefined) {
    throw new HarnessError({
      code: 'ERR_BROWSER_MISSING', fault: 'environment',
      message: `No Chromium found: neither Playwright's own nor ${systemBrowsers.join(', ')}.`,
      wayOut: 'Run `npx playwright install chromium`, or `apt-get install chromium` on Debian.',
    });
  }
  return {
    executablePath,
    args: [
      ...(target.address === undefined ? [] : [`--host-resolver-rules=MAP ${target.zone} ${target.address},MAP *.${target.zone} ${target.address}`]),
      // Chromium refuses to sandbox root. For everybody else the sandbox stays.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      // Over HTTP/2 requests for one name may go over the connection of another, whose certificate covers both: past the proxy that breaks it.
      ...(isGuest() ? ['--disable-http2'] : []),
      '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync',
    ],
    env: environment(target, homeTrusting(target.ca, folder)),
  };
}

function environment(target: Pick<Target, 'zone' | 'address'>, home: string): Record<string, string> {
  const inherited = Object.fromEntries(Object.entries(withoutTokens(process.env)).filter((pair): pair is [string, string] => pair[1] !== undefined));
  const env: Record<string, string> = { ...inherited, HOME: home };
  delete env['XDG_CONFIG_HOME'];
  delete env['XDG_DATA_HOME'];
  delete env['XDG_CACHE_HOME'];
  if (target.address !== undefined) {
    // A proxy of the environment knows nothing of names that exist at the target only.
    env['no_proxy'] = [env['no_proxy'] ?? env['NO_PROXY'], target.zone, `.${target.zone}`].filter(Boolean).join(',');
    env['NO_PROXY'] = env['no_proxy'];
  }
  return env;
}
