/** What a run asks of a provider: people with believable names, and passwords that nobody has used before. */
import { generateKeyPair, randomBytes, randomInt } from 'node:crypto';
import { promisify } from 'node:util';
import type { ProvisionRequest, SsoUser } from './provider.ts';

const firstNames = ['Ada', 'Emma', 'Grace', 'Ines', 'Joan', 'Karl', 'Lise', 'Mary', 'Noor', 'Otto', 'Rosa', 'Tove'] as const;
const lastNames = ['Berg', 'Costa', 'Dubois', 'Evans', 'Fischer', 'Garcia', 'Hansen', 'Ivanova', 'Keller', 'Moreau', 'Novak', 'Okafor'] as const;

/**
 * A request for a realm with one client and two users whose names differ from each other in every part.
 * All of `secretsOf(request)` is to be registered for masking before it is sent.
 * @param realm also the client's id
 */
export function newProvisionRequest(realm: string, redirectUris: readonly string[]): ProvisionRequest {
  const [first, last] = [randomInt(firstNames.length), randomInt(lastNames.length)];
  return {
    realm,
    client: { id: realm, secret: newSecret() },
    users: [newUser(first, last), newUser(first + 1 + randomInt(firstNames.length - 1), last + 1 + randomInt(lastNames.length - 1))],
    redirectUris,
  };
}

/** The same with a key to sign by: Keycloak takes a second and more to make one, and Node a tenth of that. */
export async function withSigningKey(request: ProvisionRequest): Promise<ProvisionRequest> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  return { ...request, signingKey: privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64') };
}

/** The values of a request that nobody may read in a log. */
export function secretsOf(request: Pick<ProvisionRequest, 'client' | 'users' | 'signingKey'>): { readonly value: string; readonly what: string }[] {
  return [
    { value: request.client.secret, what: `client secret of ${request.client.id}` },
    ...request.users.map(user => ({ value: user.password, what: `password of ${user.username}` })),
    ...(request.signingKey === undefined ? [] : [{ value: request.signingKey, what: `signing key of ${request.client.id}` }]),
  ];
}

function newUser(first: number, last: number): SsoUser {
  const firstName = firstNames[first % firstNames.length] ?? firstNames[0];
  const lastName = lastNames[last % lastNames.length] ?? lastNames[0];
  // Some providers keep the users of all realms side by side.
  const username = `${firstName}.${lastName}${randomInt(1_000, 10_000)}`.toLowerCase();
  // A domain of documentation: no provider that sends mail reaches anybody.
  return { username, password: newSecret(), email: `${username}@example.org`, firstName, lastName };
}

/** 192 bits; letters, digits, - and _ only, and one of each kind that password rules ask for. */
function newSecret(): string {
  return `${randomBytes(24).toString('base64url')}-aA1`;
}
