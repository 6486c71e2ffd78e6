#!/usr/bin/env node
/** The command `recipe-harness`: what is done beside Playwright. */
import { Command } from 'commander';
import { exitCodes, HarnessError } from '../errors.ts';
import { addAbraFacts } from './abra-facts.ts';
import { addApps } from './apps.ts';
import { addCi } from './ci.ts';
import { addDrone } from './drone.ts';
import { addLevel } from './level.ts';
import { addNew } from './new.ts';
import { addOverlays } from './overlays.ts';
import { addProve } from './prove.ts';
import { addSite } from './site.ts';

const program = new Command('recipe-harness')
  .description('What is done beside `playwright test`: new recipes, kept apps, overlays from elsewhere, proofs of tests, results compared and shown, steps of pipelines, and facts about abra.')
  .option('--root <folder>', 'the folder of harness.toml and recipes', process.cwd())
  .showHelpAfterError('(add --help for the commands)')
  .exitOverride();

addNew(program);
addApps(program);
addOverlays(program);
addProve(program);
addLevel(program);
addSite(program);
addCi(program);
addDrone(program);
addAbraFacts(program);

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof HarnessError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = exitCodes[error.fault];
  } else if (error instanceof Error && 'exitCode' in error && 'code' in error) {
    // commander has told it already; its own success codes are those of --help and --version.
    process.exitCode = error.exitCode === 0 ? 0 : exitCodes.user;
  } else {
    process.stderr.write(`${error instanceof Error ? error.stack ?? error.message : String(error)}\n`);
    process.exitCode = exitCodes.harness;
  }
}
