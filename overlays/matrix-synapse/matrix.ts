/** Matrix's client interface, as its users' programs speak it. */
import { createHmac } from 'node:crypto';
import type { HttpClient, HttpResponse } from 'recipe-harness';

export const v3 = '/_matrix/client/v3';

/** Somebody with an account and a session: their whole name, and what opens each. */
export type Person = Readonly<{ id: string; password: string; token: string }>;

export interface Message { sender: string; content: { msgtype: string; body: string; url?: string }; unsigned?: { redacted_because?: object } }

/** Asks for an account as who knows the secret that the server shares with its operator. */
export async function register(api: HttpClient, secret: string, account: { username: string; password: string; admin: boolean }): Promise<HttpResponse> {
  const path = '/_synapse/admin/v1/register';
  const { nonce } = (await api.get(path)).expectStatus(200).json<{ nonce: string }>();
  const signed = [nonce, account.username, account.password, account.admin ? 'admin' : 'notadmin'].join('\0');
  return api.post(path, { json: { ...account, nonce, mac: createHmac('sha1', secret).update(signed).digest('hex') } });
}

export const logIn = (api: HttpClient, by: { type: string; [key: string]: unknown }): Promise<HttpResponse> => api.post(`${v3}/login`, { json: by });

/** Somebody as whom the server knows them by their token. */
export const as = (api: HttpClient, { token }: Pick<Person, 'token'>): HttpClient => api.as({ headers: { authorization: `Bearer ${token}` } });

/** The session that an answer has opened. */
export const sessionOf = (api: HttpClient, answer: HttpResponse): HttpClient => as(api, { token: answer.expectStatus(200).json<{ access_token: string }>().access_token });

export async function createRoom(by: HttpClient, options: object): Promise<string> {
  return (await by.post(`${v3}/createRoom`, { json: options })).expectStatus(200).json<{ room_id: string }>().room_id;
}

export const join = async (who: HttpClient, room: string): Promise<unknown> => (await who.post(`${v3}/rooms/${room}/join`, { json: {} })).expectStatus(200);

/** Writes to a room, and returns the path of what was written. */
export async function send(by: HttpClient, room: string, content: Message['content']): Promise<string> {
  const { event_id } = (await by.put(`${v3}/rooms/${room}/send/m.room.message/${content.body}`, { json: content })).expectStatus(200).json<{ event_id: string }>();
  return `${v3}/rooms/${room}/event/${event_id}`;
}

/** Returns the address that messages name. */
export async function upload(by: HttpClient, body: string | Uint8Array, type: string): Promise<string> {
  const answer = await by.post('/_matrix/media/v3/upload', { body, headers: { 'content-type': type } });
  return answer.expectStatus(200).json<{ content_uri: string }>().content_uri;
}

/** Where a session gets what was uploaded. */
export const download = (uri = ''): string => uri.replace('mxc://', '/_matrix/client/v1/media/download/');
