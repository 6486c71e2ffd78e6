/** A text of sections, once as data: pages and Markdown are made of the same. */

/** Plain words; good and bad ones; a name in letters of one width; the page of a recipe. */
export type Word = string | { readonly good: string } | { readonly bad: string } | { readonly code: string } | { readonly recipe: string };
export type Words = readonly Word[];

export interface Table {
  readonly head: readonly string[];
  /** As many cells as the head has; the first names the row. */
  readonly rows: readonly (readonly Words[])[];
}

export type Block = { readonly paragraph: Words } | { readonly list: readonly Words[]; readonly ordered?: true } | { readonly table: Table };

export interface Section {
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
}
