/** The environment of everything that builds: nothing of the caller's gets into an image but the way to the network. */

const kept = ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];

/** Moment that all files in images bear: the same input gives the same bytes. */
export const sourceDateEpoch = '1700000000';

export function cleanEnvironment(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const clean: Record<string, string> = {
    PATH: '/usr/sbin:/usr/bin:/sbin:/bin',
    LC_ALL: 'C.UTF-8',
    DEBIAN_FRONTEND: 'noninteractive',
    SOURCE_DATE_EPOCH: sourceDateEpoch,
  };
  for (const name of kept) {
    const value = env[name];
    if (value !== undefined) clean[name] = value;
  }
  return clean;
}
