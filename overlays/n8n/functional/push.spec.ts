/** Given an editor that listens for a call, when somebody outside makes it, then the editor is told of each step while it happens. */
import { expect, testOf, type WebSocketMessage } from 'recipe-harness';
import overlay from '../overlay.ts';
import { draw, greeted, withKey } from '../workflow.ts';

const test = testOf(overlay);

const told = (message: WebSocketMessage) => message.json<{ type: string; data: { nodeName?: string } }>();
const of = (type: string, node?: string) => (message: WebSocketMessage) => told(message).type === type && told(message).data.nodeName === node;
const output = (json: Record<string, unknown>) => ({ data: { data: { executionStatus: 'success', data: { main: [[{ json }]] } } } });

test('the editor hears over its WebSocket what somebody outside sends, and what becomes of it', { tag: '@functional' }, async ({ api, credentials, unique }) => {
  const [name, greeting, word, pushRef] = [unique('hook'), unique('greeting'), unique('word'), unique('push')];
  const id = await draw(withKey(api, credentials), { name, greeting });
  const editor = api.as({ headers: { cookie: credentials.session, 'push-ref': pushRef } });
  const push = await editor.webSocket(`/rest/push?pushRef=${pushRef}`);
  const { data: workflowData } = (await editor.get(`/rest/workflows/${id}`)).expectStatus(200).json<{ data: object }>();
  const listening = await editor.post(`/rest/workflows/${id}/run`, { json: { workflowData, triggerToStartFrom: { name: 'Call' }, startNodes: [] } });
  expect(listening.json(), 'the editor listens for one call').toEqual({ data: { waitingForWebhook: true } });

  (await api.post(`/webhook-test/${name}`, { json: { word } })).expectStatus(200);

  const came = await push.message('the call has come in', of('nodeExecuteAfterData', 'Call'));
  expect(came.json()).toMatchObject(output({ body: { word } }));
  const went = await push.message('the answer is computed', of('nodeExecuteAfterData', name));
  expect(went.json()).toMatchObject(output({ answer: greeted(greeting, word) }));
  const ended = await push.message('the execution has finished', of('executionFinished'));
  expect(ended.json()).toMatchObject({ data: { workflowId: id, status: 'success' } });

  const stranger = await api.webSocket(`/rest/push?pushRef=${pushRef}`);
  await expect(stranger.message('what is nobody else\'s'), 'who is not logged in').rejects.toMatchObject({ code: 'ERR_WEBSOCKET_CLOSED' });
});
