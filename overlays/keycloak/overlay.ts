/** Keycloak keeps realms with their clients and users: an administrator makes one, and its user logs in there. */
import { defineOverlay } from 'recipe-harness';
import { asAdministrator } from './admin.ts';

export default defineOverlay({
  data: {
    async seed({ app, api, unique }) {
      const [id, client, username, email] = [unique('realm'), unique('client'), unique('user'), `${unique('mail')}@example.org`];
      const admin = await asAdministrator(app, api);
      (await admin.post('/admin/realms', { json: { realm: id, enabled: true } })).expectStatus(201);
      (await admin.post(`/admin/realms/${id}/clients`, { json: { clientId: client, publicClient: true, directAccessGrantsEnabled: true } })).expectStatus(201);
      (await admin.post(`/admin/realms/${id}/users`, {
        json: { username, email, emailVerified: true, enabled: true, firstName: 'Ada', lastName: 'Berg', credentials: [{ type: 'password', value: username, temporary: false }] },
      })).expectStatus(201);
      return { id, client, username, email };
    },

    // Names are found by the administrator; that the user still gets in, by their own password, is what is read.
    async read({ app, api }, id) {
      const realm = await api.get(`/realms/${id}`);
      if (realm.status === 404) return undefined;
      const admin = await asAdministrator(app, api);
      const [user] = (await admin.get(`/admin/realms/${id}/users?max=1`)).expectStatus(200).json<{ username: string }[]>();
      const clients = (await admin.get(`/admin/realms/${id}/clients`)).expectStatus(200).json<{ clientId: string }[]>();
      const client = clients.find(({ clientId }) => clientId.startsWith('client-'))?.clientId ?? '';
      const username = user?.username ?? '';
      const answer = await api.post(`/realms/${id}/protocol/openid-connect/token`, { form: { grant_type: 'password', scope: 'openid email', client_id: client, username, password: username } });
      const { access_token } = answer.expectStatus(200).json<{ access_token: string }>();
      const who = (await api.get(`/realms/${id}/protocol/openid-connect/userinfo`, { headers: { authorization: `Bearer ${access_token}` } })).expectStatus(200).json<{ preferred_username: string; email: string }>();
      return { id, client, username: who.preferred_username, email: who.email };
    },

    async wipe({ app, api }, id) {
      (await (await asAdministrator(app, api)).delete(`/admin/realms/${id}`)).expectStatus(204);
    },
  },
});
