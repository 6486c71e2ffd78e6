/** tests.html: every test of every recipe with its last state, as the documentation of what is checked. */
import type { Results } from '../../report/results-schema.ts';
import { pageText } from '../layout.ts';
import { linkTo, recipePage } from '../links.ts';
import { Told } from '../marks.ts';
import { html, type Markup } from '../markup.ts';
import type { SiteFacts, SiteFile } from '../pages.ts';
import { type Catalogue, catalogueOf, type Entry, type PackagedTest, type RecipeTests } from '../specs/catalogue.ts';
import { sentenceOf } from '../specs/purpose.ts';
import { StepsOf } from '../specs/steps.ts';
import { count, onDay, took } from '../spoken.ts';

const path = 'tests.html';

export function testsPages({ folder, builtAt }: SiteFacts): SiteFile[] {
  const catalogue = catalogueOf(folder.recipes);
  const lead = 'What is checked, in the words of the tests themselves, and how each stood in the newest whole run of its recipe.';
  const body = html`<${Contents} catalogue=${catalogue} />
    <section class="report" aria-labelledby="every-recipe"><h2 id="every-recipe">For every recipe</h2>
      <p>These come with the package, and each recipe must pass them.</p>
      ${bySpec(catalogue.packaged).map(tests => html`<${PackagedTests} tests=${tests} />`)}
      ${catalogue.recipes.filter(({ packagedLeft }) => packagedLeft > 0).map(({ recipe, packagedLeft }) => html`<p>${recipe}: ${count(packagedLeft, 'test')} more, which this page leaves out.</p>`)}
      ${catalogue.packaged.length === 0 && html`<p>No run tells of one.</p>`}
    </section>
    ${catalogue.recipes.map(recipe => html`<${OwnTests} recipe=${recipe} />`)}`;
  return [{ path, text: pageText({ path, title: 'Tests', lead, body, builtAt }) }];
}

function Contents({ catalogue: { recipes } }: { catalogue: Catalogue }): Markup {
  return html`<nav class="contents" aria-label="On this page"><ul><li><a href="#every-recipe">For every recipe</a></li>${recipes.map(({ recipe, anchor }) => html`<li><a href=${`#${anchor}`}>${recipe}</a></li>`)}</ul></nav>`;
}

function bySpec(tests: readonly PackagedTest[]): PackagedTest[][] {
  return [...Map.groupBy(tests, ({ spec }) => spec).values()];
}

function PackagedTests({ tests }: { tests: readonly PackagedTest[] }): Markup {
  const [spec] = tests.map(test => test.spec);
  const sentence = spec && sentenceOf(spec);
  return html`<h3>${sentence ?? spec}</h3>${sentence && html`<p class="path"><code>${spec}</code></p>`}
    ${tests.map(({ anchor, title, tags, states }) => html`<article class="case" id=${anchor} aria-labelledby=${`${anchor}--title`}>
      <h4 id=${`${anchor}--title`}><${Told} text=${title} most=${300} /> <${Tags} tags=${tags} /></h4>
      <ul class="states">${states.map(({ recipe, test, why, doubt }) => html`<li class=${classOf(test)}><a href=${linkTo(path, recipePage(recipe))}>${recipe}</a> <${StateMark} test=${test} />${why !== '' && html`<span class="why"><${Told} text=${why} most=${300} /></span>`}${doubt !== null && html`<span class="why"><${Told} text=${doubt} most=${200} /></span>`}</li>`)}</ul>
    </article>`)}`;
}

function OwnTests({ recipe: { recipe, anchor, results, doubt, files, left } }: { recipe: RecipeTests }): Markup {
  return html`<section class="report" aria-labelledby=${anchor}><h2 id=${anchor}><a href=${linkTo(path, recipePage(recipe))}>${recipe}</a></h2>
    ${doubt !== null && html`<p class="doubt">What follows <${Told} text=${doubt} most=${300} />.</p>`}
    ${results === null ? html`<p>No whole run of it can be read: nothing is known of its tests.</p>` : html`<p>${tallied(files.flatMap(({ entries }) => entries), results)}</p>`}
    ${files.map(({ file, purpose, entries }) => html`<h3>${purposeWords[purpose]} <code class="path"><${Told} text=${file} most=${200} /></code></h3>${entries.map(entry => html`<${OwnTest} entry=${entry} />`)}`)}
    ${left > 0 && html`<p>${count(left, 'test')} more, which this page leaves out.</p>`}
  </section>`;
}

const purposeWords = { functional: 'What the app is for', browser: 'In a real browser', other: 'Others' } as const;

function tallied(entries: readonly Entry[], { startedAt, genericOnly }: Results): string {
  const passed = entries.filter(({ test }) => test.status === 'passed').length;
  const own = entries.length === 0 ? genericOnly ? 'It has no overlay: no test says what the app is for' : 'No test of its own ran' : `${passed} of ${count(entries.length, 'test')} of its own passed`;
  return `${own} on ${onDay(new Date(startedAt))}.`;
}

function OwnTest({ entry: { anchor, test, why } }: { entry: Entry }): Markup {
  return html`<article class=${`case ${classOf(test)}`} id=${anchor} aria-labelledby=${`${anchor}--title`}>
    <h4 id=${`${anchor}--title`}><${Told} text=${test.title} most=${300} /> <${Tags} tags=${test.tags} /></h4>
    <p class="state"><${StateMark} test=${test} />${evidenceWords(test) && html` <span class="evidence">${evidenceWords(test)}</span>`}</p>
    ${why !== '' && html`<p class="why"><${Told} text=${why} most=${600} /></p>`}
    ${test.steps.length > 0 && html`<details><summary>${count(test.steps.length, 'step')}</summary><${StepsOf} steps=${test.steps} /></details>`}
  </article>`;
}

function evidenceWords({ evidence }: { evidence?: Entry['test']['evidence'] }): string {
  if (evidence === undefined) return '';
  const { state, status, constant } = evidence;
  return `${count(state, 'assertion')} on what the app has kept or made${status > 0 ? `, ${status} on what it answers` : ''}${constant > 0 ? `, ${constant} on nothing of it` : ''}`;
}

const signs = { 'passed': '✓', 'failed': '✗', 'not applicable': '–', 'unverified': '?' } as const;

function StateMark({ test: { status, durationMs, flaky } }: { test: Entry['test'] }): Markup {
  return html`<span class=${`outcome outcome-${status.replace(' ', '-')}`}><span class="sign" aria-hidden="true">${signs[status]}</span>${status}${flaky === true ? ', now and then' : ''}</span>${durationMs > 0 && html` <span class="time">${took(durationMs)}</span>`}`;
}

function Tags({ tags }: { tags: readonly string[] }): Markup {
  return html`${tags.slice(0, 8).map(tag => html` <span class="label"><${Told} text=${tag} most=${40} /></span>`)}`;
}

function classOf({ status }: Entry['test']): string {
  return `is-${status.replace(' ', '-')}`;
}
