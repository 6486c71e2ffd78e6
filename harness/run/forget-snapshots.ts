/** What a run has left in the backup bot's container: a backup under way, and snapshots. */
import { backupBot } from '../abra/facts.ts';
import { HarnessError } from '../errors.ts';
import type { Engine } from '../swarm/engine.ts';

/** Whose backups: matched whole, never in part. */
export interface BackedUpApp {
  readonly domain: string;
  readonly stack: string;
  /** Ids that the run has seen; the bot may hold more, from a backup that was cut off. */
  readonly snapshots: readonly string[];
}

/**
 * Ends the app's backups and restores under way, then forgets its snapshots, each by its id. What belongs to the app is
 * known by its exact domain or stack, both of which carry the run's own hex. No bot: nothing to forget.
 */
export async function forgetSnapshots(engine: Engine, app: BackedUpApp, log: (line: string) => void): Promise<void> {
  const container = await engine.containerByServiceLabel(backupBot.enabledLabel);
  if (!container) return;
  const listed = await engine.exec(container, ['sh', '-c', `${repository}\n${endAndList}`, 'sh', app.domain, app.stack]);
  if (listed.exitCode !== 0) throw notForgotten(app, 'list its snapshots', listed);
  const found = snapshotsOf(listed.stdout, app);
  if (found.length === 0) return;
  const forgotten = await engine.exec(container, ['sh', '-c', `${repository}\n${forgetWhenUnlocked}`, 'sh', ...found]);
  if (forgotten.exitCode !== 0) throw notForgotten(app, `forget ${found.join(', ')}`, forgotten);
  log(`forgot snapshots ${found.map(id => id.slice(0, 8)).join(', ')} of ${app.domain}`);
}

function notForgotten(app: BackedUpApp, what: string, { stdout, stderr, exitCode }: { stdout: string; stderr: string; exitCode: number }): HarnessError {
  return new HarnessError({
    code: 'ERR_SNAPSHOTS_LEFT', fault: 'environment',
    message: `The backup bot did not ${what}: snapshots of ${app.domain} may be left.`,
    wayOut: "Mend the bot's repository as its words below say, then forget them there by hand.",
    detail: (stderr || stdout).trim().slice(-500), facts: { domain: app.domain, exitCode },
  });
}

/** Ids of the snapshots in restic's JSON that are this app's. Exported for its test. */
export function snapshotsOf(stdout: string, app: BackedUpApp): string[] {
  const line = stdout.split('\n').findLast(text => text.startsWith('['));
  if (line === undefined) return [];
  const names = new Set([app.domain, app.stack]);
  return (JSON.parse(line) as { id: string; hostname?: string; tags?: string[] }[])
    .filter(snapshot => names.has(snapshot.hostname ?? '') || (snapshot.tags ?? []).some(tag => names.has(tag))
      || app.snapshots.some(id => id.length >= 8 && snapshot.id.startsWith(id)))
    .map(snapshot => snapshot.id);
}

// What the bot's own program takes where its container's environment says nothing.
const repository = `
export RESTIC_REPOSITORY="\${RESTIC_REPOSITORY:-${backupBot.defaultRepository}}"
[ -n "\${RESTIC_PASSWORD:-}" ] || export RESTIC_PASSWORD_FILE="\${RESTIC_PASSWORD_FILE:-${backupBot.passwordFile}}"`;

// A backup under way is known by the SERVICE that abra hands to it, and its restic inherits. restic takes SIGINT as the
// wish to stop and gives its lock back; what does not stop is killed, and `unlock` removes the locks of the dead.
const endAndList = `
ours() {
  for p in /proc/[0-9]*; do
    [ "$p" = "/proc/$$" ] && continue
    if tr '\\0' '\\n' < "$p/environ" 2>/dev/null | grep -qxF -e "SERVICE=$1" -e "SERVICE=$2"; then echo "\${p#/proc/}"; fi
  done
}
pids=$(ours "$1" "$2")
if [ -n "$pids" ]; then
  kill -INT $pids 2>/dev/null
  for tick in 1 2 3 4 5 6 7 8 9 10; do
    pids=$(ours "$1" "$2")
    [ -z "$pids" ] && break
    sleep 0.2
  done
  [ -n "$pids" ] && kill -KILL $pids 2>/dev/null
  restic unlock >/dev/null 2>&1
fi
restic --no-lock snapshots --json
`;

// restic forgets under a lock that it alone may hold, and other apps of the server are being backed up meanwhile.
const forgetWhenUnlocked = `
for try in $(seq 60); do
  out=$(restic forget "$@" 2>&1) && exit 0
  case "$out" in *'already locked'*|*'unable to create lock'*) sleep 0.5;; *) break;; esac
done
echo "$out" >&2
exit 1
`;
