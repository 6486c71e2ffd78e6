/** Given a page with a style sheet of its own, when a visitor opens it in a browser, then they see it styled, and links work. */
import { expect, test } from 'recipe-harness';

const root = '/usr/share/nginx/html';

test('a visitor reads a page and follows its link', { tag: '@browser' }, async ({ app, page, unique }, info) => {
  const [site, heading, next] = [unique('site'), unique('heading'), unique('next')];
  await app.writeFile('app', `${root}/${site}/style.css`, 'h1 { color: rgb(0, 128, 128) }\n');
  await app.writeFile('app', `${root}/${site}/next.html`, `<!doctype html><title>Next</title><h1>${next}</h1>\n`);
  await app.writeFile('app', `${root}/${site}/index.html`,
    `<!doctype html><link rel="stylesheet" href="style.css"><title>${site}</title><h1>${heading}</h1><a href="next.html">Next page</a>\n`);

  await page.goto(`${app.url}/${site}/`);

  await expect(page).toHaveTitle(site);
  await expect(page.getByRole('heading', { name: heading })).toHaveCSS('color', 'rgb(0, 128, 128)');
  await info.attach('the page', { body: await page.screenshot(), contentType: 'image/png' });
  await page.getByRole('link', { name: 'Next page' }).click();
  await expect(page.getByRole('heading')).toHaveText(next);
});
