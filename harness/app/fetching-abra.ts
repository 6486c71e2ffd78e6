/** The abra that brings a recipe where there is no run. */
import { Abra } from '../abra/abra.ts';
import type { Progress } from '../progress.ts';
import { prepareAbraDir } from '../run/abra-dir.ts';
import { bringUpLab } from '../run/lab.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import { isPath, type Settings } from '../settings/settings.ts';

/** Deploys nothing: a recipe of the catalogue is fetched by abra, which wants a server's settings; others need none. */
export async function fetchingAbra(settings: Settings, { source }: Recipe, abraDir: string, progress: Progress): Promise<Abra> {
  const needless = (settings.underTest !== undefined && isPath(settings.underTest)) || source.path !== undefined || source.git !== undefined;
  if (needless) return new Abra({ command: 'abra', abraDir });
  const target = settings.target ?? await bringUpLab(settings, progress);
  await prepareAbraDir(abraDir, target);
  return new Abra({ command: target.abra, abraDir, dockerConfig: target.docker_config });
}
