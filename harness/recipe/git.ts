/** Git as a command: never asks, credentials by its own helpers, failures told without passwords. */
import { execa } from 'execa';
import { gitSettings, withheldTokens, withoutCredentials } from '../settings/tokens.ts';
import { RecipeError } from './recipe-error.ts';

const settings = ['-c', 'core.hooksPath=/dev/null', '-c', 'core.autocrlf=false', '-c', 'advice.detachedHead=false', '-c', 'gc.auto=0'];
/** Set by a git hook or an outer git command; they would send our commands to another repository. */
const foreign = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_OBJECT_DIRECTORY', 'GIT_COMMON_DIR', 'GIT_PREFIX'];
const networkMs = 300_000;

/** Output of `git <args>` in `folder`. */
export async function git(folder: string, args: readonly string[], what = `git ${args[0] ?? ''}`): Promise<string> {
  const result = await attempt(folder, args);
  if (result.exitCode === 0) return result.stdout;
  throw gitError(what, result);
}

/** As `git`, but undefined when git says no. */
export async function gitMaybe(folder: string, args: readonly string[]): Promise<string | undefined> {
  const result = await attempt(folder, args);
  return result.exitCode === 0 ? result.stdout : undefined;
}

interface GitResult { exitCode: number | undefined; stdout: string; stderr: string; timedOut: boolean; message: string }

async function attempt(folder: string, args: readonly string[]): Promise<GitResult> {
  const cleared = Object.fromEntries(foreign.map(key => [key, undefined]));
  const result = await execa('git', [...settings, ...args], {
    cwd: folder, reject: false, stdin: 'ignore', timeout: networkMs, stripFinalNewline: false,
    env: { ...tokensFor(args), ...cleared, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C', GIT_SSH_COMMAND: process.env['GIT_SSH_COMMAND'] ?? 'ssh -o BatchMode=yes' },
  });
  return { exitCode: result.exitCode, stdout: result.stdout, stderr: result.stderr, timedOut: result.timedOut, message: result.failed ? result.shortMessage ?? '' : '' };
}

/** A credential helper may take the forge's token from the environment; a local command asks none. In a worker there are none. */
function tokensFor(args: readonly string[]): Record<string, string> {
  if (args[0] === 'clone' || args[0] === 'fetch') return withheldTokens();
  // But git's own settings: whose repository is trusted may stand beside a credential.
  return Object.fromEntries(Object.entries(withheldTokens()).filter(([name]) => gitSettings.test(name)));
}

function gitError(what: string, result: GitResult): RecipeError {
  const said = withoutCredentials(result.stderr.trim() || result.message);
  const base = { code: 'ERR_RECIPE_SOURCE' as const, message: `${withoutCredentials(what)} failed.`, detail: said.split('\n').slice(-10).join('\n') };
  if (result.timedOut) return new RecipeError({ ...base, fault: 'environment', wayOut: `Git did not end within ${networkMs / 1000} s: mend the network between this machine and the source.` });
  if (/ENOENT/.test(said) && result.exitCode === undefined) return new RecipeError({ ...base, fault: 'environment', wayOut: 'Install git.' });
  if (/could not read (Username|Password)|Authentication failed|Permission denied|terminal prompts disabled|403/.test(said)) {
    return new RecipeError({ ...base, fault: 'user', wayOut: "Give git the credentials by its own helper (`git config credential.helper`), or load the key into the ssh agent." });
  }
  if (/dubious ownership/.test(said)) return new RecipeError({ ...base, fault: 'user', wayOut: 'The repository is owned by another user: run as its owner, or trust it with `git config --global --add safe.directory`.' });
  if (/not found|does not exist|not appear to be a git repository|not a git repository/i.test(said)) return new RecipeError({ ...base, fault: 'user', wayOut: 'Correct the address of the repository in the recipe file, or in harness.toml.' });
  return new RecipeError({ ...base, fault: 'environment', wayOut: "Read git's last lines below." });
}
