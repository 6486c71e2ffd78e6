/** Given a published workflow, when somebody outside calls its webhook, then it runs, answers and is listed; and nobody reaches one that is not published. */
import { assertConverges, expect, testOf } from 'recipe-harness';
import overlay from '../overlay.ts';
import { draw, greeted, publish, withKey } from '../workflow.ts';

const test = testOf(overlay);

test('a call from outside is answered with what the workflow computes, and listed with its data', { tag: '@functional' }, async ({ api, credentials, unique }) => {
  const [name, greeting, word] = [unique('hook'), unique('greeting'), unique('word')];
  const owner = withKey(api, credentials);
  const id = await publish(owner, { name, greeting });

  const answer = await api.post(`/webhook/${name}`, { json: { word } });

  expect(answer.expectStatus(200).json()).toEqual({ answer: greeted(greeting, word) });
  const run = (node: string, json: Record<string, unknown>) => ({ [node]: [expect.objectContaining({ executionStatus: 'success', data: { main: [[expect.objectContaining({ json: expect.objectContaining(json) })]] } })] });
  await assertConverges(async () => {
    const { data } = (await owner.get(`/api/v1/executions?workflowId=${id}&includeData=true`)).expectStatus(200).json<{ data: unknown[] }>();
    expect(data).toContainEqual(expect.objectContaining({
      workflowId: id, mode: 'webhook', status: 'success',
      data: expect.objectContaining({ resultData: expect.objectContaining({ runData: { ...run('Call', { body: { word } }), ...run(name, { answer: greeted(greeting, word) }) } }) }),
    }));
  }, { what: 'the execution is listed with what came in and what went out', deadlineSeconds: 30 });
});

test('a workflow that is not published answers nobody, and one that was does not after it is taken back', { tag: '@functional' }, async ({ api, credentials, unique }) => {
  const [name, other, greeting] = [unique('hook'), unique('hook'), unique('greeting')];
  const owner = withKey(api, credentials);
  const call = (webhook: string) => api.post(`/webhook/${webhook}`, { json: { word: 'anybody' } });
  await draw(owner, { name: other, greeting });
  const id = await publish(owner, { name, greeting });
  expect((await call(name)).json(), 'published').toEqual({ answer: greeted(greeting, 'anybody') });
  expect((await call(other)).json(), 'never published').toMatchObject({ code: 404, message: expect.stringContaining(`"POST ${other}" is not registered`) });

  (await owner.post(`/api/v1/workflows/${id}/deactivate`)).expectStatus(200);

  await assertConverges(async () => expect((await call(name)).status).toBe(404), { what: 'the webhook is closed', deadlineSeconds: 60 });
});
