/**
 * The shape of the results: what another program may build upon. Whoever reads passes over fields that a later version has added; so a field
 * that is added is optional, for what an earlier version has written.
 */
import { z } from 'zod';
import { rungNames, rungStatuses } from './level/rungs.ts';

const fault = z.enum(['recipe', 'user', 'environment', 'harness']);
const problem = z.object({
  code: z.string().describe('Stable, `ERR_…`.'),
  fault: fault.describe('Whose it is.'),
  message: z.string(),
  wayOut: z.string().optional(),
  told: z.boolean().optional().describe('The terminal has shown it already.'),
});

const ms = z.int().nonnegative();
const bytes = z.int().nonnegative();

const level = z.object({
  level: z.int().min(0).max(7).describe('docs/results.md says what each means.'),
  rungs: z.array(z.object({
    name: z.enum(rungNames),
    status: z.enum(rungStatuses),
    reason: z.string().describe('Why it is not a pass; empty for a pass.'),
    caps: z.literal(true).optional().describe('Nothing may stand on it, though nothing failed.'),
  })).describe('The lowest first.'),
  heldBy: z.object({ rung: z.enum(rungNames), reason: z.string() }).nullable().describe('What keeps it from more; null at the top.'),
});

const build = z.object({
  service: z.enum(['drone', 'woodpecker', 'gitea-actions']).describe('What ran the pipeline.'),
  repository: z.string().describe('`owner/name`.'),
  pullRequest: z.int().positive().nullable(),
  branch: z.string().nullable(),
  base: z.string().nullable().describe('The branch that a pull request is for.'),
  commit: z.string().nullable(),
  link: z.string().nullable().describe('Of the build.'),
});

const stage = z.object({
  stage: z.enum(['install', 'previous release', 'upgrade', 'disaster', 'restore']).describe('What was deployed, or begun again, and waited for.'),
  version: z.string().describe('The release, or the commit.'),
  durationMs: ms.describe('From the first image to the answer through the ingress; of a restore, from its begin.'),
  waits: z.object({
    pull: ms.describe('Images were brought.'),
    schedule: ms.describe('abra sent the stack, and swarm made the first task.'),
    start: ms.describe('The container was made and begun.'),
    health: ms.describe("Of the time to healthy, what may be the health check's own rhythm: one interval at most."),
    app: ms.describe('The rest of it: the app itself, with lives of it that ended before.'),
    ingress: ms.describe('From healthy to the answer through the ingress; where the swarm updates a service, until it calls that done.'),
  }).nullable().describe('Milliseconds of the service that was ready last, one after the other; null for a restore, and where the engine did not tell them or nothing was begun anew.'),
  services: z.array(z.object({
    service: z.string(),
    scheduled: ms.nullable(), started: ms.nullable(), settled: ms.nullable(),
  })).describe('Milliseconds from the begin of the deploy until its task was made, its process began, and it was healthy; null where that was not seen, or was before.'),
});

const step = z.object({
  title: z.string(),
  durationMs: z.number(),
  depth: z.int().min(0).max(1).describe('1: a part of the last step of 0 before it.'),
  failed: z.literal(true).optional(),
});

