/** A mail that an app has sent, as tests read it. */
import PostalMime from 'postal-mime';

/** A mail that the app has sent. */
export interface Mail {
  /** Who it says it is from: the sender of its envelope. */
  readonly from: string;
  /** Whom it was sent to: the recipients of its envelope, in lower case. */
  readonly to: readonly string[];
  readonly subject: string;
  /** Empty where it has no such part. */
  readonly text: string;
  /** Empty where it has no such part. */
  readonly html: string;
  /** When it came, as an ISO time. */
  readonly at: string;
}

/** Who sent it and to whom, as the server was told before the message. */
export interface Envelope {
  readonly from: string;
  readonly to: readonly string[];
}

/** Reads a message as it came over the wire; attachments are left out. */
export async function parseMail(raw: Uint8Array, { from, to }: Envelope, at = new Date()): Promise<Mail> {
  const { subject = '', text = '', html = '' } = await PostalMime.parse(raw);
  return { from, to: to.map(address => address.toLowerCase()), subject, text, html, at: at.toISOString() };
}

/** What a person would read. */
export function wordsOf({ subject, text, html }: Mail): string {
  const body = text === '' ? html.replaceAll(/<style[^]*?<\/style>|<[^>]*>/gi, ' ') : text;
  return `${subject}\n${body}`;
}
