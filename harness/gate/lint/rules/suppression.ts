import { directiveIn } from '../directive.ts';
import { rule } from '../pattern.ts';

const body = "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nexpect((await api.get('/posts')).text()).toContain(title);";

export const suppressionNeedsReason = rule({
  name: 'suppression-needs-reason',
  message: 'A suppression without a reason. Write why the rule is wrong here, behind two hyphens: `eslint-disable-next-line <rule> -- <why>`; it is shown in the results of every run.',
  patterns: [{
    name: 'unexplained-suppression', place: 'test',
    why: 'Nobody can judge later whether the rule was wrong here, or the test.',
    instead: 'give the reason behind two hyphens; each suppression is counted and shown in the results.',
    bad: `// eslint-disable-next-line playwright/no-wait-for-timeout\nawait page.waitForTimeout(500);\n${body}`,
    good: `// eslint-disable-next-line playwright/no-wait-for-timeout -- the editor saves half a second after the last key, and shows nothing of it\nawait page.waitForTimeout(500);\n${body}`,
  }],
  create: (report, source) => ({
    Program() {
      for (const comment of source.getAllComments()) {
        const directive = directiveIn(comment.value, comment.type === 'Block');
        if (directive === undefined || directive.reason !== undefined) continue;
        // Left of the comment itself: a directive cannot hide what is said of it.
        const start = { line: comment.loc.start.line, column: -1 };
        report({ ...comment, loc: { start, end: comment.loc.end } } as never);
      }
    },
  }),
});
