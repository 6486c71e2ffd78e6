/** What can go wrong with what an app depends on. */
import { HarnessError } from '../errors.ts';
import { nearest } from '../settings/nearest.ts';
import type { Recipe } from '../settings/recipe-schema.ts';
import { SettingsError } from '../settings/settings-error.ts';

export function unknownDependency({ file }: Recipe, name: string, key: string, known: readonly string[]): SettingsError {
  const near = nearest(name, known);
  return new SettingsError('ERR_DEPENDENCY_UNKNOWN', [{
    file, key, value: name, what: `there is no recipe "${name}" beside this file.`,
    wayOut: near.length > 0 ? `Did you mean ${near.join(' or ')}?` : `Write ${name}.toml beside it, or take the name out.`,
  }]);
}

export function cyclic(way: readonly string[], { file }: Recipe, name: string, key: string): SettingsError {
  const circle = [...way.slice(way.indexOf(name)), name].join(' needs ');
  return new SettingsError('ERR_DEPENDENCY_CYCLE', [{
    file, key, value: name, what: `${circle}: none of them could be deployed first.`, wayOut: 'Take one of these names out of its recipe file.',
  }]);
}

/** An app that others depend on is not what it was when it was deployed; their failures may be its own. */
export class DependencyDownError extends HarnessError {
  constructor(dependency: { recipe: string; domain: string }, dependent: string, found: readonly string[], lines: readonly string[]) {
    super({
      code: 'ERR_DEPENDENCY_DOWN', fault: 'environment',
      message: `${dependency.recipe} (${dependency.domain}), which ${dependent} depends on, ${found.join('; ')}.`,
      wayOut: `Look at why ${dependency.recipe} stopped; until it stays up, nothing is known about ${dependent}.`,
      detail: lines.join('\n'),
      facts: { ...dependency, dependent, found },
    });
  }
}

/** What an app depends on cannot be deployed: not the app's fault, whoever's it is. */
export function dependencyFailed(recipe: string, dependent: string, cause: HarnessError): HarnessError {
  return new HarnessError({
    code: 'ERR_DEPENDENCY_FAILED', fault: cause.fault === 'recipe' ? 'environment' : cause.fault,
    message: `${recipe}, which ${dependent} depends on, could not be deployed: ${cause.shortMessage} [${cause.code}]`,
    wayOut: cause.wayOut, ...(cause.detail === undefined ? {} : { detail: cause.detail }),
    facts: { recipe, dependent, code: cause.code }, cause,
  });
}

export function nodeTooSmall(recipes: readonly { name: string; memory: string }[], { needed, there }: { needed: string; there: string }): HarnessError {
  return new HarnessError({
    code: 'ERR_NODE_TOO_SMALL', fault: 'environment',
    message: `${recipes.map(({ name, memory }) => `${name} (${memory})`).join(' with ')} needs ${needed}, and ${there}.`,
    wayOut: there.startsWith('most_apps') ? 'Wait for the other runs, remove what they keep (`recipe-harness apps`), or raise most_apps if the server bears more.'
      : 'Point [target] at a larger server, or correct `memory` in these recipe files if it is not what the apps take.',
    facts: { recipes, needed, there },
  });
}

export function tooManySideBySide(workers: number, fitting: number, { needed, there }: { needed: string; there: string }): HarnessError {
  return new HarnessError({
    code: 'ERR_NODE_BUDGET', fault: 'user',
    message: `--workers=${workers} may need ${needed} at once (by the recipe files), and ${there}.`,
    wayOut: `Use --workers=${fitting}.`,
    facts: { workers, fitting, needed, there },
  });
}
