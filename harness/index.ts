/** Everything that overlays and specs import. */

// test and expect
export { expect } from './gate/evidence/expect.ts';
export { test, testOf, type RecipeOptions, type TestFixtures, type WorkerFixtures } from './fixtures/test.ts';

// overlays
export { defineOverlay, type Actor, type DataRecord, type DataWitness, type Overlay } from './data/overlay.ts';
export { gap } from './gap.ts';

// the app, and clients for it
export type { InstalledApp } from './app/installed-app.ts';
export type { HttpClient, RequestOptions } from './http/client.ts';
export { HttpNetworkError, HttpStatusError } from './http/errors.ts';
export type { HttpResponse } from './http/response.ts';
export type { WebSocketConnection, WebSocketOptions } from './http/web-socket.ts';
export type { WebSocketMessage } from './http/web-socket-message.ts';
export { WebSocketError, WebSocketRefusedError, type WebSocketClosed } from './http/web-socket-errors.ts';
export { assertConverges, retryHttpGet, waitForHttp, type Converges, type WaitForHttp } from './http/wait.ts';
export type { Certificate } from './net/certificate.ts';
export type { ConnectOptions, NetClient } from './net/client.ts';
export type { Connection, Cut, Messages, Wait } from './net/connection.ts';
export { NetError } from './net/errors.ts';
export { isIngressOwnAnswer } from './http/ingress-answer.ts';

// single sign-on
export type { Sso } from './deps/sso.ts';
export type { OidcClient } from './sso/oidc.ts';
export type { AuthorizationRequest, LogIn, Tokens } from './sso/granted.ts';
export type { VerifiedClaims } from './sso/tokens.ts';
export type { SsoClient, SsoUser } from './sso/provider.ts';
export { LoginRefusedError } from './sso/errors.ts';
export { OidcRefusedError, TokenRefusedError } from './sso/oidc-errors.ts';
export { appLoginForm } from './sso/app-login-form.ts';

// mail
export type { Mail } from './mail/mail.ts';
export type { Mailbox, MailOptions } from './mail/mailbox.ts';
export { MailMissingError } from './mail/errors.ts';

// what tells the report
export type { Progress } from './progress.ts';

// errors
export { HarnessError, exitCodes, type Fault } from './errors.ts';
