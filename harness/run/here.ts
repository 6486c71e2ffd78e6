/** Who and where this process is, as leases and ledgers tell it. */
import { hostname, userInfo } from 'node:os';

export function here(): { host: string; user: string } {
  return { host: hostname(), user: userName() };
}

/** A container's user need not have a name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? 'unknown');
  }
}
