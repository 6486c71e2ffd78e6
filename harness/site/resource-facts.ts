/** What a run tells beside its tests, one fact a line: versions, proof, memory, disk, lint, leftovers. */
import type { Results } from '../report/results-schema.ts';
import { html, type Child } from './markup.ts';
import { Commit, Told } from './marks.ts';
import { count, onDay, sized } from './spoken.ts';

type Fact = readonly [term: string, fact: Child];

export function resourceFacts(results: Results): Fact[] {
  const { underTest, proof, memory, disk, lint, leftovers, parity, secretSearch } = results;
  return [
    ['Version', underTest === null ? 'unknown' : html`${Told({ text: underTest.version ?? 'without a label', most: 80 })} at ${Commit({ commit: underTest.commit })}${underTest.dirty ? ', with uncommitted changes' : ''}`],
    ['Upgrade from', underTest?.base ? html`${Told({ text: underTest.base, most: 80 })}` : 'none'],
    ...(underTest !== null && Object.keys(underTest.dependencies).length > 0 ? [['Depends on', html`${Told({ text: Object.entries(underTest.dependencies).map(([name, version]) => `${name} ${version}`).join(', '), most: 300 })}`] as const] : []),
    ['Proof by sabotage', proof === null ? 'never' : proof.killed > proof.total ? 'does not add up' : `${proof.killed} of ${count(proof.total, 'break')} noticed, ${onDay(new Date(proof.date))}${proof.stale ? ', stale' : ''}`],
    ['Memory at its peak', memory === null ? 'not seen' : html`${sized(memory.peak)}${byService(Object.entries(memory.services))}`],
    ['Disk', disk === null ? 'not seen' : html`${sized(Object.values(disk.services).reduce((sum, { image, volumes }) => sum + image + volumes, 0))}${byService(Object.entries(disk.services).map(([name, { image, volumes }]) => [name, image + volumes]))}`],
    ['Lint', `${lint.recipe === null ? 'recipe not asked' : found(lint.recipe.length, 'recipe')}, ${lint.overlay === null ? 'no overlay linted' : found(lint.overlay.length, 'overlay')}${lint.suppressions.length > 0 ? `, ${count(lint.suppressions.length, 'suppression')}` : ''}`],
    ['Parity', parity === null ? 'no page' : `${parity.here} of ${count(parity.checks, 'check')}`],
    ['Left behind', leftovers.length === 0 ? 'nothing' : html`${Told({ text: leftovers.join(', '), most: 300 })}`],
    ['Search for secrets', secretSearch === null ? 'could not be made' : secretSearch.found.length > 0 ? `left in ${count(secretSearch.found.length, 'file')}` : `none left of ${count(secretSearch.secrets, 'secret')}`],
  ];
}

const mostServices = 12;

function byService(services: readonly (readonly [string, number])[]): Child {
  if (services.length < 2) return null;
  const told = services.slice(0, mostServices).map(([name, bytes]) => `${name} ${sized(bytes)}`).join(', ');
  return html` (${Told({ text: services.length > mostServices ? `${told}, and ${services.length - mostServices} more` : told, most: 500 })})`;
}

function found(number: number, where: string): string {
  return number === 0 ? `${where} clean` : `${count(number, 'finding')} in the ${where}`;
}
