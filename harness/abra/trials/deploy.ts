/** Trials of secrets and deploys on the server. */
import type { Engine } from '../../swarm/engine.ts';
import { shapes } from '../facts.ts';
import { lastLine } from './findings.ts';
import { overlay, type Stage } from './stage.ts';

const value = 'byte for byte: ä $x " \\';

/** Leaves the scratch app deployed from the overlaid, dirty head. */
export async function trySecretsAndChaos(stage: Stage, engine: Engine, head: string): Promise<void> {
  const { abra, findings, domain } = stage;
  await stage.useOverlay();
  const deploy = () => stage.run('app', 'deploy', domain, '--chaos', '--no-converge-checks', '--no-domain-checks');
  const missing = await deploy();
  findings.refusal('secretNotGenerated', missing);
  const sent = (await engine.services(stage.stack)).length;
  findings.judge('habits.missingSecret', missing.exitCode === 1 && sent === 0, `status ${missing.exitCode}, ${sent} services were sent`);

  const generated = await abra.app.secret.generate(domain, { all: true });
  findings.judge('habits.generateShape', generated['fact']?.length === 12, `names ${Object.keys(generated).join(', ')}; fact has ${generated['fact']?.length ?? 0} characters of 12`);
  findings.refusal('secretNotInserted', await deploy());
  await abra.app.secret.insert(domain, 'given', 'v1', value);
  const secrets = await abra.app.secret.ls(domain);
  findings.judge('habits.secretLsShape', secrets.length === 2 && secrets.every(secret => secret.onServer), JSON.stringify(secrets));
  findings.refusal('secretExists', await stage.run('app', 'secret', 'insert', domain, 'fact', 'v1', 'x'));

  const plain = await stage.run('app', 'deploy', domain, '--no-converge-checks', '--no-domain-checks');
  findings.refusal('dirtyTree', plain);
  findings.judge('habits.plainRefusesDirty', plain.exitCode === 1, lastLine(plain.output));

  const start = performance.now();
  const deployed = await deploy();
  const running = (await engine.tasks(stage.stack)).filter(task => task.state === 'running').length;
  findings.judge('habits.deployReturns', deployed.exitCode === 0, `status ${deployed.exitCode} after ${((performance.now() - start) / 1000).toFixed(1)} s, ${running} tasks running by then`);
  const labels = await labelsOf(engine, stage.stack);
  const stamp = shapes.chaosStamp.exec(labels['chaos-version'] ?? '');
  findings.judge('habits.chaosTakesTree', stamp?.[2] === '+U' && head.startsWith(stamp[1] ?? '-'), `chaos-version=${labels['chaos-version'] ?? ''} for ${head.slice(0, 12)} with ${overlay} untracked`);
}

/** Views of the running app, and what runs inside it. */
export async function tryRunning(stage: Stage, engine: Engine): Promise<void> {
  const { abra, findings, domain } = stage;
  await engine.runningContainer(stage.stack, 'app', 90_000);
  const services = await abra.app.ps(domain);
  const app = services.find(service => /(^|_)app$/.test(service.service));
  findings.judge('habits.psShape', app !== undefined && app.chaos && app.image !== '', JSON.stringify(services));
  const listed = (await abra.app.ls()).find(candidate => candidate.appName === domain || candidate.domain === domain);
  findings.judge('habits.lsShape', listed?.status === 'deployed' && listed.chaos && listed.chaosVersion !== '', JSON.stringify(listed));
  const inside = await abra.app.run(domain, 'app', ['printf', '%s|', 'a  b', "it's", '$HOME', '-n']);
  findings.judge('habits.runKeepsArguments', inside.stdout.trim() === "a  b|it's|$HOME|-n|", inside.stdout.trim());
  const read = await abra.app.run(domain, 'app', ['cat', '/run/secrets/given']);
  findings.judge('habits.insertFromFile', read.stdout.trimEnd() === value, read.stdout.trimEnd());

  await stage.write('fact.txt', 'two\n');
  findings.refusal('configContent', await stage.run('app', 'deploy', domain, '--chaos', '--no-converge-checks', '--no-domain-checks'));
}

/** Deploys of clean trees, and refusals of what is deployed. */
export async function tryClean(stage: Stage, engine: Engine, head: string): Promise<void> {
  const { findings, domain, recipe } = stage;
  const flags = ['--no-converge-checks', '--no-domain-checks'];
  await stage.reset(head);
  await stage.setEnv({ COMPOSE_FILE: '"compose.yml"' });
  await stage.run('app', 'deploy', domain, '--chaos', ...flags);
  const chaos = await labelsOf(engine, stage.stack);
  findings.judge('habits.chaosStampClean', /^[0-9a-f]{8,}$/.test(chaos['chaos-version'] ?? '') && head.startsWith(chaos['chaos-version'] ?? '-'), `chaos-version=${chaos['chaos-version'] ?? ''} for ${head.slice(0, 12)}`);

  const tag = (await stage.tags()).at(-1) ?? '';
  findings.refusal('alreadyDeployed', await stage.run('app', 'deploy', domain, tag, ...flags));
  await stage.git('tag', '99.0.0+1', head);
  findings.refusal('lightweightTag', await stage.run('app', 'deploy', domain, tag, '--force', ...flags));
  await stage.git('tag', '--delete', '99.0.0+1');
  const plain = await stage.run('app', 'deploy', domain, tag, '--force', ...flags);
  const labels = await labelsOf(engine, stage.stack);
  findings.judge('habits.versionLabel', plain.exitCode === 0 && labels['version'] === tag && labels['chaos'] === 'false', `version=${labels['version'] ?? ''}, chaos=${labels['chaos'] ?? ''} for ${tag}`);
  const recorded = (await stage.env()).split('\n').find(line => /^(TYPE|RECIPE)=/.test(line)) ?? '';
  findings.judge('habits.deployRecords', recorded.includes(`${recipe}:${tag}`), recorded);

  await stage.reset(head);
  await stage.write('compose.fail.yml', 'version: "3.8"\nservices:\n  app:\n    command: ["sh", "-c", "exit 3"]\n    entrypoint: []\n');
  await stage.setEnv({ COMPOSE_FILE: '"compose.yml:compose.fail.yml"' });
  findings.refusal('deployFailed', await stage.abra.run(['app', 'deploy', domain, '--chaos', '--no-domain-checks', '--no-input', '--offline'], { deadlineSeconds: 400 }));
  await stage.write('compose.fail.yml', 'version: "3.8"\nservices:\n  app:\n    healthcheck:\n      test: ["CMD", "false"]\n      start_period: 600s\n      interval: 5s\n');
  await stage.setEnv({ TIMEOUT: '10' });
  findings.refusal('deployTimedOut', await stage.abra.run(['app', 'deploy', domain, '--chaos', '--no-domain-checks', '--no-input', '--offline'], { deadlineSeconds: 400 }));
  await stage.reset(head);
  await stage.setEnv({ COMPOSE_FILE: '"compose.yml"' });
}

/** The labels that abra stamps on the stack's service `app`, by the word behind `coop-cloud.<stack>.`. */
async function labelsOf(engine: Engine, stack: string): Promise<Record<string, string>> {
  const app = (await engine.services(stack)).find(service => service.name === 'app');
  const prefix = `coop-cloud.${stack}.`;
  return Object.fromEntries(Object.entries(app?.labels ?? {}).filter(([key]) => key.startsWith(prefix)).map(([key, label]) => [key.slice(prefix.length), label]));
}
