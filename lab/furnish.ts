/** Fills a bare lab: images, ingress, backup bot and recipes, each of which makes sure of itself. */
import type { Lab } from './state.ts';

export async function furnish(lab: Lab, log: (line: string) => void): Promise<void> {
  // Here and not at the top: a bare lab needs none of them.
  const [{ ensureImages }, { forgetOutdated }, { ingressImage, startIngress }, { botImage, deployBot }, { publishRecipes }] = await Promise.all([
    import('./images/ensure.ts'), import('./images/outdated.ts'), import('./ingress/start.ts'), import('./bot/deploy.ts'), import('./recipes/publish.ts'),
  ]);
  await Promise.all([
    publishRecipes(lab),
    ensureImages(lab, [ingressImage, botImage], log).then(() => Promise.all([forgetOutdated(lab, log), startIngress(lab), deployBot(lab)])),
  ]);
}
