/** authentik's login: a page of web components in two steps, and the flow executor behind it. Unproven, as all of authentik here. */
import type { ChallengeTypes, FlowChallengeResponseRequest } from '@goauthentik/api';
import type { HttpClient } from '../http/client.ts';
import { fromWire, toWire } from './authentik-wire.ts';
import { LoginFormError, LoginRefusedError, reaching } from './errors.ts';
import { submit } from './form-on-page.ts';
import type { Credentials, LoginForm } from './login-form.ts';

const what = "authentik's login form";

const flowPage = /^\/if\/flow\/([^/]+)\//;

/** Locators look into open shadow roots by themselves. */
export const authentikForm: LoginForm = {
  what,
  provider: 'authentik',
  login: (page, user) => submit(page, {
    what,
    username: page.locator('input[name="uidField"]'),
    password: page.locator('input[name="password"]'),
    submit: page.locator('ak-flow-executor button[type="submit"]'),
    complaint: page.locator('ak-flow-executor').locator('.pf-c-alert.pf-m-danger, .pf-m-error, ak-stage-access-denied').filter({ hasText: /\S/ }),
    left: url => !flowPage.test(url.pathname),
  }, user),
};

/** More steps than any default flow has. */
const most = 20;

export async function logInToAuthentik(http: HttpClient, authorizationUrl: URL, user: Credentials, returnsTo: string): Promise<URL> {
  let at = authorizationUrl;
  for (let step = 0; step < most; step++) {
    if (at.href.startsWith(returnsTo)) return at;
    const flow = flowPage.exec(at.pathname)?.[1];
    const to = flow === undefined ? (await http.get(at.href)).location : await throughFlow(http, at, flow, user);
    if (to === undefined) throw new LoginFormError(what, `neither a form nor a redirect at ${at.origin}${at.pathname}.`);
    at = new URL(to, at);
  }
  throw new LoginFormError(what, `no end after ${most} steps, at ${at.origin}${at.pathname}.`);
}

/** Answers the stages of one flow; gives the redirect at its end. */
async function throughFlow(http: HttpClient, page: URL, flow: string, user: Credentials): Promise<string> {
  const executor = new URL(`/api/v3/flows/executor/${flow}/?query=${encodeURIComponent(page.search.slice(1))}`, page).href;
  const asked = async (answer?: FlowChallengeResponseRequest): Promise<ChallengeTypes> => {
    const token = http.cookies?.get('authentik_csrf');
    const headers: Record<string, string> = token === undefined ? {} : { 'x-authentik-csrf': token };
    const response = await reaching({ name: 'authentik', url: page.origin }, what, () =>
      answer === undefined ? http.get(executor) : http.post(executor, { json: toWire(answer), headers, follow: 3 }));
    // Not the answer itself: it holds the session's cookie.
    if (response.status !== 200) throw new LoginFormError(what, `status ${response.status} from the flow ${flow}.`);
    return fromWire(response.json()) as ChallengeTypes;
  };
  let challenge = await asked();
  for (let step = 0; step < most; step++) {
    const complaint = complaintOf(challenge);
    if (complaint !== undefined) throw new LoginRefusedError(what, user.username, complaint);
    if (challenge.component === 'xak-flow-redirect') return challenge.to;
    const answer = answerTo(challenge, user);
    if (answer === undefined) throw new LoginFormError(what, `it asks ${user.username} for something more: ${challenge.component}.`);
    challenge = await asked(answer);
  }
  throw new LoginFormError(what, `the flow ${flow} does not end.`);
}

function answerTo(challenge: ChallengeTypes, { username, password }: Credentials): FlowChallengeResponseRequest | undefined {
  if (challenge.component === 'ak-stage-identification') {
    return { component: 'ak-stage-identification', uidField: username, ...(challenge.passwordFields ? { password } : {}) };
  }
  return challenge.component === 'ak-stage-password' ? { component: 'ak-stage-password', password } : undefined;
}

function complaintOf(challenge: ChallengeTypes): string | undefined {
  if (challenge.component === 'ak-stage-access-denied') return challenge.errorMessage ?? 'access denied';
  const errors = 'responseErrors' in challenge ? Object.values(challenge.responseErrors ?? {}).flat() : [];
  return errors.length === 0 ? undefined : errors.map(({ string }) => string).join(' ');
}
