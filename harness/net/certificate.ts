/** A server's certificate, to look at and to pin. */
import type { X509Certificate } from 'node:crypto';
import type { TLSSocket } from 'node:tls';
import { NetError } from './errors.ts';

/** The certificate with which a server has answered. */
export interface Certificate {
  /** SHA-256 over all of it, as `AB:CD:…`: what a client pins. */
  readonly fingerprint: string;
  readonly subject: string;
  readonly issuer: string;
  /** Names and addresses that it is for, as OpenSSL writes them. */
  readonly names: string | undefined;
  readonly validFrom: Date;
  readonly validTo: Date;
  /** Signed by its own key. */
  readonly selfSigned: boolean;
  /** Undefined when the target's roots vouch for it under the name that was asked for; else why they do not. */
  readonly distrusted: string | undefined;
}

export function certificateOf(socket: TLSSocket): Certificate | undefined {
  const found = socket.getPeerX509Certificate();
  return found && {
    fingerprint: found.fingerprint256, subject: oneLine(found.subject), issuer: oneLine(found.issuer), names: found.subjectAltName,
    validFrom: new Date(found.validFrom), validTo: new Date(found.validTo), selfSigned: isSelfSigned(found),
    distrusted: socket.authorized ? undefined : String(socket.authorizationError),
  };
}

/** @throws NetError for one that neither the roots nor the pin vouch for, or that is not valid now, pinned or not */
export function requireExpected(where: string, certificate: Certificate | undefined, pin: string | undefined, now = Date.now()): void {
  if (certificate === undefined) throw new NetError('handshake', where, 'the server showed no certificate');
  const { distrusted, fingerprint, subject, validFrom, validTo } = certificate;
  if (distrusted === undefined) return;
  if (fingerprint !== pin) {
    throw new NetError('certificate', where, pin === undefined ? `its certificate (${subject}) is not trusted: ${distrusted}` : `its certificate is not the pinned one, but ${fingerprint} (${subject}), and is not trusted either: ${distrusted}`);
  }
  // Node tells one objection alone: that it signed itself comes before its dates.
  if (now < validFrom.getTime() || now > validTo.getTime()) throw new NetError('certificate', where, `its certificate is the pinned one, and valid from ${validFrom.toISOString()} to ${validTo.toISOString()} only`);
}

function isSelfSigned(certificate: X509Certificate): boolean {
  return certificate.checkIssued(certificate) && certificate.verify(certificate.publicKey);
}

function oneLine(name: string): string {
  return name.replaceAll('\n', ', ');
}
