/** Fills a bare lab: images, ingress, backup bot and recipes, each of which makes sure of itself. */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type { Lab } from '../state.ts';
import { labProgram } from './hand-over.ts';

interface Rooms {
  'ingress/start': { startIngress(lab: Lab): Promise<void> };
  'bot/deploy': { deployBot(lab: Lab): Promise<void> };
  'recipes/publish': { publishRecipes(lab: Lab): Promise<void> };
}

export async function furnish(lab: Lab, log: (line: string) => void): Promise<void> {
  const room = async <Name extends keyof Rooms>(name: Name): Promise<Rooms[Name] | undefined> => {
    const file = labProgram(name);
    if (existsSync(file)) return await import(pathToFileURL(file).href) as Rooms[Name];
    log(`${name} is not there yet; going on without it`);
    return undefined;
  };
  const [ingress, bot, recipes] = await Promise.all([room('ingress/start'), room('bot/deploy'), room('recipes/publish')]);
  await Promise.all([
    recipes?.publishRecipes(lab),
    ingress?.startIngress(lab).then(() => bot?.deployBot(lab)),
  ]);
}
