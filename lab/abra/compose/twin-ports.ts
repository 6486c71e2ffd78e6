/**
 * TCP and UDP of one port. Docker's loader merges ports by their number alone (docker/cli issue 6223): with each file that follows, one of
 * the two is lost. abra's own files end with those of the recipe; the lab adds one, so that there they must be said in this last one only.
 */
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Node, parseDocument } from 'yaml';
import type { ComposeDocument } from '../../engine/without-ipvs.ts';

/** Services that publish one port twice. */
export function servicesWithTwins({ services = {} }: ComposeDocument): string[] {
  return Object.entries(services).filter(([, service]) => {
    const published = (service?.ports ?? []).flatMap((port) => typeof port === 'object' && port.published !== undefined ? [port.published] : []);
    return new Set(published).size < published.length;
  }).map(([name]) => name);
}

/** The files without the ports of these services, in a folder where every other path of theirs leads to the same place as before. */
export function copiesWithoutPorts(files: readonly string[], services: readonly string[], folder: string): string[] {
  mkdirSync(folder);
  const recipe = dirname(files[0] ?? '');
  for (const entry of readdirSync(recipe)) symlinkSync(join(recipe, entry), join(folder, entry));
  return files.map((file) => {
    const copy = join(folder, basename(file));
    rmSync(copy);
    writeFileSync(copy, withoutPorts(readFileSync(file, 'utf8'), services), { mode: 0o600 });
    return copy;
  });
}

/** In the text itself: written anew by another program, `0555` would be another number to docker. */
function withoutPorts(text: string, services: readonly string[]): string {
  const document = parseDocument(text, { merge: true });
  const ranges = services.map((service) => (document.getIn(['services', service, 'ports'], true) as Node | undefined)?.range);
  return ranges.filter((range) => range !== undefined && range !== null).sort((one, other) => other[0] - one[0])
    .reduce((rest, [from, to]) => `${rest.slice(0, from)}[]${/\s*$/.exec(rest.slice(from, to))?.[0] ?? ''}${rest.slice(to)}`, text);
}
