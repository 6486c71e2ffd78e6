// Called by the backup bot. `save` copies every database, each as it is at one moment, with the keys beside them into one archive; blobs
// never change and are saved as they lie. `restore` has the app start anew, and its entrypoint unpack the archive first.
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const data = '/pds';
const archive = join(data, 'backup.tar');
const copies = join(data, '.copies');

function save() {
  rmSync(copies, { recursive: true, force: true });
  // Before the accounts' own databases: whoever is found in it has one by then.
  for (const file of ['account.sqlite', 'sequencer.sqlite']) copy(file);
  for (const entry of readdirSync(join(data, 'actors'), { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && !/-(wal|shm)$/.test(entry.name)) copy(relative(data, join(entry.parentPath, entry.name)));
  }
  execFileSync('tar', ['-cf', `${archive}.new`, '-C', copies, '.']);
  renameSync(`${archive}.new`, archive);
  rmSync(copies, { recursive: true });
}

function copy(file) {
  const [from, to] = [join(data, file), join(copies, file)];
  mkdirSync(dirname(to), { recursive: true });
  if (!file.endsWith('.sqlite')) return copyFileSync(from, to);
  const database = new DatabaseSync(from, { readOnly: true, timeout: 20_000 });
  database.prepare('VACUUM INTO ?').run(to);
  database.close();
}

async function restore() {
  execFileSync('tar', ['-tf', archive, './account.sqlite']);
  writeFileSync(join(data, '.restore'), '');
  process.kill(1, 'SIGTERM');
  // Until nobody is answered from the old data any more.
  while (await fetch('http://localhost:3000/xrpc/_health').then(() => true, () => false));
}

await { save, restore }[process.argv[2]]();
