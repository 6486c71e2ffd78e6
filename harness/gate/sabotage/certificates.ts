/** A certificate authority for one process: its key is never written, and what it signs is believed only by whom it is named to. */
import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';

export interface Authority {
  /** The root certificate, PEM. */
  readonly root: string;
  /** A server's certificate and key for this name, as TLS takes them. */
  contextFor(name: string): SecureContext;
}

/** Longer than any proof, shorter than a work day. */
const lifeMs = 6 * 3_600_000;

export function newAuthority(): Authority {
  const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = 'recipe-harness: an app broken on purpose';
  const root = certificate({ subject: issuer, publicKey: keys.publicKey, extensions: [ofAuthority, mayCertify] }, { issuer, key: keys.privateKey });
  const contexts = new Map<string, SecureContext>();
  return {
    root: pem(root),
    contextFor(name) {
      const known = contexts.get(name);
      if (known) return known;
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const leaf = certificate({ subject: name.slice(0, 64), publicKey, extensions: [ofServer, named(name)] }, { issuer, key: keys.privateKey });
      const context = createSecureContext({ cert: `${pem(leaf)}${pem(root)}`, key: createPrivateKey(privateKey.export({ type: 'pkcs8', format: 'pem' })).export({ type: 'pkcs8', format: 'pem' }) });
      contexts.set(name, context);
      return context;
    },
  };
}

interface Subject { subject: string; publicKey: KeyObject; extensions: readonly Buffer[] }

/** X.509 version 3, signed with ECDSA over SHA-256 (RFC 5280). Node signs, but makes no certificates. */
function certificate({ subject, publicKey, extensions }: Subject, by: { issuer: string; key: KeyObject }): Buffer {
  const now = Date.now();
  const body = sequence(
    tlv(0xa0, integer(Buffer.from([2]))),
    // Positive, and unlike any other.
    integer(Buffer.concat([Buffer.from([0x40]), randomBytes(15)])),
    ecdsaWithSha256,
    name(by.issuer),
    sequence(time(now - 3_600_000), time(now + lifeMs)),
    name(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(...extensions)),
  );
  return sequence(body, ecdsaWithSha256, bits(sign('sha256', body, by.key)));
}

const oid = (hex: string): Buffer => tlv(0x06, Buffer.from(hex, 'hex'));
const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const yes = tlv(0x01, Buffer.from([0xff]));

const ofAuthority = extension('551d13', sequence(yes), 'critical');
/** keyCertSign, cRLSign. */
const mayCertify = extension('551d0f', tlv(0x03, Buffer.from([0x01, 0x06])), 'critical');
const ofServer = extension('551d25', sequence(oid('2b06010505070301')));

function named(domain: string): Buffer {
  return extension('551d11', sequence(tlv(0x82, Buffer.from(domain))));
}

function extension(id: string, value: Buffer, critical?: 'critical'): Buffer {
  return sequence(oid(id), ...(critical ? [yes] : []), tlv(0x04, value));
}

function name(commonName: string): Buffer {
  return sequence(tlv(0x31, sequence(oid('550403'), tlv(0x0c, Buffer.from(commonName)))));
}

function time(at: number): Buffer {
  return tlv(0x18, Buffer.from(`${new Date(at).toISOString().replace(/[-:T]|\.\d+Z$/g, '')}Z`));
}

function integer(bytes: Buffer): Buffer {
  return tlv(0x02, bytes);
}

function bits(bytes: Buffer): Buffer {
  return tlv(0x03, Buffer.from([0]), bytes);
}

function sequence(...parts: Buffer[]): Buffer {
  return tlv(0x30, ...parts);
}

/** Tag, length, value: what all of DER is made of. */
function tlv(tag: number, ...parts: Buffer[]): Buffer {
  const value = Buffer.concat(parts);
  const length = value.length < 0x80 ? [value.length] : value.length < 0x100 ? [0x81, value.length] : [0x82, value.length >> 8, value.length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), value]);
}

function pem(der: Buffer): string {
  return `-----BEGIN CERTIFICATE-----\n${der.toString('base64').replace(/.{64}/g, '$&\n').trimEnd()}\n-----END CERTIFICATE-----\n`;
}
