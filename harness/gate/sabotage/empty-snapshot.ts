/** A snapshot as a backup leaves it whose dumps came out empty: every file is there, and holds nothing. */
import { backupBot } from '../../abra/facts.ts';
import { HarnessError } from '../../errors.ts';
import type { Container, Engine } from '../../swarm/engine.ts';

// The bot's own repository and password, by what its container says, as for a listing.
const repository = `
export RESTIC_REPOSITORY="\${RESTIC_REPOSITORY:-${backupBot.defaultRepository}}"
[ -n "\${RESTIC_PASSWORD:-}" ] || export RESTIC_PASSWORD_FILE="\${RESTIC_PASSWORD_FILE:-${backupBot.passwordFile}}"
`;

const tell = `${repository} exec restic --no-lock --json snapshots "$1"`;

// Restored aside, emptied, and saved as the first one was: by host and tags the run forgets it with its other snapshots.
const saveEmptied = `${repository}
set -e
aside=$(mktemp -d /tmp/emptied-XXXXXX)
trap 'rm -rf "$aside"' EXIT
trap 'exit 130' INT TERM
restic --no-lock restore "$1" --target "$aside" > /dev/null
shift
cd "$aside"
find . -type f -exec sh -c 'for file; do : > "$file"; done' sh {} +
restic backup --json "$@" *
`;

/** @returns the id of the emptied copy, a snapshot of the app of this domain like any other */
export async function emptied(engine: Engine, snapshot: string, domain: string): Promise<string> {
  const bot = await engine.containerByServiceLabel(backupBot.enabledLabel);
  if (!bot) throw notMade(snapshot, 'No backup bot runs.');
  const [found] = JSON.parse(await inBot(engine, bot, { snapshot, domain }, tell, [snapshot])) as { hostname: string; tags?: string[] }[];
  if (!found) throw notMade(snapshot, 'Its repository does not hold it.');
  const marks = ['--host', found.hostname, ...(found.tags ?? []).flatMap(tag => ['--tag', tag])];
  const said = await inBot(engine, bot, { snapshot, domain }, saveEmptied, [snapshot, ...marks]);
  const id = /"snapshot_id":"([0-9a-f]{8,64})"/.exec(said)?.[1];
  if (id === undefined) throw notMade(snapshot, said);
  return id;
}

/** Known by SERVICE, as abra's own acts are: whoever cleans up after a proof that was killed ends it before they look for snapshots. */
async function inBot(engine: Engine, bot: Container, { snapshot, domain }: { snapshot: string; domain: string }, script: string, args: readonly string[]): Promise<string> {
  const { stdout, stderr, exitCode } = await engine.exec(bot, ['env', `SERVICE=${domain}`, 'sh', '-c', script, 'sh', ...args]);
  if (exitCode !== 0) throw notMade(snapshot, stderr || stdout);
  return stdout;
}

function notMade(snapshot: string, detail: string): HarnessError {
  return new HarnessError({
    code: 'ERR_PROVE_BACKUP', fault: 'environment',
    message: `The backup bot could not make an emptied copy of snapshot ${snapshot}.`,
    wayOut: "Mend the bot's repository; its words are below.", detail: detail.trim().slice(-500),
  });
}
