/** The recipe's clone through the git command line. */
import { Fatal } from '../fatal.ts';
import { capture } from '../process.ts';

/** Runs git in a folder and resolves with what it said; a failure ends the command with git's own words. */
export async function git(folder: string, ...args: string[]): Promise<string> {
  // abra reads with go-git, which knows neither prompts for credentials nor owners of folders.
  const env = { ...process.env, GIT_TERMINAL_PROMPT: '0', GIT_ADVICE: '0' };
  const result = await capture('git', ['-c', 'safe.directory=*', '-c', 'advice.detachedHead=false', '-C', folder, ...args], { env });
  if (result.status !== 0) throw new Fatal(complaint(result.stderr));
  return result.stdout;
}

function complaint(stderr: string): string {
  if (/could not read Username|Authentication failed/i.test(stderr)) return 'authentication required: Unauthorized';
  const lines = stderr.split('\n').filter((line) => line.trim() !== '' && !/^(hint|From|warning):? /.test(line));
  return lines.join(' ').replace(/^(fatal|error): /, '') || 'git failed without a word';
}

/** Whether anything in the tree differs from HEAD; untracked files count, ignored ones do not. */
export async function isDirty(folder: string): Promise<boolean> {
  return (await git(folder, 'status', '--porcelain', '--untracked-files=all')) !== '';
}

export interface Tag {
  name: string;
  annotated: boolean;
}

export async function tagsOf(folder: string): Promise<Tag[]> {
  const lines = (await git(folder, 'for-each-ref', '--format=%(objecttype) %(refname:strip=2)', 'refs/tags')).split('\n');
  return lines.filter(Boolean).map((line) => {
    const [type = '', name = ''] = line.split(' ');
    return { name, annotated: type === 'tag' };
  });
}

/** First eight characters of HEAD, with `+U` when the tree is dirty. */
export async function chaosVersion(folder: string): Promise<string> {
  const head = (await git(folder, 'rev-parse', 'HEAD')).trim().slice(0, 8);
  return (await isDirty(folder)) ? `${head}+U` : head;
}
