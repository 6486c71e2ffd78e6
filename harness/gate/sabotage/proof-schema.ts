/** The shape of results/<recipe>/proof.json: what was proved of a recipe's tests, and of which state of them. */
import { z } from 'zod';

export const proofSchema = z.strictObject({
  schema: z.literal(1),
  recipe: z.string(),
  date: z.iso.datetime(),
  seconds: z.number().describe('All of it, set-up and removal included.'),
  underTest: z.strictObject({ ref: z.string(), commit: z.string(), version: z.string().nullable() }).describe('The version of the recipe that the tests ran on.'),
  harness: z.strictObject({
    version: z.string(),
    commit: z.string().nullable().describe('Of the repository that holds the overlay; null where it is in none.'),
  }),
  overlay: z.string().nullable().describe('SHA-256 over the files of the overlay; null for a recipe without one.'),
  killed: z.int().describe('Pairs of a test and a break that it is about, in which the test turned red for the right reason.'),
  total: z.int(),
  breaks: z.array(z.strictObject({ name: z.string(), what: z.string(), seconds: z.number().nullable().describe('Null where no test is about it.') })),
  matrix: z.array(z.strictObject({
    test: z.string().describe('`file:line › name`'), break: z.string(), word: z.enum(['red', 'green', 'other reason', 'not run']),
    code: z.string().optional(), fault: z.string().optional(),
  })),
  notItsSubject: z.array(z.string()).describe('Tests that no break is about.'),
}).refine(({ killed, total }) => killed >= 0 && killed <= total, { path: ['killed'], message: 'no more than `total`' });

export type Proof = z.infer<typeof proofSchema>;
