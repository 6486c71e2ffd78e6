/** authentik keeps applications and users: an administrator makes one of each, and the user finds the application. Unproven: no authentik was ever asked. */
import type { ApplicationRequest, PaginatedApplicationList, PaginatedUserList, SessionUser, User, UserPasswordSetRequest, UserRequest } from '@goauthentik/api';
import { defineOverlay } from 'recipe-harness';
import { logIn } from './log-in.ts';
import { asAdministrator, type Wire } from './wire.ts';

export default defineOverlay({
  data: {
    // The application's slug is the user's name and password too: `read` has nothing else to find them by.
    async seed({ app, api, unique }) {
      const [id, description, email] = [unique('app'), unique('description'), `${unique('mail')}@example.org`];
      const application: Wire<ApplicationRequest> = { name: id, slug: id, meta_description: description };
      const user: Wire<UserRequest> = { username: id, name: 'Ada Berg', email, is_active: true, type: 'internal' };
      const password: Wire<UserPasswordSetRequest> = { password: id };
      const admin = asAdministrator(app, api);
      (await admin.post('/api/v3/core/applications/', { json: application })).expectStatus(201);
      const { pk } = (await admin.post('/api/v3/core/users/', { json: user })).expectStatus(201).json<Wire<User>>();
      (await admin.post(`/api/v3/core/users/${pk}/set_password/`, { json: password })).expectStatus(204);
      return { id, description, email };
    },

    // Whether it is there, the administrator is told; what it says is read by its user, who logs in for that.
    async read({ app, api }, id) {
      const there = (await asAdministrator(app, api).get(`/api/v3/core/applications/?slug=${id}&superuser_full_list=true`)).expectStatus(200).json<Wire<PaginatedApplicationList>>();
      if (there.results.length === 0) return undefined;
      const { visitor, end } = await logIn(api, { username: id, password: id });
      if (end.component !== 'xak-flow-redirect') throw new Error(`authentik does not let ${id} in: its login ends at ${end.component}.`);
      const { user } = (await visitor.get('/api/v3/core/users/me/')).expectStatus(200).json<Wire<SessionUser>>();
      const { results: [seen] } = (await visitor.get(`/api/v3/core/applications/?slug=${id}`)).expectStatus(200).json<Wire<PaginatedApplicationList>>();
      return { id: seen?.slug ?? '', description: seen?.meta_description ?? '', email: user.email ?? '' };
    },

    async wipe({ app, api }, id) {
      const admin = asAdministrator(app, api);
      (await admin.delete(`/api/v3/core/applications/${id}/`)).expectStatus(204);
      const { results } = (await admin.get(`/api/v3/core/users/?username=${id}`)).expectStatus(200).json<Wire<PaginatedUserList>>();
      for (const { pk } of results) (await admin.delete(`/api/v3/core/users/${pk}/`)).expectStatus(204);
    },
  },
});
