/** The guard: holds the verdict and the secrets of a run, whatever `--reporter` says. Without it no run exits 0. */
import path from 'node:path';
import type { FullConfig, FullResult, Reporter, Suite, TestCase, TestError, TestRun } from '@playwright/test/reporter';
import { type Proofs, proofsIn } from '../gate/sabotage/proof.ts';
import { isGuest } from '../run/guest.ts';
import { tellWhetherNarrowed } from '../run/narrowed.ts';
import { readVerdicts, type Verdict } from '../run/verdicts.ts';
import { settle } from './before-tests.ts';
import { cardsOfRun } from './card/cards-of-run.ts';
import { readCommandLine } from './command-line.ts';
import { leaveVerdict } from './exit-code.ts';
import { blameWhatStopped } from './did-not-run.ts';
import { markOf } from './fault-mark.ts';
import { buildOf } from '../forge/ci-env.ts';
import { judge, type Problem, type RecipeVerdict, type RunVerdict } from './judge.ts';
import { levelGiven, type LevelGiven } from './level/of-run.ts';
import { maskTerminal } from './mask-live.ts';
import { outcomeOf, textOf } from './outcome.ts';
import { readNotRun } from '../run/not-run.ts';
import { hasOnly } from './only.ts';
import { htmlReport, outputsOf } from './outputs.ts';
import type { RecipeMetadata } from './metadata.ts';
import { type OverlayFindings, OverlayLint } from './overlay-lint.ts';
import { overlaySuppressions, type Suppressions } from './overlay-suppressions.ts';
import { missingSpecs } from './presence.ts';
import { globalTimeout, interruption, isEndByFailures, problemOfRun } from './run-problems.ts';
import { writtenSince } from './recipe-files.ts';
import { forgetSecrets, runFolder, secretsOfRun } from './run-secrets.ts';
import { cleaner, scrubAndSearch, type Searched } from './secret-search.ts';
import { sessionsBelow } from './trace-sessions.ts';
import { summaryOf } from './summary.ts';
import { toldByRun } from './told-by-run.ts';
import { notWritten, writeResults } from './write-results.ts';

export default class Guard implements Reporter {
  /** Listing and merging judge nothing; in UI mode a person does. */
  readonly #active: boolean;
  readonly #narrowedBy: string[];
  readonly #problems: Problem[] = [];
  readonly #unmask: () => void;
  #config: FullConfig | undefined;
  #suite: Suite | undefined;
  /** By recipe: what its overlay tells lint not to look for. */
  #suppressions: Suppressions = new Map();
  #proofs: Proofs = new Map();
  #overlayLint: OverlayLint | undefined;
  #overlayFindings: OverlayFindings = new Map();
  #missing: { recipe: string; problem: Problem }[] = [];
  #result: FullResult | undefined;
  #begun = false;
  /** What kept the tests from running, or ended them. */
  #stopped: Problem | undefined;

  constructor(options: { _mode?: string } = {}) {
    const commandLine = readCommandLine(process.argv);
    this.#active = options._mode === 'test' && commandLine.isTest && !commandLine.runsNothing && !commandLine.interactive;
    this.#narrowedBy = commandLine.narrowedBy;
    this.#unmask = this.#active ? maskTerminal(text => secretsOfRun().mask(text)) : () => undefined;
  }

  printsToStdio(): boolean {
    return false;
  }

