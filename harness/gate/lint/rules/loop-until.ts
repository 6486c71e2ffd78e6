import { rule } from '../pattern.ts';
import { bodyAround } from '../tests.ts';
import { isFunction, type Node, nodesIn, type Source } from '../tree.ts';

export const noLoopUntil = rule({
  name: 'no-loop-until',
  message: 'A loop until it works has no deadline that is told, and forgets what it saw. Use assertConverges(…, { what, deadlineSeconds }), which says the last state when it gives up.',
  patterns: [{
    name: 'loop-until', place: 'test',
    why: 'A loop of one\'s own ends in a time-out that does not say what was waited for.',
    instead: 'hand it to `assertConverges(…, { what, deadlineSeconds })`.',
    bad: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nlet posts = await api.get('/posts');\nwhile (!posts.text().includes(title)) posts = await api.get('/posts');\nexpect(posts.text()).toContain(title);",
    good: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nconst posts = await assertConverges(() => retryHttpGet(api, '/posts'), { what: 'the post is listed', deadlineSeconds: 20 });\nexpect(posts.text()).toContain(title);",
  }],
  create: (report, source) => {
    const visit = (node: Node): void => {
      if (bodyAround(node, source) !== undefined && waits(node, source)) report(node);
    };
    return {
      WhileStatement: visit,
      DoWhileStatement: visit,
      ForStatement(node) {
        if (leaves(node.body, source)) visit(node);
      },
    };
  },
});

function waits(loop: Node, source: Source): boolean {
  return [...nodesIn(loop, source)].some(each => each.type === 'AwaitExpression' || (each.type === 'MemberExpression' && each.object.type === 'Identifier' && ['Date', 'performance'].includes(each.object.name)));
}

/** A counted loop that may end early tries again; one that does not only counts. */
function leaves(node: Node, source: Source): boolean {
  if (node.type === 'BreakStatement' || node.type === 'TryStatement') return true;
  if (isFunction(node)) return false;
  return (source.visitorKeys[node.type] ?? []).some(key => [(node as unknown as Record<string, Node | Node[] | null>)[key]].flat().some(child => Boolean(child && leaves(child, source))));
}
