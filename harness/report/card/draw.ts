/** Draws cards: one browser for all of them, without script and without network. */
import { mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type Browser, chromium } from '@playwright/test';
import { browserLaunchOptions } from '../../browser/launch.ts';
import { withBrowser } from '../../browser/with-browser.ts';
import type { Results } from '../results-schema.ts';
import { cardFiles, forgetCards } from './card-files.ts';
import { cardPage, themes } from './card-page.ts';
import { pictureAddress } from './picture-address.ts';
import { firstLine, short } from './short.ts';

export interface Card {
  /** As they are read back from their file: secrets are masked there. */
  readonly results: Results;
  /** Where the cards go; the results' picture lies there too. */
  readonly folder: string;
  /** What the results are compared with. */
  readonly base?: Results | undefined;
}

export interface Drawn {
  /** Path of the light one by recipe; of one that could not be drawn there is no file. */
  readonly files: ReadonlyMap<string, string>;
  /** One line each. */
  readonly trouble: readonly string[];
}

const size = { width: 1200, height: 630 };

/** All of them together take no longer than this. */
const mostMs = 30_000;

/** Writes card.png and card-dark.png of each. What an earlier run drew is gone in any case; it never throws. */
export async function drawCards(cards: readonly Card[], launch: () => Promise<Browser> = launchAlone, boundMs = mostMs): Promise<Drawn> {
  const files = new Map<string, string>();
  const trouble: string[] = [];
  try {
    const sound = cards.filter(card => withoutEarlier(card, trouble));
    if (sound.length > 0) await withBrowser(launch, boundMs, browser => drawAll(browser, sound, files, trouble));
  } catch (error) {
    trouble.push(`The cards could not be drawn: ${inOneLine(error)}`);
  }
  return { files, trouble };
}

function withoutEarlier({ folder, results }: Card, trouble: string[]): boolean {
  try {
    forgetCards(folder);
    return true;
  } catch (error) {
    trouble.push(cannotDraw(results, error));
    return false;
  }
}

async function drawAll(browser: Browser, cards: readonly Card[], files: Map<string, string>, trouble: string[]): Promise<void> {
  const context = await browser.newContext({ viewport: size, javaScriptEnabled: false, offline: true });
  const page = await context.newPage();
  for (const { results, folder, base } of cards) {
    try {
      const picture = results.picture === null ? undefined : pictureAddress(path.join(folder, path.basename(results.picture)));
      for (const theme of themes) {
        await page.setContent(cardPage(results, { theme, picture, base }));
        await page.screenshot({ path: path.join(folder, `.drawing-${cardFiles[theme]}`), type: 'png', clip: { x: 0, y: 0, ...size } });
      }
      // Both or none, so that no theme shows another run.
      for (const file of Object.values(cardFiles)) renameSync(path.join(folder, `.drawing-${file}`), path.join(folder, file));
      files.set(results.recipe, path.join(folder, cardFiles.light));
    } catch (error) {
      for (const file of Object.values(cardFiles)) rmSync(path.join(folder, `.drawing-${file}`), { force: true });
      trouble.push(cannotDraw(results, error));
    }
  }
}

/** A signal is the run's, which must not end by the browser's way of ending. */
const unattended = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false };

/** It knows no name: neither a test's target nor the machine's own network. */
async function launchAlone(): Promise<Browser> {
  const home = mkdtempSync(path.join(tmpdir(), 'recipe-harness-card-'));
  const forget = (): void => rmSync(home, { recursive: true, force: true });
  try {
    const { args, ...options } = browserLaunchOptions({ zone: 'invalid' }, home);
    const browser = await chromium.launch({ ...options, args: [...args, '--host-resolver-rules=MAP * ~NOTFOUND'], ...unattended });
    browser.on('disconnected', forget);
    return browser;
  } catch (error) {
    forget();
    throw error;
  }
}

function cannotDraw({ recipe }: Results, error: unknown): string {
  return `The card of ${short(recipe, 60)} could not be drawn: ${inOneLine(error)}`;
}

function inOneLine(error: unknown): string {
  return short(firstLine(String(error)), 300);
}
