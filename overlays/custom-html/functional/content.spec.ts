/** Given a file in the content volume, when somebody asks for it over HTTP, then they get that file and no other. */
import { randomBytes } from 'node:crypto';
import { expect, test } from 'recipe-harness';

const root = '/usr/share/nginx/html';

test('content comes back byte for byte', { tag: '@functional' }, async ({ app, api, unique }) => {
  const name = `${unique('download')}.bin`;
  const bytes = randomBytes(256 * 1024);
  await app.writeFile('app', `${root}/${name}`, bytes);

  const answer = await api.get(`/${name}`);

  expect(answer.status).toBe(200);
  expect(answer.bytes, 'the bytes that were written').toEqual(bytes);
});

test('each kind of file has its content type and validators', { tag: '@functional' }, async ({ app, api, unique }) => {
  const [name, rule] = [unique('style'), unique('rule')];
  await app.writeFile('app', `${root}/${name}.css`, `.${rule} { color: teal }\n`);
  await app.writeFile('app', `${root}/${name}.svg`, `<svg xmlns="http://www.w3.org/2000/svg"><title>${name}</title></svg>\n`);

  const css = await api.get(`/${name}.css`);
  const svg = await api.get(`/${name}.svg`);

  expect(css.text()).toContain(`.${rule} {`);
  expect(css.headers['content-type']).toBe('text/css');
  expect(svg.headers['content-type']).toBe('image/svg+xml');
  const known = await api.get(`/${name}.css`, { headers: { 'if-none-match': String(css.headers['etag']) } });
  expect(known.status, 'a reader who has this version is told so').toBe(304);
  expect(known.bytes).toHaveLength(0);
});

test('what is absent is not found, and says so itself', { tag: '@functional' }, async ({ app, api, unique }) => {
  const [name, text] = [`${unique('fleeting')}.txt`, unique('text')];
  await app.writeFile('app', `${root}/${name}`, text);
  expect((await api.get(`/${name}`)).text()).toBe(text);
  await app.exec('app', ['rm', `${root}/${name}`]);

  const answer = await api.get(`/${name}`);

  expect(answer.status).toBe(404);
  expect(answer.headers['server'], "nginx answers, not the ingress").toContain('nginx');
  expect(answer.text()).not.toContain(text);
});

test('a change made in the container is visible outside at once', { tag: '@functional' }, async ({ app, api, unique }) => {
  const name = `${unique('news')}.html`;
  const [first, second] = [unique('first'), unique('second')];
  await app.writeFile('app', `${root}/${name}`, first);
  expect((await api.get(`/${name}`)).text()).toBe(first);

  await app.exec('app', ['sh', '-c', `printf %s ${second} > ${root}/${name}`]);

  expect((await api.get(`/${name}`)).text()).toBe(second);
});
