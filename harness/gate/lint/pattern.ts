/** A weak pattern, and a rule that finds some: what docs, tests and the plugin are made of. */
import type { TSESLint, TSESTree } from '@typescript-eslint/utils';
import type { Call, Source } from './tree.ts';

/** One way for a test to be green without proof. */
export interface Pattern {
  /** In lower case with hyphens; unlike every other. */
  readonly name: string;
  /** One line: why a test of this kind proves less than it seems. */
  readonly why: string;
  /** What to write instead; ends a sentence that begins with "Instead:". */
  readonly instead: string;
  /** Where the examples stand: in the body of a test, in a spec file, or among the hooks of `defineOverlay({ … })`. */
  readonly place: 'test' | 'spec' | 'overlay';
  readonly bad: string;
  readonly good: string;
  /** Further rules that cannot but find the same example. */
  readonly also?: readonly string[];
}

/** A pattern with the rule that finds it, as ESLint names it. */
export type FoundPattern = Pattern & { readonly rule: string };

export type Report = (node: TSESTree.Node, data?: Record<string, string>) => void;

export interface RuleInit {
  readonly name: string;
  /** What is told of a finding; `{{…}}` stands for what `report` gives. Says what to write instead. */
  readonly message: string;
  readonly patterns: readonly [Pattern, ...Pattern[]];
  readonly create: (report: Report, source: Source, file: string) => TSESLint.RuleListener;
}

export interface OwnRule {
  readonly name: string;
  readonly patterns: readonly FoundPattern[];
  readonly module: TSESLint.RuleModule<'weak'>;
}

export const namespace = 'recipe-harness';

export function rule({ name, message, patterns, create }: RuleInit): OwnRule {
  return {
    name,
    patterns: patterns.map(pattern => ({ ...pattern, rule: `${namespace}/${name}` })),
    module: {
      defaultOptions: [],
      meta: { type: 'problem', schema: [], messages: { weak: message }, docs: { description: patterns[0].why } },
      create: context => create((node, data = {}) => context.report({ node, messageId: 'weak', data }), context.sourceCode, context.filename),
    },
  };
}

/** A listener for calls alone: what most rules are. */
export function eachCall(visit: (call: Call) => void): TSESLint.RuleListener {
  return { CallExpression: visit };
}