export const resultsSchema = z.object({
  schema: z.literal(2).describe('Raised when a field changes its meaning or goes; optional fields may be added without.'),
  recipe: z.string(),
  run: z.string().nullable().describe("The run's id, six hexadecimal digits; null where it never began."),
  level: level.nullable().describe('Null where the run says nothing of one: it was narrowed or interrupted, its app was kept or one of an earlier run, or something went wrong that is no recipe\'s.'),
  levelUnknown: z.string().nullable().optional().describe('Why `level` is null; null where there is one.'),
  picture: z.string().nullable().describe('A picture of the app, as a file beside this one; null where none was taken.'),
  verdict: z.enum(['green', 'red', 'unverified', 'unproven']),
  fault: fault.nullable().describe('Whose it is; null where it is nobody\'s.'),
  exitCode: z.int().describe('Of the whole run, which may have had other recipes.'),
  partial: z.boolean().describe('The run was narrowed: it says nothing about what it left out.'),
  genericOnly: z.boolean().describe('The recipe has no overlay: the generic specs ran, and nothing says what the app does.'),
  narrowedBy: z.array(z.string()).describe('What narrowed it.'),
  underTest: z.object({
    ref: z.string().describe('How it was named: a branch, a tag, a commit.'),
    commit: z.string(),
    version: z.string().nullable().describe('The version label of its service `app`.'),
    dirty: z.boolean().describe('With the uncommitted changes of a working tree.'),
    base: z.string().nullable().describe('The release that the upgrade began from; null where no upgrade was looked at, or there is none.'),
    dependencies: z.record(z.string(), z.string()).describe('The release (or commit) of each recipe that it depends on, as it was deployed.'),
  }).nullable().describe('What of the recipe was tested; null where the run did not get that far.'),
  build: build.nullable().describe('The pipeline that it ran in; null on a desk.'),
  cold: z.boolean().describe('Everything was deployed by this run itself: nothing kept (HARNESS_RUN) or warm (HARNESS_WARM) was used. False where the run never began.'),
  startedAt: z.iso.datetime(),
  durationMs: z.int(),
  versions: z.object({
    harness: z.string(), playwright: z.string(), node: z.string(),
    abra: z.string().nullable().describe('As it says itself; null where it was not asked.'),
    engine: z.string().nullable().describe('Of the server; null where the run did not get that far.'),
  }),
  stages: z.array(stage).describe("Each deploy of its app that came to its end, with where the time went; the earliest first."),
  memory: z.object({
    peak: z.int().describe('Bytes that all services of its app used at once, at the most that was seen; looked at each second.'),
    services: z.record(z.string(), z.int()).describe('The most that each was seen to use.'),
  }).nullable().describe('What its app used of the node\'s memory; null where none ran. What it depends on is not in it.'),
  disk: z.object({
    services: z.record(z.string(), z.object({ image: bytes, volumes: bytes })),
  }).nullable().describe('Bytes of image and volumes of each service, looked at before its app was removed; layers that images share are in each of them. Null where none was there then, or the engine did not tell in time.'),
  tests: z.array(z.object({
    title: z.string(),
    file: z.string().describe('Relative to the project; of what every recipe must pass, `generic/…` or `teardown/…`, wherever the package lies.'),
    tags: z.array(z.string()),
    status: z.enum(['passed', 'failed', 'not applicable', 'unverified']),
    durationMs: z.number(),
    problem: problem.optional().describe('Why it failed or did not run.'),
    reason: z.string().optional().describe('Why it does not apply.'),
    flaky: z.literal(true).optional().describe('It failed, and passed when it was tried again: never green.'),
    steps: z.array(step).describe('What it did, in its own words; 200 at most.'),
    evidence: z.object({
      state: z.int().describe('How many show that the app has kept or made something.'),
      status: z.int().describe('How many show no more than that it answers.'),
      constant: z.int().describe('How many have nothing of the app in them.'),
      assertions: z.array(z.object({
        line: z.int().describe("In the test's file; 0 where it was made elsewhere."),
        matcher: z.string(),
        class: z.enum(['state', 'status', 'constant']),
      })),
    }).optional().describe('What its assertions rest on (docs/trust.md); absent where it did not run through the gate.'),
  })),
  lint: z.object({
    suppressions: z.array(z.object({
      file: z.string().describe('Relative to the project.'),
      line: z.int(),
      rules: z.array(z.string()).describe('What lint does not look for there; empty: for nothing.'),
      reason: z.string().nullable().describe('Null where none is given, which lint refuses.'),
    })).describe('Every comment in the files of its overlay that tells ESLint to say less; found by this run, whether or not it was linted.'),
    recipe: z.array(z.object({ rule: z.string(), message: z.string() })).nullable().describe('Rules of severity `error` that `abra recipe lint` finds broken in the version under test: those for which abra refuses a plain deploy. Its `warn` is advice, and not here. Null where it was not or could not be asked.'),
    overlay: z.array(z.object({ file: z.string(), line: z.int(), rule: z.string(), message: z.string() })).nullable().describe('What the lint of overlays finds; null where there is none, or it could not be linted.'),
  }).describe('Lint of the recipe and of its overlay, and what the overlay says to ESLint.'),
  declared: z.array(z.object({
    rung: z.string(), blocker: z.string(), coveredBy: z.string(), decidedBy: z.string(), decidedOn: z.string(),
  })).describe('What its recipe file declares as not run.'),
  parity: z.object({
    checks: z.int().nonnegative().describe('Rows of PARITY/<recipe>.md.'),
    here: z.int().nonnegative().describe('Those of them that name a test.'),
  }).nullable().describe('What was checked elsewhere and is checked here; null where there is no such page.'),
  leftovers: z.array(z.string()).describe('What was still there when its app had been removed, by name.'),
  secretSearch: z.object({
    secrets: z.int().nonnegative().describe('How many were looked for.'),
    masked: z.int().nonnegative().describe('How many files held one, and were masked.'),
    found: z.array(z.string()).describe('Files in which one was left.'),
  }).nullable().describe('Of the whole run, over all that it wrote; null where it could not be made.'),
  problems: z.array(problem).describe("Of the recipe, and no test's."),
  notRun: z.array(z.object({ what: z.string(), why: z.string(), wayOut: z.string() })).describe('What lay there to be run and was not.'),
  proof: z.object({
    date: z.iso.datetime(),
    commit: z.string().describe('Of the recipe, as it was then.'),
    killed: z.int().describe('How many turned red as they must, of `total` pairs of a test and a break that it is about.'),
    total: z.int(),
    stale: z.boolean().describe('The overlay has changed since.'),
  }).nullable().describe('The last `recipe-harness prove` of this recipe in this project; null where there was none.'),
  verdicts: z.array(z.object({
    recipe: z.string(), code: z.string(), fault, message: z.string(), wayOut: z.string(),
  })).describe('Every failure that was not caught, oldest first.'),
});

export type Results = z.infer<typeof resultsSchema>;
