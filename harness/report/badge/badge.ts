/** The badge of a recipe: its level in a number and a colour, as a picture of its own and as data for shields. */
import { levelMeanings } from '../level/rungs.ts';

export interface BadgeInput {
  /** Undefined where no whole run has been judged yet. */
  readonly level: number | undefined;
}

/** What https://shields.io/badges/endpoint-badge reads. */
export interface ShieldsEndpoint {
  readonly schemaVersion: 1;
  readonly label: string;
  readonly message: string;
  readonly color: string;
}

const label = 'recipe';

/** Dark enough for white letters, from red over amber to green; grey is for what is not known. */
const colours = ['#b42318', '#b54708', '#a15c07', '#7a6a00', '#4d7c0f', '#3f7d1e', '#2e7d32', '#1b6e3c'] as const;
const unknown = '#5f6368';

export function shieldsEndpoint(input: BadgeInput): ShieldsEndpoint {
  return { schemaVersion: 1, label, message: messageOf(input), color: colourOf(input) };
}

/** An SVG that needs no font, script or network; readers of it hear the level's meaning. */
export function badgeSvg(input: BadgeInput): string {
  const [left, right] = [widthOf(label), widthOf(messageOf(input))];
  const width = left + right;
  const text = (at: number, words: string): string => `<text x="${at}" y="14">${words}</text>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${label}: ${titleOf(input)}">
<title>${label}: ${titleOf(input)}</title>
<clipPath id="r"><rect width="${width}" height="20" rx="3"/></clipPath>
<g clip-path="url(#r)"><rect width="${left}" height="20" fill="#3c4043"/><rect x="${left}" width="${right}" height="20" fill="${colourOf(input)}"/></g>
<g fill="#fff" text-anchor="middle" font-family="Verdana,DejaVu Sans,Geneva,sans-serif" font-size="11">${text(left / 2, label)}${text(left + right / 2, messageOf(input))}</g>
</svg>
`;
}

function messageOf({ level }: BadgeInput): string {
  return isLevel(level) ? `level ${level}` : 'unknown';
}

function titleOf({ level }: BadgeInput): string {
  return isLevel(level) ? `level ${level}, ${(levelMeanings[level] ?? '').replaceAll("'", '&#39;')}` : 'not judged yet';
}

function colourOf({ level }: BadgeInput): string {
  return isLevel(level) ? colours[level] ?? unknown : unknown;
}

/** Whatever else an old or damaged file says is not known. */
function isLevel(level: number | undefined): level is number {
  return level !== undefined && Number.isInteger(level) && level >= 0 && level < levelMeanings.length;
}

/** Verdana at 11 px is about 7 px a letter, with 5 px on either side. */
function widthOf(words: string): number {
  return Math.round(words.length * 6.6) + 10;
}
