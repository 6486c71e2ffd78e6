/** Where the forge is, and by which token it is written to: from the environment alone. */
import { withheldTokens, withoutCredentials } from '../settings/tokens.ts';
import { ForgeError } from './forge-error.ts';

export interface Access {
  /** Its address, without a slash at its end. */
  readonly server: string;
  readonly token: string;
}

/**
 * @param told the forge's address as the pipeline tells it
 * @throws ForgeError where one of both is missing, or the token would go over the network unencrypted though nobody said so
 */
export function accessFrom(env: NodeJS.ProcessEnv, told: string | null): Access {
  const token = tokenFrom(env);
  if (token === '') {
    throw new ForgeError({ code: 'ERR_FORGE_NO_TOKEN', fault: 'user', message: 'HARNESS_FORGE_TOKEN is not set', wayOut: 'Give the step a token of the forge as HARNESS_FORGE_TOKEN (docs/pull-requests.md).' });
  }
  if (/[^\x21-\x7e]/.test(token)) {
    throw new ForgeError({ code: 'ERR_FORGE_TOKEN', fault: 'user', message: 'HARNESS_FORGE_TOKEN holds a space, a line end, or another character that no token has', wayOut: 'Store the token anew, without anything before or after it.' });
  }
  return { server: addressOf(env['HARNESS_FORGE_URL'], told), token };
}

/** Empty where there is none. */
export function tokenFrom(env: NodeJS.ProcessEnv): string {
  return env['HARNESS_FORGE_TOKEN'] ?? withheldTokens()['HARNESS_FORGE_TOKEN'] ?? '';
}

function addressOf(own = '', told: string | null): string {
  const address = withoutCredentials(own === '' ? told ?? '' : own);
  if (address === '') {
    throw new ForgeError({ code: 'ERR_FORGE_ADDRESS', fault: 'user', message: 'the build does not say where the forge is', wayOut: 'Set HARNESS_FORGE_URL to its address.' });
  }
  const name = own === '' ? 'the address of the forge, as the build tells it,' : 'HARNESS_FORGE_URL';
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol)) {
    throw new ForgeError({ code: 'ERR_FORGE_ADDRESS', fault: 'user', message: `${name} is no address of the web: ${address.slice(0, 200)}`, wayOut: 'Set HARNESS_FORGE_URL to an address that begins with https://.' });
  }
  // A token on an open line is for whoever listens: only who writes the address by hand may want that.
  if (url.protocol === 'http:' && own === '') {
    throw new ForgeError({ code: 'ERR_FORGE_ADDRESS', fault: 'user', message: `${name} begins with http://, which would show the token to the network: ${address.slice(0, 200)}`, wayOut: 'Set HARNESS_FORGE_URL, to its https:// address, or to this one if the network is yours alone.' });
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}
