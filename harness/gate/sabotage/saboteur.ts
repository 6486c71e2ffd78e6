/** Breaks the app of a run, one way at a time, runs the tests that this concerns, and mends it again. */
import { namesOf } from '../../app/workplace.ts';
import type { InstalledApp } from '../../app/installed-app.ts';
import { readGrants } from '../../app/grants.ts';
import { loadOverlay } from '../../data/load-overlay.ts';
import type { GrantsOfRun } from '../../deps/grant.ts';
import { WithDependencies } from '../../deps/with-dependencies.ts';
import { credentialsOf } from '../../fixtures/set-up.ts';
import { createHttp } from '../../http/client.ts';
import type { HttpResponse } from '../../http/response.ts';
import type { Progress } from '../../progress.ts';
import { here } from '../../run/here.ts';
import { selfIdentity } from '../../run/process.ts';
import type { Run } from '../../run/run.ts';
import type { Published } from '../../recipe/ports.ts';
import type { Recipe } from '../../settings/recipe-schema.ts';
import type { AbraWrapper } from './abra-wrapper.ts';
import type { AbraSabotage, AnyBreak, Impostor } from './breaks.ts';
import { changed, type Change } from './forward.ts';
import { echo, frontPage } from './impostors.ts';
import { firstWords, hearFirstWords, portEcho, type PortBehaviour } from './port-impostors.ts';
import type { Behaviour, Proxy } from './proxy.ts';
import { runSuite } from './suite.ts';
import type { ToldTest } from './tell.ts';
import { newSigningKey, type SigningKey, type TokenFault, tokensWith } from './token-breaks.ts';
import { loginsAsTheOther } from './wrong-user.ts';

export interface SaboteurInit {
  readonly run: Run;
  readonly recipe: Recipe;
  readonly proxy: Proxy;
  /** Of the server, that the recipe publishes. */
  readonly ports: readonly Published[];
  readonly abra: AbraWrapper;
  readonly progress: Progress;
}

export class Saboteur {
  readonly #init: SaboteurInit;
  #signing: SigningKey | undefined;
  #frontPage: Pick<HttpResponse, 'headers' | 'bytes'> | undefined;

  constructor(init: SaboteurInit) {
    this.#init = init;
  }

  /** How the tests that this concerns end while it is so. */
  under(broken: AnyBreak, tests: readonly ToldTest[]): Promise<readonly ToldTest[]> {
    switch (broken.kind) {
      case 'impostor': return this.#asImpostor(broken.impostor, tests);
      case 'tokens': return this.#withTokens(broken.fault, tests);
      case 'login': return this.#withWrongUser(tests);
      case 'backup': case 'upgrade': return this.#throughAbra(broken);
    }
  }

  async #asImpostor(which: Impostor['impostor'], tests: readonly ToldTest[]): Promise<readonly ToldTest[]> {
    const { domain, hosts } = this.#names;
    const { run: { target }, ports } = this.#init;
    const [behaviour, onPorts] = which === 'echo' ? [echo, portEcho]
      : [frontPage(this.#frontPage ??= await this.#realFrontPage()), firstWords(await hearFirstWords(target, domain, ports))];
    // An impostor keeps nothing, and most tests in front of it only wait for what never comes.
    return this.#behind([domain, ...Object.values(hosts)], behaviour, tests, { workers: 3, onPorts });
  }

  async #withTokens(fault: TokenFault, tests: readonly ToldTest[]): Promise<readonly ToldTest[]> {
    return this.#atProvider(tokensWith(fault, this.#signing ??= await newSigningKey()), tests);
  }

  async #withWrongUser(tests: readonly ToldTest[]): Promise<readonly ToldTest[]> {
    const { run } = this.#init;
    const { provision } = await readGrants<GrantsOfRun>(run, this.#names.domain) ?? {};
    const [one, other] = provision?.users ?? [];
    return this.#atProvider(loginsAsTheOther(one && other ? [[one, other]] : []), tests);
  }

  /** The tests of the rung: whatever they deploy is the run's, and the act that is broken is broken for its app alone. */
  async #throughAbra({ abra: kind, kind: rung, leaves }: AbraSabotage): Promise<readonly ToldTest[]> {
    const { run, recipe, abra } = this.#init;
    const { domain } = this.#names;
    abra.break(domain, kind === 'restore-older' ? { kind, snapshot: await this.#snapshotBeforeAll() } : { kind });
    try {
      return (await runSuite(run, recipe.name, { grep: `@${rung}` })).tests;
    } finally {
      abra.mend();
      const { setUp } = await loadOverlay(recipe) ?? {};
      this.#startOver(leaves === 'unfit' || (leaves === 'new' && setUp !== undefined));
    }
  }

  get #names(): { domain: string; hosts: Readonly<Record<string, string>> } {
    return namesOf(this.#init.run, this.#init.recipe);
  }

  async #behind(
    names: readonly string[], behaviour: Behaviour, tests: readonly ToldTest[], { workers = 1, onPorts }: { workers?: number; onPorts?: PortBehaviour } = {},
  ): Promise<readonly ToldTest[]> {
    const { run, recipe, proxy } = this.#init;
    proxy.break(names, behaviour, onPorts);
    try {
      return (await runSuite(run, recipe.name, { tests }, workers)).tests;
    } finally {
      proxy.mend();
    }
  }

  /** The provider is another app of the run, or the app itself. */
  async #atProvider(change: Change, tests: readonly ToldTest[]): Promise<readonly ToldTest[]> {
    const { run } = this.#init;
    const { sso } = await readGrants(run, this.#names.domain) ?? {};
    const behaviour = changed(run.target, change);
    try {
      return await this.#behind([sso?.domain ?? this.#names.domain], behaviour, tests);
    } finally {
      await behaviour.close();
    }
  }

  /** What a visitor comes to see: an app that sends everybody to its provider has the login form for a front page. */
  async #realFrontPage(): Promise<Pick<HttpResponse, 'headers' | 'bytes'>> {
    if ('port' in this.#init.recipe.health) return { headers: {}, bytes: Buffer.alloc(0) };
    const http = createHttp(this.#init.run.target, { baseURL: `https://${this.#names.domain}` });
    try {
      return await http.get('/', { follow: 10, headers: { accept: 'text/html,*/*' } });
    } finally {
      await http.close();
    }
  }

  /** Of the app as it is before any of the tests seeds anything: no record of theirs can be in it. */
  async #snapshotBeforeAll(): Promise<string> {
    const { run, recipe, progress } = this.#init;
    const app = await this.#app();
    return progress.step(`back up ${recipe.name}, to restore this whenever another snapshot is asked for`, () => run.backUp(app, progress));
  }

  async #app(): Promise<InstalledApp> {
    const { run, recipe, progress } = this.#init;
    const app = await new WithDependencies(run, recipe, { slot: 0, progress }).request('head');
    await credentialsOf(run, await loadOverlay(recipe), app, progress);
    return app;
  }

  /** That an upgrade failed under a break says nothing about the next one. */
  #startOver(unfit: boolean): void {
    const { run } = this.#init;
    const { domain } = this.#names;
    run.ledger.append({ kind: 'run', id: run.id, ...here(), runner: selfIdentity() });
    if (unfit && run.ledger.view().apps.get(domain)?.state === 'healthy') run.ledger.append({ kind: 'unfit', domain, why: 'it was broken on purpose' });
  }
}
