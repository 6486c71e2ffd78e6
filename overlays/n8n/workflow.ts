/** A workflow of two nodes, made and published by n8n's public API: whoever posts a word to its webhook is greeted with the word backwards. */
import { assertConverges, type HttpClient } from 'recipe-harness';

/** The owner, as scripts of theirs come: with an API key. */
export const withKey = (api: HttpClient, { apiKey }: { apiKey: string }): HttpClient => api.as({ headers: { 'x-n8n-api-key': apiKey } });

/** What nobody but the workflow says. */
export const greeted = (greeting: string, word: string): string => `${greeting}, ${[...word].reverse().join('')}`;

/** Its name is its webhook's path as well; only who has the credential may call it. */
interface Greeter { name: string; greeting: string; key?: { id: string; name: string } }

/** Makes the workflow, which is nobody's to call yet. */
export async function draw(owner: HttpClient, { name, greeting, key }: Greeter): Promise<string> {
  const nodes = [
    {
      id: 'webhook', name: 'Call', type: 'n8n-nodes-base.webhook', typeVersion: 2, position: [0, 0], webhookId: name,
      parameters: { httpMethod: 'POST', path: name, responseMode: 'lastNode', authentication: key ? 'headerAuth' : 'none', options: {} },
      ...(key ? { credentials: { httpHeaderAuth: key } } : {}),
    },
    {
      id: 'answer', name, type: 'n8n-nodes-base.set', typeVersion: 3.4, position: [220, 0],
      parameters: { mode: 'raw', jsonOutput: `={{ { answer: '${greeting}, ' + $json.body.word.split('').reverse().join('') } }}`, options: {} },
    },
  ];
  const workflow = { name, nodes, connections: { Call: { main: [[{ node: name, type: 'main', index: 0 }]] } }, settings: { executionOrder: 'v1' } };
  return (await owner.post('/api/v1/workflows', { json: workflow })).expectStatus(200).json<{ id: string }>().id;
}

/** Draws and publishes it. n8n says yes at once, and listens a moment later. */
export async function publish(owner: HttpClient, greeter: Greeter): Promise<string> {
  const id = await draw(owner, greeter);
  (await owner.post(`/api/v1/workflows/${id}/activate`)).expectStatus(200);
  const listens = async () => (await owner.post(`/webhook/${greeter.name}`, { json: { word: '' } })).expectStatus(greeter.key ? 403 : 200);
  await assertConverges(listens, { what: 'the webhook listens', deadlineSeconds: 60 });
  return id;
}
