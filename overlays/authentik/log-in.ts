/** A login without a browser: the flow executor, asked as authentik's own page asks it. */
import type { ChallengeTypes, IdentificationChallengeResponseRequest, PasswordChallengeResponseRequest } from '@goauthentik/api';
import type { HttpClient } from 'recipe-harness';
import type { Wire } from './wire.ts';

const executor = '/api/v3/flows/executor/default-authentication-flow/?query=';

/** The visitor with the session's cookies, and the challenge with which the flow ended: a redirect where they are in. */
export async function logIn(api: HttpClient, { username, password }: { username: string; password: string }): Promise<{ visitor: HttpClient; end: Wire<ChallengeTypes> }> {
  const visitor = api.withCookies();
  const answer = async (json: Wire<IdentificationChallengeResponseRequest | PasswordChallengeResponseRequest>) => {
    const token = visitor.cookies?.get('authentik_csrf');
    const headers: Record<string, string> = token === undefined ? {} : { 'x-authentik-csrf': token };
    return (await visitor.post(executor, { json, headers, follow: 3 })).expectStatus(200).json<Wire<ChallengeTypes>>();
  };
  const first = (await visitor.get(executor)).expectStatus(200).json<Wire<ChallengeTypes>>();
  // A flow may ask for the password beside the name, or after it.
  const both = first.component === 'ak-stage-identification' && first.password_fields;
  const next = await answer({ component: 'ak-stage-identification', uid_field: username, ...(both ? { password } : {}) });
  return { visitor, end: next.component === 'ak-stage-password' ? await answer({ component: 'ak-stage-password', password }) : next };
}
