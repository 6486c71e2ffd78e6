/** The abra command as a typed interface: methods bear abra's names, one call underneath, one escape hatch. */
import { AppCommands } from './app.ts';
import { call, must, notUnderstood, type AbraOptions, type CallOptions, type CallResult, type RunOptions } from './call.ts';
import { shapes } from './facts.ts';
import { RecipeCommands } from './recipe.ts';
import { ServerCommands } from './server.ts';
import type { Progress } from '../progress.ts';

export type { AbraOptions, CallOptions, CallResult, RunOptions } from './call.ts';

/**
 * @example
 * const abra = new Abra({ command: 'abra', abraDir: '/tmp/abra' });
 * await abra.app.deploy('cust-a1b2c3.lab.test', { chaos: true }, progress);
 */
export class Abra {
  readonly app: AppCommands;
  readonly recipe: RecipeCommands;
  readonly server: ServerCommands;
  readonly options: AbraOptions;

  constructor(options: AbraOptions) {
    this.options = options;
    this.app = new AppCommands(options);
    this.recipe = new RecipeCommands(options);
    this.server = new ServerCommands(options);
  }

  /** The escape hatch: any command; its status is returned, not judged. */
  run(args: readonly string[], options: RunOptions = {}, progress?: Progress): Promise<CallResult> {
    return call(this.options, args, options, progress);
  }

  /** What `abra --version` says, such as `0.13.0-beta-06a57de`. */
  async version(options: CallOptions = {}, progress?: Progress): Promise<string> {
    const output = await must(this.options, ['--version'], { ...options, otherwise: 'environment' }, progress);
    const version = shapes.version.exec(output)?.[1];
    if (version === undefined) throw notUnderstood(this.options, '--version', output);
    return version;
  }
}
