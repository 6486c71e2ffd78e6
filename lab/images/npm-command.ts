/** npm as this machine has it: its settings say how to reach the registry, and nothing of the command that called us gets in. */
import { delimiter } from 'node:path';
import { execa } from 'execa';
import { LabError } from '../errors.ts';

const quiet = ['--no-audit', '--no-fund', '--no-update-notifier', '--loglevel=error'];

/** What an outer `npm run` tells its children about itself. */
const ofTheCaller = /^(npm_(?!config_)|npm_config_(local_prefix|global_prefix|prefix|nodedir|before)$|INIT_CWD$|NODE$|NODE_OPTIONS$)/i;

export interface NpmRun {
  cwd: string;
  /** Folder with `bin/node` and headers, when programs run and addons are compiled: not the Node that runs npm itself on this machine. */
  node?: string;
  /** Folder with other headers. */
  headers?: string;
}

/** Runs npm, and gives what it printed. */
export async function npm(args: readonly string[], { cwd, node, headers = node }: NpmRun): Promise<string> {
  const callers = Object.fromEntries(Object.entries(process.env).filter(([name]) => !ofTheCaller.test(name)));
  const env = node === undefined ? callers
    : { ...callers, PATH: [`${node}/bin`, callers['PATH'] ?? ''].join(delimiter), npm_config_nodedir: headers, npm_config_build_from_source: 'true' };
  const result = await execa('npm', [...args, ...quiet], { cwd, env, extendEnv: false, all: true, reject: false, stdin: 'ignore' });
  if (!result.failed) return result.stdout;
  throw new LabError({
    code: 'ERR_LAB_IMAGE_NPM',
    message: `npm failed: ${result.shortMessage ?? 'no reason given'}.`,
    wayOut: 'read the output below; check that npm reaches its registry from this machine.',
    detail: (result.all === undefined || result.all === '' ? result.shortMessage ?? '' : result.all).trim().split('\n').slice(-25).join('\n'),
  });
}
