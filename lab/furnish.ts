/** Fills a bare lab: images, ingress, backup bot and recipes, each of which makes sure of itself. */
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { labProgram } from './engine/hand-over.ts';
import type { Lab } from './state.ts';

interface Rooms {
  'images/ensure': { ensureImages(lab: Lab, references: string[], log: (line: string) => void): Promise<void> };
  'ingress/start': { ingressImage: string; startIngress(lab: Lab): Promise<void> };
  'bot/deploy': { botImage: string; deployBot(lab: Lab): Promise<void> };
  'recipes/publish': { publishRecipes(lab: Lab): Promise<void> };
}

export async function furnish(lab: Lab, log: (line: string) => void): Promise<void> {
  const room = async <Name extends keyof Rooms>(name: Name): Promise<Rooms[Name] | undefined> => {
    const file = labProgram(name);
    if (existsSync(file)) return await import(pathToFileURL(file).href) as Rooms[Name];
    log(`${name} is not there yet; going on without it`);
    return undefined;
  };
  const [images, ingress, bot, recipes] = await Promise.all([room('images/ensure'), room('ingress/start'), room('bot/deploy'), room('recipes/publish')]);
  await Promise.all([
    recipes?.publishRecipes(lab),
    images?.ensureImages(lab, [ingress?.ingressImage, bot?.botImage].filter((one) => one !== undefined), log)
      .then(() => Promise.all([ingress?.startIngress(lab), bot?.deployBot(lab)])),
  ]);
}
