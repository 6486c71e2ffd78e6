/** The embedded default target: asks the lab's command to be up, and reads the file that it writes. */
import { createInterface } from 'node:readline';
import { execa } from 'execa';
import { z } from 'zod';
import { exitCodes, type Fault, HarnessError } from '../errors.ts';
import type { Progress } from '../progress.ts';
import { packageModule } from '../package.ts';
import { readTarget, type Settings } from '../settings/settings.ts';
import type { Target } from '../settings/target.ts';
import { withheldTokens } from '../settings/tokens.ts';

const answer = z.object({ target: z.string(), started: z.boolean() });

const refusal = /^lab: (.*) \[(ERR_LAB_[A-Z0-9_]+)\]$/m;
const faultByStatus: Readonly<Record<number, Fault>> = { [exitCodes.user]: 'user', [exitCodes.environment]: 'environment', [exitCodes.harness]: 'harness' };

/** The lab's own error, as its command writes it last: message, code, way out, detail. */
function ownWords(stderr: string, exitCode: number | undefined): HarnessError | undefined {
  const found = refusal.exec(stderr);
  const fault = faultByStatus[exitCode ?? -1];
  if (!found || fault === undefined) return undefined;
  const [head, message = '', code = ''] = found;
  const [wayOut = '', ...detail] = stderr.slice(found.index + head.length).trim().split('\n');
  return new HarnessError({ code, fault, message, wayOut: wayOut.replace(/^Way out: /, ''), detail: detail.slice(-20).join('\n') });
}

/** What the command says in its last line when it has done what it was told. */
function answerIn(stdout: string, command: readonly string[]): z.infer<typeof answer> {
  const last = stdout.trim().split('\n').at(-1) ?? '';
  try {
    return answer.parse(JSON.parse(last));
  } catch (cause) {
    throw new HarnessError({
      code: 'ERR_LAB_ANSWER', fault: 'user',
      message: `The command of the lab ended well, and its last line is not {"target", "started"}: ${last === '' ? 'it printed nothing' : last.slice(0, 200)}.`,
      wayOut: 'Correct lab.command in harness.toml (`up --json` is appended to it), or leave it out for the lab of this package.',
      facts: { command }, cause,
    });
  }
}

/** Starts the lab where it is not up; it stays up after the run. */
export async function bringUpLab(settings: Pick<Settings, 'labCommand' | 'stateFolder'>, progress: Progress): Promise<Target> {
  const [file, ...args] = [...settings.labCommand, 'up', '--json'];
  if (file === undefined) throw new Error('the lab command is empty');
  return progress.step('bring up the lab', async () => {
    // A command of the user's own is no stranger's, and may log in somewhere. The package's lab logs in nowhere, and its daemons stay.
    const tokens = args.includes(packageModule('lab/cli')) ? {} : withheldTokens();
    const lab = execa(file, args, { reject: false, stdin: 'ignore', env: { ...tokens, RECIPE_HARNESS_STATE: settings.stateFolder }, buffer: true });
    let refused = false;
    createInterface({ input: lab.stderr }).on('line', line => {
      // The refusal itself is told once, as the error.
      refused ||= refusal.test(line);
      if (line !== '' && !refused) progress.note(line);
    });
    const { stdout, stderr, exitCode, failed, shortMessage } = await lab;
    if (failed) {
      const own = ownWords(stderr, exitCode);
      if (own) throw own;
      throw new HarnessError({
        code: 'ERR_LAB_NOT_UP', fault: 'environment',
        message: exitCode === undefined ? `The lab could not be started: ${shortMessage ?? 'no reason given'}` : `The lab did not come up: its command ended with status ${exitCode}.`,
        wayOut: 'Follow what it says below, or point [target] in harness.toml at a server.',
        detail: stderr.trim().split('\n').slice(-20).join('\n'),
        facts: { command: [file, ...args], exitCode },
      });
    }
    const { target, started } = answerIn(stdout, [file, ...args]);
    if (started) progress.note('the lab stays up after the run; `npm run lab:down` takes it down');
    return readTarget(target);
  });
}
