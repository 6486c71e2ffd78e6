/** The shape of the results: what another program may build upon. */
import { z } from 'zod';

const fault = z.enum(['recipe', 'user', 'environment', 'harness']);
const problem = z.strictObject({
  code: z.string().describe('Stable, `ERR_…`.'),
  fault: fault.describe('Whose it is.'),
  message: z.string(),
  wayOut: z.string().optional(),
  told: z.boolean().optional().describe('The terminal has shown it already.'),
});

export const resultsSchema = z.strictObject({
  schema: z.literal(1).describe('Raised when a field changes its meaning or goes; fields may be added without.'),
  recipe: z.string(),
  verdict: z.enum(['green', 'red', 'unverified', 'unproven']),
  fault: fault.nullable().describe('Whose it is; null where it is nobody\'s.'),
  exitCode: z.int().describe('Of the whole run, which may have had other recipes.'),
  partial: z.boolean().describe('The run was narrowed: it says nothing about what it left out.'),
  genericOnly: z.boolean().describe('The recipe has no overlay: the generic specs ran, and nothing says what the app does.'),
  narrowedBy: z.array(z.string()).describe('What narrowed it.'),
  underTest: z.strictObject({
    ref: z.string().describe('How it was named: a branch, a tag, a commit.'),
    commit: z.string(),
    version: z.string().nullable().describe('The version label of its service `app`.'),
    dirty: z.boolean().describe('With the uncommitted changes of a working tree.'),
    base: z.string().nullable().describe('The release that the upgrade began from; null where no upgrade was looked at, or there is none.'),
    dependencies: z.record(z.string(), z.string()).describe('The release (or commit) of each recipe that it depends on, as it was deployed.'),
  }).nullable().describe('What of the recipe was tested; null where the run did not get that far.'),
  startedAt: z.iso.datetime(),
  durationMs: z.int(),
  versions: z.strictObject({ harness: z.string(), playwright: z.string(), node: z.string() }),
  memory: z.strictObject({
    peak: z.int().describe('Bytes that all services of its app used at once, at the most that was seen; looked at each second.'),
    services: z.record(z.string(), z.int()).describe('The most that each was seen to use.'),
  }).nullable().describe('What its app used of the node\'s memory; null where none ran. What it depends on is not in it.'),
  tests: z.array(z.strictObject({
    title: z.string(),
    file: z.string(),
    tags: z.array(z.string()),
    status: z.enum(['passed', 'failed', 'not applicable', 'unverified']),
    durationMs: z.number(),
    problem: problem.optional().describe('Why it failed or did not run.'),
    reason: z.string().optional().describe('Why it does not apply.'),
    flaky: z.literal(true).optional().describe('It failed, and passed when it was tried again: never green.'),
    evidence: z.strictObject({
      state: z.int().describe('How many show that the app has kept or made something.'),
      status: z.int().describe('How many show no more than that it answers.'),
      constant: z.int().describe('How many have nothing of the app in them.'),
      assertions: z.array(z.strictObject({
        line: z.int().describe("In the test's file; 0 where it was made elsewhere."),
        matcher: z.string(),
        class: z.enum(['state', 'status', 'constant']),
      })),
    }).optional().describe('What its assertions rest on (docs/trust.md); absent where it did not run through the gate.'),
  })),
  lint: z.strictObject({
    suppressions: z.array(z.strictObject({
      file: z.string().describe('Relative to the project.'),
      line: z.int(),
      rules: z.array(z.string()).describe('What lint does not look for there; empty: for nothing.'),
      reason: z.string().nullable().describe('Null where none is given, which lint refuses.'),
    })).describe('Every comment in the files of its overlay that tells ESLint to say less; found by this run, whether or not it was linted.'),
  }).describe('What its overlay says to ESLint.'),
  problems: z.array(problem).describe("Of the recipe, and no test's."),
  notRun: z.array(z.strictObject({ what: z.string(), why: z.string(), wayOut: z.string() })).describe('What lay there to be run and was not.'),
  proof: z.strictObject({
    date: z.iso.datetime(),
    commit: z.string().describe('Of the recipe, as it was then.'),
    killed: z.int().describe('How many turned red as they must, of `total` pairs of a test and a break that it is about.'),
    total: z.int(),
    stale: z.boolean().describe('The overlay has changed since.'),
  }).nullable().describe('The last `recipe-harness prove` of this recipe in this project; null where there was none.'),
  verdicts: z.array(z.strictObject({
    recipe: z.string(), code: z.string(), fault, message: z.string(), wayOut: z.string(),
  })).describe('Every failure that was not caught, oldest first.'),
});

export type Results = z.infer<typeof resultsSchema>;
