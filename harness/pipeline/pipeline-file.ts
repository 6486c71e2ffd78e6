/** The file that makes a service run `recipe-harness ci`, with the comments that a newcomer needs. */
import { parseDocument } from 'yaml';
import type { Service } from '../forge/ci-names.ts';
import { templates } from './pipeline-templates.ts';

export type Runner = 'exec' | 'docker';

export interface PipelineFileInit {
  readonly service: Service;
  /** On the machine itself, or in a container. */
  readonly runner: Runner;
  /** Where the project with playwright.config.ts, recipes and overlays is cloned from; undefined: the pipeline's own repository is that project. */
  readonly tests: string | undefined;
  /** Recipes to name; none: those whose repository is the build's. */
  readonly recipes: readonly string[];
  /** Whose results pull requests are compared with. */
  readonly branch: string;
}

/** Where each service looks for its file. */
export const usualPlace: Readonly<Record<Service, string>> = {
  drone: '.drone.yml', woodpecker: '.woodpecker.yaml', 'gitea-actions': '.gitea/workflows/recipe.yaml',
};

/** @returns YAML; what is given is put in as values, so that none of it can become markup or a comment */
export function pipelineFile({ service, runner, tests, recipes, branch }: PipelineFileInit): string {
  const { text, branches, commands } = templates[service][runner];
  const file = parseDocument(text);
  for (const place of branches) file.setIn(place, branch);
  const lines = commandsOf(tests, recipes);
  file.setIn(commands, service === 'gitea-actions' ? `${[...(tests === undefined ? ownCheckout : []), ...lines].join('\n')}\n` : lines);
  return file.toString({ lineWidth: 0 });
}

/** Its checkout action comes from elsewhere: git alone does it. */
const ownCheckout = ['git init --quiet .', 'git fetch --quiet --depth 1 "$GITHUB_SERVER_URL/$GITHUB_REPOSITORY" "$GITHUB_SHA"', 'git checkout --quiet FETCH_HEAD'];

function commandsOf(tests: string | undefined, recipes: readonly string[]): string[] {
  const ci = ['npx recipe-harness ci', ...recipes].join(' ');
  return tests === undefined ? ['npm ci', ci] : [`git clone --quiet --depth 1 -- ${quoted(tests)} recipe-tests`, 'cd recipe-tests', 'npm ci', ci];
}

/** For the shell; services substitute `${…}` themselves, before it. */
function quoted(word: string): string {
  return /^[\w./:@+~-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
