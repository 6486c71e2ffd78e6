/** A fault as data: a line of a sound recipe, the line that breaks it, and the verdict that is due. */
import { changed, firstRelease, secondRelease, soundFiles, type Change, type Files } from './recipe-files.ts';
import type { Step } from './repository.ts';
import type { Expected } from './stand.ts';

export interface PlantedFault {
  /** Name of the recipe. */
  readonly name: string;
  readonly what: string;
  /** What the earlier release has as well. */
  readonly base?: readonly Change[];
  /** What the sound twin has as well, beyond `base`. */
  readonly ground?: readonly Change[];
  readonly file?: string;
  readonly sound: string;
  readonly broken: string;
  /** The end of the recipe file. */
  readonly toml?: string;
  readonly verdict: Expected;
}

export const nginx = 'command: ["nginx", "-g", "daemon off;"]';
export const shell = (script: string): string => `command: ["bash", "-c", ${JSON.stringify(script)}]`;

/** A secret named token, as recipes declare theirs; .env.sample gives its version. */
export const secret: readonly Change[] = [
  { line: 'stop_grace_period: 1s', becomes: 'stop_grace_period: 1s\nsecrets:\n  - token' },
  { line: 'version: "3.8"', becomes: 'version: "3.8"\n\nsecrets:\n  token:\n    external: true\n    name: ${STACK_NAME}_token_${SECRET_TOKEN_VERSION}' },
  { file: '.env.sample', line: 'DOMAIN=tiny.example.com', becomes: 'DOMAIN=tiny.example.com\nSECRET_TOKEN_VERSION=v1' },
];

/** A value that the compose file insists on; .env.sample gives it. */
export const greeting: readonly Change[] = [
  { line: '- DOMAIN', becomes: '- DOMAIN\n- GREETING=${GREETING:?the text of the landing page}' },
  { file: '.env.sample', line: 'DOMAIN=tiny.example.com', becomes: 'DOMAIN=tiny.example.com\nGREETING=hello' },
];

export function soundHead({ base = [], ground = [] }: PlantedFault): Files {
  return changed(soundFiles(secondRelease), [...base, ...ground]);
}

export function brokenHead(fault: PlantedFault): Files {
  return changed(soundHead(fault), [{ ...(fault.file === undefined ? {} : { file: fault.file }), line: fault.sound, becomes: fault.broken }]);
}

/** Two annotated releases: a sound one, and the head. */
export function releases({ base = [] }: Pick<PlantedFault, 'base'>, head: Files): Step[] {
  return [{ files: changed(soundFiles(firstRelease), base), tag: firstRelease }, { files: head, tag: secondRelease }];
}
