/** A worker without Playwright: attaches to the run that its environment names, and does one deed after the other. */
import { markUnfit, redeployFromNothing, requestApp, teardownApp, upgradeToHead } from '../../../harness/app/requests.ts';
import type { InstalledApp } from '../../../harness/app/installed-app.ts';
import { attachRun } from '../../../harness/run/run.ts';
import { loadRecipe } from '../../../harness/settings/settings.ts';
import { aloud } from './aloud.ts';

process.on('disconnect', () => process.exit(1)); // as Playwright's do
process.on('uncaughtException', error => {
  console.log(`failed ${error.message.split('\n')[0] ?? ''}`);
  process.exit(1);
});

const [, recipeName = '', ...deeds] = process.argv.slice(2);
const run = await attachRun();
const recipe = loadRecipe(run.settings, recipeName);
const context = { slot: 0, progress: aloud };
let app: InstalledApp | undefined;
const current = (): InstalledApp => {
  if (!app) throw new Error('no app yet');
  return app;
};

for (const deed of deeds) {
  switch (deed) {
    case 'fresh': case 'base': case 'head': app = await requestApp(run, recipe, deed, context); break;
    case 'try-fresh': await requestApp(run, recipe, 'fresh', context).catch((error: Error) => console.log(`failed ${error.message.split('\n')[0] ?? ''}`)); break;
    case 'upgrade': app = await upgradeToHead(run, current(), context); break;
    case 'redeploy': app = await redeployFromNothing(run, current(), context); break;
    case 'backup': console.log(`snapshot ${await run.backUp(current(), aloud)}`); break;
    case 'unfit': await markUnfit(run, current(), 'a test broke it'); break;
    case 'teardown': await teardownApp(run, recipeName, context); break;
    case 'stay': await new Promise(() => { setInterval(() => undefined, 1_000); }); break;
    default: throw new Error(`no such deed: ${deed}`);
  }
  if (app) console.log(`app ${JSON.stringify({ domain: app.domain, stack: app.stack, chain: app.chain, instance: app.instance, identity: app.identity })}`);
}
process.exit(0);
