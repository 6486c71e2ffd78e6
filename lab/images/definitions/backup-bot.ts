/** The backup bot's image: restic, and the program that speaks to it and to the engine. */
import { readFileSync } from 'node:fs';
import type { ImageDefinition } from '../definition.ts';

/** Debian's Python finds it there. */
const library = '/usr/lib/python3/dist-packages';
const modules = ['__init__', 'commands', 'hooks', 'labels', 'logs', 'restic', 'secrets'].map((name) => `backupbot/${name}.py`);

const source = (name: string): string => readFileSync(new URL(`../../bot/${name}`, import.meta.url), 'utf8');

export const backupBot: ImageDefinition = {
  // The lab's own program has no upstream version: this number changes with what it can do.
  ref: 'lab/backup-bot:1',
  file: 'lab/images/definitions/backup-bot.ts',
  holds: { from: 'debian', package: 'restic', version: '0.14.0' },
  packages: ['restic', 'python3-docker', 'python3-click'],
  files: [
    { path: '/usr/bin/backup', mode: 0o755, content: source('backup.py') },
    ...modules.map((path) => ({ path: `${library}/${path}`, content: source(path) })),
    { path: '/usr/local/bin/entrypoint.sh', mode: 0o755, content: source('entrypoint.sh') },
  ],
  config: { Entrypoint: ['entrypoint.sh'], WorkingDir: '/' },
};
