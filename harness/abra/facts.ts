/**
 * Everything believed about abra and backup-bot-two: each command, flag, text, shape and habit, with its sureness.
 * Written for abra 0.13. The driver takes its flags and texts from here only; `npm run abra:facts` tries all of it
 * against the abra at hand.
 */
import type { Fault } from '../errors.ts';

/**
 * How sure a belief is: written in abra's documentation; seen in a real run; used by somebody else's program that
 * calls abra; concluded from those; or recalled without a source, to be checked at first contact.
 */
export type Sureness = 'documented' | 'observed' | 'third-party' | 'inferred' | 'recalled';

export interface Belief {
  readonly says: string;
  readonly sureness: Sureness;
}

/** A flag of one command, or of all (command ''): `abra <command> --help` must list it. */
export interface FlagBelief extends Belief {
  readonly command: string;
  readonly short: string | undefined;
  readonly long: string;
}

/** A text that abra prints when it refuses or fails, and whose fault that is. */
export interface TextBelief extends Belief {
  readonly pattern: RegExp;
  readonly fault: Fault;
  readonly wayOut: string;
}

function flag(command: string, long: string, short: string | undefined, sureness: Sureness): FlagBelief {
  return { command, short, long, sureness, says: `${['abra', command].join(' ').trim()} knows ${long}${short ? ` (${short})` : ''}` };
}

function text(pattern: RegExp, fault: Fault, sureness: Sureness, says: string, wayOut: string): TextBelief {
  return { pattern, fault, sureness, says, wayOut };
}

export const flags = {
  deployChaos: flag('app deploy', '--chaos', '-C', 'observed'),
  deployForce: flag('app deploy', '--force', '-f', 'third-party'),
  deployNoConvergeChecks: flag('app deploy', '--no-converge-checks', '-c', 'observed'),
  deployNoDomainChecks: flag('app deploy', '--no-domain-checks', '-D', 'third-party'),
  generateAll: flag('app secret generate', '--all', '-a', 'third-party'),
  generateChaos: flag('app secret generate', '--chaos', '-C', 'recalled'),
  generateMachine: flag('app secret generate', '--machine', '-m', 'observed'),
  insertFile: flag('app secret insert', '--file', '-f', 'observed'),
  lintChaos: flag('recipe lint', '--chaos', '-C', 'observed'),
  lsMachine: flag('app ls', '--machine', '-m', 'third-party'),
  lsServer: flag('app ls', '--server', '-s', 'third-party'),
  lsStatus: flag('app ls', '--status', '-S', 'third-party'),
  newChaos: flag('app new', '--chaos', '-C', 'third-party'),
  newDomain: flag('app new', '--domain', '-D', 'third-party'),
  newServer: flag('app new', '--server', '-s', 'third-party'),
  noInput: flag('', '--no-input', '-n', 'observed'),
  offline: flag('', '--offline', '-o', 'observed'),
  psChaos: flag('app ps', '--chaos', '-C', 'recalled'),
  psMachine: flag('app ps', '--machine', '-m', 'third-party'),
  backupCreateChaos: flag('app backup create', '--chaos', '-C', 'recalled'),
  restoreChaos: flag('app restore', '--chaos', '-C', 'recalled'),
  rollbackNoConvergeChecks: flag('app rollback', '--no-converge-checks', '-c', 'recalled'),
  secretLsChaos: flag('app secret ls', '--chaos', '-C', 'recalled'),
  secretLsMachine: flag('app secret ls', '--machine', '-m', 'third-party'),
  secretRmAll: flag('app secret rm', '--all', '-a', 'recalled'),
  serverLsMachine: flag('server ls', '--machine', '-m', 'third-party'),
  upgradeNoConvergeChecks: flag('app upgrade', '--no-converge-checks', '-c', 'documented'),
  versionsMachine: flag('recipe versions', '--machine', '-m', 'observed'),
  volumeRmForce: flag('app volume rm', '--force', '-f', 'recalled'),
} as const satisfies Record<string, FlagBelief>;

