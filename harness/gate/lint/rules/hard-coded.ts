import { expectationAt } from '../expectations.ts';
import { eachCall, rule } from '../pattern.ts';
import { headOf, meaning, methodOf, nodesIn, textOf, type Node } from '../tree.ts';

const asking = new Set(['goto', 'get', 'post', 'put', 'patch', 'delete', 'head', 'request', 'fetch', 'waitForURL']);

export const noHardCodedDomain = rule({
  name: 'no-hard-coded-domain',
  message: '{{domain}} is not this run\'s app: each has a domain of its own. Use app.url, app.hosts, or a path with `api`.',
  patterns: [{
    name: 'hard-coded-domain', place: 'test',
    why: 'The app of a run has a domain of its own: another one\'s answer proves nothing about it.',
    instead: 'use `app.url`, `app.hosts`, or a path with `api`.',
    bad: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nawait page.goto('https://blog.example.com/posts');\nawait expect(page.getByRole('heading', { name: title })).toBeVisible();",
    good: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nawait page.goto(`${app.url}/posts`);\nawait expect(page.getByRole('heading', { name: title })).toBeVisible();",
  }],
  create: (report, source) => eachCall(call => {
    const expectation = expectationAt(call);
    const named = asking.has(methodOf(call) ?? '') || (call.callee.type === 'Identifier' && call.callee.name === 'fetch');
    const address = expectation?.matcher === 'toHaveURL' ? expectation.expected[0] : named ? call.arguments[methodOf(call) === 'request' ? 1 : 0] : undefined;
    const domain = /^(https?|wss?):\/\/[^/]+/.exec(headOf(address && meaning(address, source)) ?? '')?.[0];
    if (address && domain) report(address, { domain });
  }),
});

const version = /^v?\d+\.\d+\.\d+([-+][\w.+-]*)?$/;

export const noHardCodedVersion = rule({
  name: 'no-hard-coded-version',
  message: '"{{version}}" is true of one release; the suite runs on all of them. Take it from app.identity, or assert what the release does.',
  patterns: [{
    name: 'hard-coded-version', place: 'test',
    why: 'It is right for one release: the next one fails, and somebody loosens it.',
    instead: 'take it from `app.identity`, or assert what the release does.',
    bad: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nexpect((await api.get('/posts')).text()).toContain(title);\nexpect((await api.get('/about')).json()).toMatchObject({ version: '5.82.1' });",
    good: "const about = (await api.get('/about')).json<{ version: string }>();\nexpect(app.identity.version).toContain(about.version);\nconst title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nexpect((await api.get('/posts')).text()).toContain(title);",
  }],
  create: (report, source) => eachCall(call => {
    for (const expected of expectationAt(call)?.expected ?? []) {
      const found = [...nodesIn(meaning(expected, source), source)].find(node => version.test(fixed(node)));
      if (found) report(expected, { version: fixed(found) });
    }
  }),
});

function fixed(node: Node): string {
  if (node.type === 'Literal' && 'regex' in node) return node.regex.pattern.replaceAll('\\.', '.').replace(/[\^$]/g, '');
  return textOf(node) ?? '';
}
