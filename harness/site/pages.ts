/** The pages of a site. Whoever adds one for all recipes adds it here, and to the navigation of layout.ts. */
import { boardPages } from './pages/board.ts';
import { compliancePages } from './pages/compliance.ts';
import { gridPages } from './pages/grid.ts';
import { testsPages } from './pages/tests.ts';
import type { Folder } from './read-folder.ts';

export interface SiteFile {
  /** From the site's root. */
  readonly path: string;
  readonly text: string;
}

/** What the pages of the whole site are made from. */
export interface SiteFacts {
  readonly folder: Folder;
  readonly builtAt: Date;
}

export type SitePages = (site: SiteFacts) => readonly SiteFile[];

/** Each room of pages: it gives its files. */
export const sitePages: readonly SitePages[] = [
  gridPages,
  boardPages,
  compliancePages,
  testsPages,
];