/** In the order in which they are tried against a failed command's output: the environment's first. */
export const texts = {
  pullLimit: text(/toomanyrequests|pull rate limit/i, 'environment', 'observed', 'a registry that has had enough answers `toomanyrequests`', 'Log the engine in to the registry, or wait until the limit is lifted.'),
  noEngine: text(/cannot connect to the docker daemon|error during connect|is the docker daemon running/i, 'environment', 'recalled', "an engine out of reach is told in docker's own words", 'Start the engine, or correct `docker` and the Docker context of the target.'),
  noNetwork: text(/no such host|connection refused|i\/o timeout|TLS handshake timeout|network is unreachable|Could not resolve host/i, 'environment', 'recalled', "a network failure is told in Go's or git's own words", 'Mend the network between this machine, the server and the recipe source.'),
  noSsh: text(/ssh: handshake failed|Permission denied \(publickey/i, 'environment', 'recalled', "a refused ssh login is told in ssh's own words", 'Load the key that the server knows into the ssh agent.'),
  noSpace: text(/no space left on device/i, 'environment', 'recalled', "a full disk is told in the kernel's words", 'Make room on the disk that it names, here or on the server.'),
  noBackupBot: text(/no backupbot discovered|no containers matching .*backup/i, 'environment', 'recalled', 'without a backup bot: `no backupbot discovered, is it deployed?`', 'Deploy backup-bot-two on the server.'),
  repositoryLocked: text(/repository is already locked|unable to create lock in backend/i, 'environment', 'observed', "a repository that another run of restic has locked is told in restic's words", 'Wait until the other backup or prune has ended; `restic unlock` in the bot removes the lock of one that was killed.'),
  nothingToBackUp: text(/nothing to backup, please specify/i, 'recipe', 'recalled', "a backup of no path at all is told in restic's words", 'Look at the backup labels and at what the pre-hooks write: nothing that they include is there.'),
  privateOrigin: text(/authentication required/i, 'environment', 'observed', 'abra asks a private origin without credentials: `authentication required: Unauthorized`', 'Use `source.git`, which git fetches with its own credentials.'),

  durationFormat: text(/does not match format 'duration'/i, 'recipe', 'observed', 'a templated duration: `Does not match format \'duration\'`', 'Write the duration as a literal in the compose file: abra validates before it fills in variables.'),
  lightweightTag: text(/R014/, 'recipe', 'observed', 'a lightweight release tag is refused under the name of rule R014', 'Make the release tag anew with `git tag -a`.'),
  cannotValidate: text(/unable to validate recipe/i, 'recipe', 'observed', 'a recipe that cannot be linted: `unable to validate recipe`', 'Mend what the message names.'),
  lintCritical: text(/critical errors present/i, 'recipe', 'observed', '`recipe lint` ends with `WARN critical errors present` and status 0', 'Mend the rules that the table shows as unsatisfied.'),
  secretNotGenerated: text(/secret not generated: (\S+)/i, 'recipe', 'observed', 'a missing secret: `secret not generated: <name>`', 'Give the secret a `SECRET_<NAME>_VERSION` line in `.env.sample`.'),
  secretNotInserted: text(/secret not inserted \(#generate=false\): (\S+)/i, 'user', 'third-party', 'a secret that only a person can give: `secret not inserted (#generate=false): <name>`', 'Give it a test value under [secrets] of the recipe file.'),
  requiredVariable: text(/required variable (\S+) is missing a value/i, 'user', 'recalled', "a variable that the compose file insists on is told in docker's words: `required variable <key> is missing a value`", 'Give the variable a value under [env] of the recipe file, or in `.env.sample` for everybody.'),
  configContent: text(/only updates to Labels are allowed/i, 'recipe', 'recalled', "a config with new content under its old name is refused in docker's words", "Raise the config's version variable in `abra.sh`."),
  deployTimedOut: text(/deploy timed out/i, 'recipe', 'observed', 'a deploy that does not converge in its window: `deploy timed out`', 'See the last lines of the services.'),
  deployFailed: text(/deploy failed/i, 'recipe', 'observed', 'a task that fails while abra waits: `deploy failed`', 'See the last lines of the services.'),

  alreadyDeployed: text(/already deployed/i, 'harness', 'third-party', 'a second plain deploy: `<app> is already deployed`', 'Report this as a bug of the harness.'),
  notDeployed: text(/is not deployed/i, 'harness', 'recalled', 'an undeploy of nothing: `<app> is not deployed?`', 'Report this as a bug of the harness.'),
  stillDeployed: text(/still deployed/i, 'harness', 'recalled', 'removing what runs: `<app> is still deployed`', 'Report this as a bug of the harness.'),
  secretExists: text(/AlreadyExists|already exists/i, 'harness', 'documented', "inserting a secret twice fails with docker's `AlreadyExists`", 'Report this as a bug of the harness.'),
  dirtyTree: text(/locally unstaged changes/i, 'harness', 'observed', 'a plain deploy of a changed tree: `has locally unstaged changes`; untracked files count', 'Report this as a bug of the harness.'),
  noTerminal: text(/inappropriate ioctl for device/i, 'harness', 'observed', 'tables without a terminal: `inappropriate ioctl for device`, even with -n', 'Report this as a bug of the harness.'),
  unknownFlag: text(/unknown (shorthand )?flag|unknown command|unknown option/i, 'harness', 'recalled', "a flag that abra does not have is told in its argument parser's words", 'Run `npm run abra:facts`: this abra differs from what the harness believes of it.'),
} as const satisfies Record<string, TextBelief>;

const believed = (sureness: Sureness, says: string): Belief => ({ sureness, says });

/** What abra does, beyond flags and texts; each has its trial in trials/. */
export const habits = {
  abraDir: believed('observed', 'ABRA_DIR moves everything that abra reads and writes'),
  version: believed('observed', '`abra --version` prints `abra version <version>`'),
  fatal: believed('observed', 'FATA is printed to standard output, with status 1'),
  ttyForTables: believed('observed', '`recipe lint` fails without a terminal, even with -n'),
  serverLs: believed('third-party', '`server ls -m` is a JSON array of {name, host}'),
  recipeFetch: believed('third-party', '`recipe fetch` clones into $ABRA_DIR/recipes/<recipe>'),
  recipeVersions: believed('recalled', '`recipe versions -m` is JSON that names every release tag'),
  lintTable: believed('observed', '`recipe lint` draws a table of the rules R001… and ends with status 0 even when an error rule is unsatisfied'),
  newWritesEnv: believed('documented', '`app new` writes servers/<server>/<domain>.env from .env.sample, with the domain filled in'),
  newMovesCheckout: believed('observed', '`app new` checks the recipe out at its newest release tag'),
  newChaosStays: believed('observed', '`app new --chaos` leaves the checkout where it is'),
  newRecordsVersion: believed('documented', '`app new` records the version as TYPE=<recipe>:<tag>'),
  newRefusesExisting: believed('recalled', '`app new` refuses a domain that has its file already'),
  generateShape: believed('recalled', '`secret generate --all -m` prints JSON that gives name and value of each secret'),
  secretLsShape: believed('recalled', '`secret ls -m` prints JSON that tells of each secret whether it is on the server'),
  insertFromFile: believed('observed', '`secret insert -f` takes the value from a file, byte for byte'),
  missingSecret: believed('observed', 'a deploy with a missing secret is refused before anything is sent'),
  plainRefusesDirty: believed('observed', 'a plain deploy refuses a tree with untracked files'),
  chaosTakesTree: believed('observed', 'a chaos deploy sends the tree as it lies, and stamps chaos-version=<8 hex>+U on the stack when it is dirty'),
  chaosStampClean: believed('observed', 'a chaos deploy of a clean tree stamps chaos-version=<8 hex> without +U'),
  versionLabel: believed('third-party', 'a plain deploy stamps version=<tag> and chaos=false'),
  deployRecords: believed('documented', 'a deploy writes the version into the .env file'),
  deployReturns: believed('observed', '`--no-converge-checks` returns as soon as the stack is sent'),
  psShape: believed('third-party', '`app ps -m` is a JSON object of objects with service, state, status, image, version, chaos'),
  lsShape: believed('third-party', '`app ls -S -m` is a JSON object by server whose apps have appName, status, version, chaosVersion'),
  runKeepsArguments: believed('inferred', '`app run <app> <service> -- …` hands each argument on as it is'),
  undeployKeeps: believed('observed', 'undeploy keeps volumes, secrets and the .env file'),
  volumeRm: believed('recalled', '`volume rm --force` removes all volumes of an undeployed app'),
  removeTakesAll: believed('third-party', '`app remove -n` deletes the .env file, the secrets and the volumes'),
  botLabel: believed('recalled', 'the backup bot is the service with the label coop-cloud.backupbot.enabled=true'),
  backupNamesSnapshot: believed('observed', '`backup create` prints the `snapshot_id` of what it saved'),
  snapshotsList: believed('recalled', '`backup snapshots` prints a line for each snapshot of that app, with its time and id'),
  restoreById: believed('observed', '`app restore <app> <snapshot>` restores that snapshot'),
  botLists: believed('recalled', 'restic inside the bot lists a snapshot as JSON lines, with the repository and the password as files and env of its container'),
} as const satisfies Record<string, Belief>;

/** What every command that acts on an app is told: no questions, and no fetch, since the checkout is moved elsewhere. */
export const quiet: readonly string[] = [flags.noInput.long, flags.offline.long];

/** backup-bot-two, as it is found and asked. */
export const backupBot = {
  /** Of the bot's own service. */
  enabledLabel: 'coop-cloud.backupbot.enabled=true',
  /** Of a service whose stack is backed up. */
  backupLabel: 'backupbot.backup',
  /** Where swarm mounts the secret of that name, when the container's environment does not name the file itself. */
  passwordFile: '/run/secrets/restic_password',
  defaultRepository: '/backups/restic',
  /** Command inside the bot's container that prints every entry of a snapshot as JSON lines. */
  listSnapshot(snapshot: string): string[] {
    if (!/^[0-9a-f]{8,64}$/.test(snapshot)) throw new TypeError(`not the id of a snapshot: ${snapshot}`);
    const script = [
      `export RESTIC_REPOSITORY="\${RESTIC_REPOSITORY:-${backupBot.defaultRepository}}"`,
      `[ -n "\${RESTIC_PASSWORD:-}" ] || export RESTIC_PASSWORD_FILE="\${RESTIC_PASSWORD_FILE:-${backupBot.passwordFile}}"`,
      'exec restic --no-lock --json ls "$1"',
    ].join('; ');
    return ['sh', '-c', script, 'sh', snapshot];
  },
} as const;

/** Shapes of what abra prints, as patterns: versions, stamps, ids. */
export const shapes = {
  version: /abra version (\S+)/,
  logLevel: /^(DEBU|INFO|WARN|FATA|ERRO)\b/,
  fatal: /^FATA\b\s*(.*)$/m,
  snapshotId: /snapshot_id["']?\s*[:=]\s*["']?([0-9a-f]{8,64})|snapshot ([0-9a-f]{8,64}) saved/i,
  chaosStamp: /^([0-9a-f]{8,40})(\+U)?$/,
  lintRule: /^R\d{3}$/,
} as const;
