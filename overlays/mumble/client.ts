/** A Mumble client: enough of its protocol to come in, to see who and what is there, and to write. */
import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';
import type { Connection, InstalledApp, Messages, NetClient } from 'recipe-harness';

export const port = 64738;

const proto = protobuf.loadSync(fileURLToPath(new URL('mumble.proto', import.meta.url)));
const numbers = { Version: 0, Authenticate: 2, Reject: 4, ServerSync: 5, ChannelRemove: 6, ChannelState: 7, UserRemove: 8, UserState: 9, TextMessage: 11, ServerConfig: 24 } as const;
const kinds = new Map<number, string>(Object.entries(numbers).map(([kind, number]) => [number, kind]));
/** Of all types of message there are; images in texts are the largest. */
const highest = 26;
const largest = 8 * 1024 * 1024;

type Kind = keyof typeof numbers;
type Fields = Readonly<Partial<Record<'name' | 'description' | 'message' | 'welcomeText' | 'type' | 'username' | 'password' | 'release', string>>
  & Partial<Record<'session' | 'actor' | 'parent' | 'maxUsers' | 'versionV1', number>> & { channelId?: number | number[]; opus?: boolean }>;
export type Message = Fields & { readonly kind: string };

/** Two bytes of type, four of length, then the message. */
function cut(bytes: Buffer): { length: number; message: Message } | undefined {
  if (bytes.length < 6) return undefined;
  const number = bytes.readUInt16BE(0);
  const length = 6 + bytes.readUInt32BE(2);
  if (number > highest || length > largest) throw new Error(`type ${number}, ${length} bytes`);
  if (bytes.length < length) return undefined;
  const kind = kinds.get(number);
  if (kind === undefined) return { length, message: { kind: `type ${number}` } };
  const type = proto.lookupType(kind);
  return { length, message: { kind, ...type.toObject(type.decode(bytes.subarray(6, length)), { enums: String }) } };
}

export class MumbleClient {
  /** What the server has told until it let the client in, or refused it. */
  seen: readonly Message[] = [];
  readonly line: Connection;
  readonly #messages: Messages<Message>;

  constructor(line: Connection) {
    this.line = line;
    this.#messages = line.messages(cut);
  }

  /** Anonymous but for a name, unless it is SuperUser; refused or let in, see `answer`. */
  static async join(net: NetClient, app: InstalledApp, as: string, password = app.secret(as === 'SuperUser' ? 'su_password' : 'server_pw')): Promise<MumbleClient> {
    // The server signs its own certificate: as people do, look at it first, then speak to nobody else.
    const { fingerprint } = await net.certificate(port);
    const client = new MumbleClient(await net.tls(port, { pin: fingerprint }));
    await client.send('Version', { versionV1: 0x01_04_00, release: 'recipe-harness' });
    await client.send('Authenticate', { username: as, password, opus: true });
    client.seen = await client.#messages.upTo(`ServerSync or Reject for ${as}`, ({ kind }) => kind === 'ServerSync' || kind === 'Reject');
    return client;
  }

  /** ServerSync, or Reject. */
  get answer(): Message | undefined {
    return this.seen.at(-1);
  }

  next(kind: Kind, fits: (message: Message) => boolean = () => true): Promise<Message> {
    return this.#messages.next(kind, message => message.kind === kind && fits(message));
  }

  send(kind: Kind, fields: Fields): Promise<void> {
    const type = proto.lookupType(kind);
    const body = type.encode(type.fromObject(fields)).finish();
    const head = Buffer.alloc(6);
    head.writeUInt16BE(numbers[kind], 0);
    head.writeUInt32BE(body.length, 2);
    return this.line.send(Buffer.concat([head, body]));
  }

  /** A channel that was there when the client came in. */
  channel(name: string): Message | undefined {
    return this.seen.find(each => each.kind === 'ChannelState' && each.name === name);
  }

  /** Makes a channel below Root, which only SuperUser may. */
  async makeChannel(name: string, description: string): Promise<Message> {
    await this.send('ChannelState', { parent: 0, name, description });
    return this.next('ChannelState', made => made.name === name);
  }

  async goTo({ channelId }: Message): Promise<Message> {
    await this.send('UserState', { session: this.answer?.session ?? 0, channelId: channelId ?? 0 });
    return this.next('UserState', moved => moved.session === this.answer?.session && moved.channelId === channelId);
  }
}
