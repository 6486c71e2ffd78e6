/** The name that a TLS client asks for, read from its first bytes without answering them. */

export interface ClientHello {
  /** False while more bytes are needed to tell. */
  readonly whole: boolean;
  /** Undefined for a client that names nobody, and for one that speaks no TLS. */
  readonly serverName: string | undefined;
}

const handshake = 22;
const clientHello = 1;
const serverNameExtension = 0;

export function readClientHello(bytes: Buffer): ClientHello {
  const unnamed = { whole: true, serverName: undefined };
  const parts: Buffer[] = [];
  let at = 0;
  let message = Buffer.alloc(0);
  // A hello may come in several records; each says how long it is.
  while (message.length < 4 || message.length < 4 + message.readUIntBE(1, 3)) {
    if (bytes.length < at + 5) return { whole: false, serverName: undefined };
    if (bytes[at] !== handshake) return unnamed;
    const length = bytes.readUInt16BE(at + 3);
    if (bytes.length < at + 5 + length) return { whole: false, serverName: undefined };
    parts.push(bytes.subarray(at + 5, at + 5 + length));
    message = Buffer.concat(parts);
    at += 5 + length;
  }
  if (message[0] !== clientHello) return unnamed;
  try {
    return { whole: true, serverName: serverNameOf(message) };
  } catch (error) {
    if (error instanceof RangeError) return unnamed;
    throw error;
  }
}

/** RFC 8446, 4.1.2 and RFC 6066, 3. */
function serverNameOf(hello: Buffer): string | undefined {
  // Type and length, version, random.
  let at = 4 + 2 + 32;
  at += 1 + hello.readUInt8(at); // session
  at += 2 + hello.readUInt16BE(at); // cipher suites
  at += 1 + hello.readUInt8(at); // compression
  const end = at + 2 + hello.readUInt16BE(at);
  at += 2;
  while (at + 4 <= end) {
    const length = hello.readUInt16BE(at + 2);
    // List length, type of name, then the name.
    if (hello.readUInt16BE(at) === serverNameExtension) return hello.toString('latin1', at + 9, at + 9 + hello.readUInt16BE(at + 7)).toLowerCase();
    at += 4 + length;
  }
  return undefined;
}
