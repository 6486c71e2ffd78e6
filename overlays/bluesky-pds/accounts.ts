/** Accounts of the server: invited by the administrator, made and used over XRPC. */
import type { Actor, HttpClient, InstalledApp } from 'recipe-harness';

export interface Account {
  readonly did: string;
  readonly handle: string;
  readonly email: string;
  readonly password: string;
}

/** The path of a method, with its parameters. */
export function xrpc(method: string, parameters: Record<string, string> = {}): string {
  return `/xrpc/com.atproto.${method}?${new URLSearchParams(parameters)}`;
}

/** Where the directory of identities has that of an account. */
export function inDirectory(app: InstalledApp, did: string): string {
  return `${app.env('PDS_DID_PLC_URL') ?? ''}/${did}`;
}

export function asAdministrator(app: InstalledApp, api: HttpClient): HttpClient {
  return api.as({ headers: { authorization: `Basic ${btoa(`admin:${app.secret('admin_password')}`)}` } });
}

/** A code that is good for one account. */
export async function invite(app: InstalledApp, api: HttpClient): Promise<string> {
  const answer = await asAdministrator(app, api).post(xrpc('server.createInviteCode'), { json: { useCount: 1 } });
  return answer.expectStatus(200).json<{ code: string }>().code;
}

export async function newAccount({ app, api, unique }: Pick<Actor<unknown>, 'app' | 'api' | 'unique'>, name = unique('mary')): Promise<Account> {
  const account = { handle: `${name}.${app.domain}`, email: `${name}@example.org`, password: unique('password') };
  const answer = await api.post(xrpc('server.createAccount'), { json: { ...account, inviteCode: await invite(app, api) } });
  return { ...account, did: answer.expectStatus(200).json<{ did: string }>().did };
}

/** A client in a new session of the account. */
export async function logIn(api: HttpClient, { handle, password }: Account): Promise<HttpClient> {
  const answer = await api.post(xrpc('server.createSession'), { json: { identifier: handle, password } });
  return api.as({ headers: { authorization: `Bearer ${answer.expectStatus(200).json<{ accessJwt: string }>().accessJwt}` } });
}
