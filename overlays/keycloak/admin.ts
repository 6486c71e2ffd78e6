/** Keycloak's administrator, over its REST interface. */
import type { HttpClient, InstalledApp } from 'recipe-harness';

/** A client that acts as the administrator; its token lives a minute. */
export async function asAdministrator(app: InstalledApp, api: HttpClient): Promise<HttpClient> {
  const answer = await api.post('/realms/master/protocol/openid-connect/token', {
    form: { grant_type: 'password', client_id: 'admin-cli', username: app.env('ADMIN_USERNAME') ?? '', password: app.secret('admin_password') },
  });
  const { access_token } = answer.expectStatus(200).json<{ access_token: string }>();
  return api.as({ headers: { authorization: `Bearer ${access_token}` } });
}
