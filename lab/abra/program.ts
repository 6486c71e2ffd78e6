/** The command tree with abra's global flags. */
import { Command } from 'commander';
import { addAppCommands } from './app/commands.ts';
import { setDebug } from './output/log.ts';
import { addRecipeCommands } from './recipe/commands.ts';
import { refuse } from './refused.ts';
import { addServerCommands } from './server/commands.ts';

/** Says whose it is: nobody shall take it for a release of abra. */
export const version = 'abra version 0.13.0-beta-lab';

/** Flags are taken before and after subcommands; a command's own code is loaded when it runs. */
export function program(): Command {
  const root = new Command('abra')
    .description("The Co-op Cloud command line utility belt, the lab's edition")
    .version(version, '-v, --version', 'version for abra')
    .option('-n, --no-input', 'toggle non-interactive mode')
    .option('-o, --offline', 'prefer offline & filesystem access')
    .option('-d, --debug', 'show debug messages')
    .helpOption('-h, --help', 'help for abra')
    .exitOverride()
    .configureOutput({ writeErr: (text) => process.stdout.write(text), outputError: () => undefined })
    .hook('preAction', (command) => setDebug(command.opts<{ debug?: boolean }>().debug === true));
  addAppCommands(root);
  addRecipeCommands(root);
  addServerCommands(root);
  refuse(root, 'autocomplete', 'catalogue', 'man', 'upgrade');
  return root;
}
