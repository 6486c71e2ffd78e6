/** How yardstick.sh is called. */
import type { Target } from '../harness/settings/target.ts';

export type YardstickCall =
  | { readonly deed: 'life'; readonly repository: string; readonly recipe: string; readonly base: string; readonly domain: string }
  | { readonly deed: 'up'; readonly stack: string }
  | { readonly deed: 'teardown'; readonly domain: string }
  | { readonly deed: 'requests'; readonly domain: string; readonly count: number };

export function yardstickArguments(call: YardstickCall): string[] {
  switch (call.deed) {
    case 'life': return ['life', call.repository, call.recipe, call.base, call.domain];
    case 'up': return ['up', call.stack];
    case 'teardown': return ['teardown', call.domain];
    case 'requests': return ['requests', call.domain, String(call.count)];
  }
}

export function yardstickEnvironment(target: Target, abraDir: string): Record<string, string> {
  const { abra, server, docker, docker_config, ca, address } = target;
  if (address === undefined || ca === undefined) throw new Error('the yardstick needs the address and the root certificate of the target: measure on the lab');
  return {
    ABRA: abra, ABRA_DIR: abraDir, SERVER: server, DOCKER_HOST: docker, CA: ca, ADDRESS: address,
    // Debian's client: a newer one may come first on PATH and speak a newer interface than the lab's engine.
    DOCKER: '/usr/bin/docker',
    ...(docker_config === undefined ? {} : { DOCKER_CONFIG: docker_config }),
  };
}
