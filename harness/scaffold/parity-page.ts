/** The text of a new PARITY/<name>.md: the page that says where each check lives. */
import type { SpecFile } from './spec-files.ts';

/** @param overlay the overlay's folder as the page names it: `overlays/ghost` */
export function parityText(name: string, overlay: string, specs: readonly SpecFile[]): string {
  return `# ${name}: what was checked before, and where it lives here

| check | origin | here |
|---|---|---|
| health: the app answers | fill in: who checked it before, and where that can be read; else \`origin not public\` | \`generic/1-install.spec.ts\` › answers its users |

Beyond it:

${specs.flatMap(({ path, titles }) => titles.map(title => `- \`${overlay}/${path}\` › ${title}`)).join('\n')}
- \`${overlay}/overlay.ts\`: fill in which record survives upgrade, restore and disaster, and who reads it
`;
}
