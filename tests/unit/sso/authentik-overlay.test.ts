/** What the overlay of authentik asks, beside what the published client would ask: no authentik can be run here. */
import * as published from '@goauthentik/api';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { createHttp, type HttpClient } from '../../../harness/http/client.ts';
import { logIn } from '../../../overlays/authentik/log-in.ts';
import overlay from '../../../overlays/authentik/overlay.ts';
import { plain, type PublishedCall, sentBy } from './published-client.ts';
import { type Foreseen, StrictServer } from './strict-server.ts';

type Actor = Parameters<NonNullable<typeof overlay.data>['seed']>[0];
const page = (...results: unknown[]) => ({ pagination: { next: 0 }, results });
const flow = '/api/v3/flows/executor/default-authentication-flow/?query=';
const sessionCookie = { 'set-cookie': 'authentik_csrf=csrf-value; path=/' };
const login: Foreseen[] = [
  { request: `GET ${flow}`, json: { component: 'ak-stage-identification', password_fields: false }, headers: sessionCookie },
  { request: `POST ${flow}`, status: 302, headers: { location: flow } },
  { request: `GET ${flow}`, json: { component: 'ak-stage-password' } },
  { request: `POST ${flow}`, json: { component: 'xak-flow-redirect', to: '/' } },
];
const seeded = { id: 'app-1', description: 'description-1', email: 'mail-1@example.org' };

let server: StrictServer;
let api: HttpClient;
let actor: Actor;
beforeAll(async () => {
  server = await StrictServer.start();
  api = createHttp(server.target, { baseURL: server.url });
  // Of a running app the hooks use its secret alone.
  actor = { app: { secret: (name: string) => `value of ${name}` }, api, unique: (label: string) => `${label}-1` } as unknown as Actor;
});
afterEach(() => server.allAsked());
afterAll(async () => {
  await api.close();
  await server.close();
});

/** Every request was one of these calls of the published client, in this order. */
async function expectPublished(...calls: PublishedCall[]): Promise<void> {
  const asked = server.seen.map(({ request, body }) => plain(request, body));
  expect(asked).toEqual(await Promise.all(calls.map(sentBy)));
}
const flowSlug = 'default-authentication-flow';
const ask: PublishedCall = to => new published.FlowsApi(to).flowsExecutorGet({ flowSlug, query: '' });
const answer = (flowChallengeResponseRequest: published.FlowChallengeResponseRequest): PublishedCall =>
  to => new published.FlowsApi(to).flowsExecutorSolve({ flowSlug, query: '', flowChallengeResponseRequest });

test('an application and a user are made as the published client makes them, with the administrator\'s token', async () => {
  server.foresee(
    { request: 'POST /api/v3/core/applications/', status: 201, json: { pk: 'a' } },
    { request: 'POST /api/v3/core/users/', status: 201, json: { pk: 7 } },
    { request: 'POST /api/v3/core/users/7/set_password/', status: 204 },
  );

  expect(await overlay.data?.seed(actor)).toEqual(seeded);

  expect(new Set(server.seen.map(({ headers }) => headers.authorization))).toEqual(new Set(['Bearer value of admin_token']));
  await expectPublished(
    to => new published.CoreApi(to).coreApplicationsCreate({ applicationRequest: { name: 'app-1', slug: 'app-1', metaDescription: 'description-1' } }),
    to => new published.CoreApi(to).coreUsersCreate({ userRequest: { username: 'app-1', name: 'Ada Berg', email: 'mail-1@example.org', isActive: true, type: 'internal' } }),
    to => new published.CoreApi(to).coreUsersSetPasswordCreate({ id: 7, userPasswordSetRequest: { password: 'app-1' } }),
  );
});

test('they are read by the user, in a session of their own', async () => {
  server.foresee(
    { request: 'GET /api/v3/core/applications/?slug=app-1&superuser_full_list=true', json: page({ slug: 'app-1' }) },
    ...login,
    { request: 'GET /api/v3/core/users/me/', json: { user: { username: 'app-1', email: 'mail-1@example.org' } } },
    { request: 'GET /api/v3/core/applications/?slug=app-1', json: page({ slug: 'app-1', meta_description: 'description-1' }) },
  );

  expect(await overlay.data?.read(actor, 'app-1')).toEqual(seeded);

  expect(server.seen.map(({ headers }) => headers.authorization), 'the administrator only looks whether it is there')
    .toEqual(['Bearer value of admin_token', ...Array<undefined>(6).fill(undefined)]);
  expect(server.seen.filter(({ request }) => request.startsWith('POST')).map(({ headers }) => headers['x-authentik-csrf'])).toEqual(['csrf-value', 'csrf-value']);
  await expectPublished(
    to => new published.CoreApi(to).coreApplicationsList({ slug: 'app-1', superuserFullList: true }),
    ask,
    answer({ component: 'ak-stage-identification', uidField: 'app-1' }),
    ask,
    answer({ component: 'ak-stage-password', password: 'app-1' }),
    to => new published.CoreApi(to).coreUsersMeRetrieve(),
    to => new published.CoreApi(to).coreApplicationsList({ slug: 'app-1' }),
  );
});

test('what is not there is an absence only in authentik\'s own list', async () => {
  const request = 'GET /api/v3/core/applications/?slug=app-1&superuser_full_list=true';
  server.foresee({ request, json: page() });
  expect(await overlay.data?.read(actor, 'app-1')).toBeUndefined();
  server.foresee({ request, status: 404 });
  await expect(overlay.data?.read(actor, 'app-1')).rejects.toThrow('404');
});

test('a user who does not get in any more is no absence either', async () => {
  server.foresee(
    { request: 'GET /api/v3/core/applications/?slug=app-1&superuser_full_list=true', json: page({ slug: 'app-1' }) },
    ...login.slice(0, 3),
    { request: `POST ${flow}`, json: { component: 'ak-stage-password', response_errors: { password: [{ string: 'Invalid password', code: 'invalid' }] } } },
  );
  await expect(overlay.data?.read(actor, 'app-1')).rejects.toThrow('its login ends at ak-stage-password');
});

test('a flow that asks for both at once is answered at once', async () => {
  server.foresee(
    { request: `GET ${flow}`, json: { component: 'ak-stage-identification', password_fields: true } },
    { request: `POST ${flow}`, json: { component: 'xak-flow-redirect', to: '/' } },
  );
  expect((await logIn(api, { username: 'ada', password: 'secret' })).end).toMatchObject({ component: 'xak-flow-redirect' });
  await expectPublished(ask, answer({ component: 'ak-stage-identification', uidField: 'ada', password: 'secret' }));
});

test('application and user are wiped as the published client wipes them', async () => {
  server.foresee(
    { request: 'DELETE /api/v3/core/applications/app-1/', status: 204 },
    { request: 'GET /api/v3/core/users/?username=app-1', json: page({ pk: 7 }) },
    { request: 'DELETE /api/v3/core/users/7/', status: 204 },
  );

  await overlay.data?.wipe(actor, 'app-1');

  await expectPublished(
    to => new published.CoreApi(to).coreApplicationsDestroy({ slug: 'app-1' }),
    to => new published.CoreApi(to).coreUsersList({ username: 'app-1' }),
    to => new published.CoreApi(to).coreUsersDestroy({ id: 7 }),
  );
});
