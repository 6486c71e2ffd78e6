/** Keycloak's login form: in a browser's page, and over plain HTTP. */
import type { HttpClient } from '../http/client.ts';
import { LoginFormError, LoginRefusedError, reaching } from './errors.ts';
import { submit } from './form-on-page.ts';
import type { Credentials, LoginForm } from './login-form.ts';

const what = "Keycloak's login form";

/** Pages of Keycloak that stand between somebody and where they want to go; its account console is not among them. */
const ofLogin = /\/realms\/[^/]+\/(login-actions\/|protocol\/openid-connect\/auth)/;

const complaints = '[id^="input-error"], .kc-feedback-text, #kc-error-message';

export const keycloakForm: LoginForm = {
  what,
  provider: 'keycloak',
  login: (page, user) => submit(page, {
    what,
    username: page.locator('#username'),
    password: page.locator('#password'),
    submit: page.locator('#kc-login'),
    complaint: page.locator(complaints),
    left: url => !ofLogin.test(url.pathname),
    reloads: true,
  }, user),
};

export async function logInToKeycloak(http: HttpClient, authorizationUrl: URL, user: Credentials, returnsTo: string): Promise<URL> {
  const at = { name: 'keycloak', url: authorizationUrl.origin };
  const opened = await reaching(at, 'its login form', () => http.get(authorizationUrl.href));
  // Whoever has a session already is sent on at once.
  if (opened.location?.startsWith(returnsTo)) return new URL(opened.location);
  const action = /<form[^>]*id="kc-form-login"[^>]*action="([^"]+)"/.exec(opened.text())?.[1];
  if (action === undefined) {
    const { origin, pathname } = authorizationUrl;
    throw new LoginFormError(what, `status ${opened.status} and no form at ${origin}${pathname}: "${complaintIn(opened.text())}"`);
  }
  const form = { username: user.username, password: user.password, credentialId: '' };
  const answer = await reaching(at, 'its login form', () => http.post(unescaped(action), { form }));
  if (answer.location?.startsWith(returnsTo)) return new URL(answer.location);
  if (answer.location !== undefined) {
    throw new LoginFormError(what, `it asks ${user.username} for something more, at ${new URL(answer.location).pathname}.`);
  }
  throw new LoginRefusedError(what, user.username, complaintIn(answer.text()));
}

/** What a page of Keycloak complains of, in its own words. */
function complaintIn(html: string): string {
  const found = /<(\w+)[^>]*(?:id="input-error[^"]*"|class="[^"]*kc-feedback-text[^"]*"|id="kc-error-message")[^>]*>([\s\S]*?)<\/\1>/.exec(html)?.[2] ?? '';
  return unescaped(found.replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ').trim() || '(nothing)';
}

function unescaped(html: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return html.replace(/&(?:#(\d+)|#x([0-9a-f]+)|(\w+));/gi, (whole, decimal?: string, hex?: string, name?: string) => {
    if (name !== undefined) return named[name.toLowerCase()] ?? whole;
    return String.fromCodePoint(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal));
  });
}
