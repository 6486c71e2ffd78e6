/** The Mumble server as Debian trixie has it, over bookworm's base: the release that the recipe upgrades to. */
import { mumble } from './mumble.ts';

export const mumble15 = mumble({ version: '1.5.735', suite: 'trixie', file: 'lab/images/definitions/mumble-1.5.ts' });
