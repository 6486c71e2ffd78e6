import { rule } from '../pattern.ts';
import { testAt } from '../tests.ts';
import { above, isFunction } from '../tree.ts';

export const noEarlyReturn = rule({
  name: 'no-early-return',
  message: 'A test that returns early is green without its assertions. Let it go on to them, or throw with what is wrong.',
  patterns: [{
    name: 'early-return', place: 'test',
    why: 'A test that returns before its assertions is green.',
    instead: 'let it go on; what must hold for it to go on is an assertion itself.',
    bad: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nconst posts = await api.get('/posts');\nexpect(posts.text()).toContain(title);\nreturn;\nexpect((await api.get('/feed')).text()).toContain(title);",
    good: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nexpect((await api.get('/posts')).text()).toContain(title);\nexpect((await api.get('/feed')).text()).toContain(title);",
  }],
  create: (report, source) => ({
    ReturnStatement(node) {
      const around = [...above(node)].find(isFunction);
      const call = around?.parent;
      if (call?.type !== 'CallExpression') return;
      const test = testAt(call, source);
      if (test && test.body === around) report(node);
    },
  }),
});