  async preprocess({ suite, testRun }: { config: FullConfig; suite: Suite; testRun: TestRun }): Promise<void> {
    if (this.#active) settle(suite, testRun);
  }

  onBegin(config: FullConfig, suite: Suite): void {
    this.#config = config;
    this.#suite = suite;
    if (config.projects.some(project => String(project.grep) !== '/.*/' || project.grepInvert !== null)) this.#narrowedBy.push('grep in the config');
    if (hasOnly(suite)) this.#narrowedBy.push('.only');
    // Before any test runs, which might change its own files.
    if (this.#active) this.#suppressions = overlaySuppressions(suite, config.rootDir);
    if (this.#active) this.#proofs = proofsIn(config.rootDir, this.#metadata);
    if (this.#active) tellWhetherNarrowed(this.#narrowedBy.length > 0);
    if (this.#narrowedBy.length > 0) return;
    this.#missing = missingSpecs(suite);
    if (this.#active && !isGuest()) this.#overlayLint = new OverlayLint({ root: config.rootDir, overlays: this.#metadata.flatMap(({ recipe, overlay: folder }) => folder === undefined ? [] : { recipe, folder }) });
  }

  onTestBegin(): void {
    this.#begun = true;
  }

  onTestEnd(): void {
    // Learned while the run still has its files: its end removes them before the reports are finished.
    secretsOfRun().all();
  }

  onError(error: TestError): void {
    if (isEndByFailures(error)) return;
    const problem = problemOfRun(error, this.#config?.rootDir ?? process.cwd(), (this.#suite?.allTests().length ?? 0) > 0);
    // Playwright tells it once for the tests and once for the end of the run.
    if (problem === globalTimeout && this.#problems.some(({ code }) => code === problem.code)) return;
    if (problem === globalTimeout || !this.#begun) this.#stopped ??= problem;
    this.#problems.push({ ...problem, told: markOf(textOf(error)) !== undefined });
  }

  async onEnd(result: FullResult): Promise<{ status: FullResult['status'] } | undefined> {
    if (!this.#active) return undefined;
    this.#result = result;
    return result.status === 'passed' && this.#judge().exitCode !== 0 ? { status: 'failed' } : undefined;
  }

  async onExit(): Promise<void> {
    if (!this.#active) return;
    // Where nothing ran there is nothing to add to, and nobody waits for it.
    this.#overlayFindings = await this.#overlayLint?.findings(this.#begun ? undefined : 0) ?? new Map();
    const searched = this.#scrub();
    this.#problems.push(...searched.problems);
    let verdict = this.#judge();
    let written: string[] = [];
    try {
      written = this.#writeResults(verdict, searched);
    } catch (error) {
      this.#problems.push(notWritten(error));
      verdict = this.#judge();
    }
    // After what is judged, and without a say in it.
    const cards = await cardsOfRun(written.filter(file => path.basename(file) === 'results.json'), { draw: this.#result?.status !== 'interrupted' });
    const terminal = this.#config?.reporter.some(([name]) => ['list', 'line', 'dot'].includes(name)) ?? false;
    const html = this.#config && htmlReport(this.#config);
    if (!isGuest()) process.stdout.write(summaryOf(verdict, { proofs: this.#proofs, narrowedBy: this.#narrowedBy, html, masked: searched.search?.masked ?? 0, removed: searched.removed, terminal, suppressions: this.#suppressions, told: toldByRun(runFolder()), level: recipe => recipe.partial ? undefined : this.#level(recipe, verdict), cards }));
    this.#unmask();
    forgetSecrets();
    leaveVerdict(verdict);
  }

  get #metadata(): RecipeMetadata[] {
    return (this.#suite?.suites ?? []).flatMap(project => project.project()?.metadata as RecipeMetadata | undefined ?? []);
  }

  #judge(): RunVerdict {
    const verdicts = this.#verdicts();
    const folder = runFolder();
    const root = this.#config?.rootDir ?? process.cwd();
    const problems = [...this.#problems];
    const timedOut = this.#result?.status === 'timedout';
    const interrupted = this.#result?.status === 'interrupted';
    if (timedOut && !problems.some(({ code }) => code === globalTimeout.code)) problems.push(globalTimeout);
    const outcomes = (this.#suite?.allTests() ?? []).map((test: TestCase) => outcomeOf(test, root, verdicts.filter(found => found.testId === test.id)));
    return judge({
      tests: blameWhatStopped(outcomes, { run: interrupted ? interruption : this.#stopped ?? (timedOut ? globalTimeout : undefined), otherwise: problems[0] }),
      problems,
      recipeProblems: this.#missing,
      narrowedBy: this.#narrowedBy,
      unproven: Object.fromEntries(this.#metadata.flatMap(({ recipe, unproven }) => unproven === undefined ? [] : [[recipe, unproven]])),
      genericOnly: this.#metadata.flatMap(({ recipe, genericOnly }) => genericOnly ? [recipe] : []),
      interrupted,
      notRun: folder === undefined ? [] : readNotRun(folder),
    });
  }

  #scrub(): Searched {
    if (!this.#config) return { search: null, problems: [], removed: [] };
    const root = this.#config.rootDir;
    const outputs = outputsOf(this.#config);
    const beside = (): string[] => this.#result ? writtenSince(root, this.#metadata.map(({ recipe }) => recipe), this.#result.startTime) : [];
    return scrubAndSearch(() => {
      // Those of an app's own logins: nobody has told the run of them all.
      for (const { value, what } of sessionsBelow(outputs)) secretsOfRun().keepToSelf(value, what);
      return secretsOfRun().all();
    }, () => [...outputs, ...beside()], root);
  }

  #writeResults(verdict: RunVerdict, { search }: Searched): string[] {
    // What tests find in an app that is broken on purpose is no result of the recipe.
    if (!this.#config || !this.#result || isGuest()) return [];
    return writeResults(verdict.recipes, {
      root: this.#config.rootDir,
      startedAt: this.#result.startTime,
      durationMs: this.#result.duration,
      narrowedBy: this.#narrowedBy,
      exitCode: verdict.exitCode,
      verdicts: this.#verdicts(),
      proofs: this.#proofs,
      told: toldByRun(runFolder()),
      suppressions: this.#suppressions,
      runFolder: runFolder(),
      overlayLint: this.#overlayFindings,
      declared: new Map(this.#metadata.map(({ recipe, declared }) => [recipe, declared])),
      secretSearch: search,
      build: buildOf(process.env),
      level: recipe => this.#level(recipe, verdict),
      clean: cleaner(secretsOfRun().all()),
    });
  }

  #level(recipe: RecipeVerdict, run: RunVerdict): LevelGiven {
    return levelGiven(recipe, () => {
      const { underTest, lint } = toldByRun(runFolder()).of(recipe.recipe);
      return {
        run, metadata: this.#metadata, underTest, proofs: this.#proofs, adopted: (process.env['HARNESS_RUN'] ?? '') !== '',
        lint: { recipe: lint, overlay: this.#overlayFindings.get(recipe.recipe) },
      };
    });
  }

  #verdicts(): Verdict[] {
    const folder = runFolder();
    return folder === undefined ? [] : readVerdicts(folder);
  }
}
