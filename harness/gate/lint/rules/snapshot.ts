import { expectationAt } from '../expectations.ts';
import { eachCall, rule } from '../pattern.ts';

const matchers = new Set(['toMatchSnapshot', 'toHaveScreenshot', 'toMatchAriaSnapshot', 'toMatchInlineSnapshot']);

export const noSnapshot = rule({
  name: 'no-snapshot',
  message: 'A snapshot was right when somebody took it, of whatever was there. Say which value must be seen; attach a screenshot for people to look at.',
  patterns: [{
    name: 'snapshot', place: 'test',
    why: 'Nobody said what is right: the first run decides, and the next release of the app updates it.',
    instead: 'say which value must be seen; attach a screenshot for people to look at.',
    bad: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nawait page.goto(app.url);\nawait expect(page.getByRole('heading', { name: title })).toHaveScreenshot('heading.png');",
    good: "const title = unique('title');\n(await api.post('/posts', { json: { title } })).expectStatus(201);\nawait page.goto(app.url);\nawait expect(page.getByRole('heading', { name: title })).toBeVisible();",
  }],
  create: report => eachCall(call => {
    const expectation = expectationAt(call);
    if (expectation && matchers.has(expectation.matcher)) report(call);
  }),
});
