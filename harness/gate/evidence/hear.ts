/** Puts what clients, tokens, files and commands tell into the recording of the test that runs. */
import { listen, type Observed } from '../../observed.ts';
import { bodyText, largestText, parsed, Reading, recording, type Recording } from './recording.ts';
import { decoded, isDistinctive, leavesOf } from './values.ts';

const written = /^(POST|PUT|PATCH|DELETE)$/;

type Request = Extract<Observed, { kind: 'request' }>;

let listening = false;
const requests = new WeakMap<object, Request>();

export function startToHear(): void {
  if (listening) return;
  listening = true;
  listen(observed => {
    const test = recording();
    if (test) hear(test, observed);
  });
}

export function hear(test: Recording, observed: Observed): void {
  switch (observed.kind) {
    case 'request': return hearRequest(test, observed);
    case 'answer': return hearAnswer(test, observed);
    case 'sent message':
      test.sent.push({ at: test.tick(), by: observed.exchange, text: bodyText({ body: observed.content }), ...(typeof observed.content === 'string' ? {} : { bytes: observed.content }) });
      return;
    case 'message': return hearMessage(test, observed);
    case 'claims':
      test.readings.push(new Reading({ at: test.tick(), by: observed, text: () => '', body: () => observed.claims, makes: true }));
      return;
    case 'given':
      for (const text of leavesOf(observed.values)) if (isDistinctive(text)) test.given.add(text);
      return;
    case 'token':
      test.tokens.add(observed.value);
      return;
    case 'mail':
      test.readings.push(new Reading({ at: test.tick(), by: observed, text: () => observed.text }));
      return;
    case 'file':
      test.sent.push({ at: test.tick(), by: undefined, text: observed.content.length > largestText ? '' : observed.content.toString(), bytes: observed.content });
      return;
    case 'command':
      test.sent.push({ at: test.tick(), by: undefined, text: observed.argv.join('\n') });
      test.insides.push(observed.said);
      return;
    case 'record':
      test.records.push({ at: test.tick(), seen: observed.seen, by: observed.by, trace: new Error() });
  }
}

/** What a client merely asks for by its URL is no sending; what a deletion names is. */
function hearRequest(test: Recording, request: Request): void {
  requests.set(request.exchange, request);
  const { body, multipart = {} } = request.body;
  for (const part of Object.values(multipart)) {
    if (typeof part !== 'string') test.sent.push({ at: test.tick(), by: request.exchange, text: '', bytes: Buffer.from(part.bytes as string) });
  }
  const text = [bodyText(request.body), written.test(request.method) ? decoded(request.url) : ''].join('\n');
  if (text.trim() === '' && body === undefined) return;
  test.sent.push({ at: test.tick(), by: request.exchange, text, ...(body instanceof Uint8Array ? { bytes: body } : {}) });
}

/** What comes over a WebSocket or a plain connection may repeat anything that went out over it; whatever another exchange has sent, it must have from the app. */
function hearMessage(test: Recording, { exchange, bytes }: Extract<Observed, { kind: 'message' }>): void {
  const request = requests.get(exchange);
  const at = test.tick();
  const body = () => bytes.length > largestText ? '' : bytes.toString();
  test.readings.push(new Reading({
    at, by: exchange, bytes, text: body, body: () => parsed(body()),
    carried: () => [carriedBy(request), ...test.sent.filter(sent => sent.by === exchange && sent.at < at).map(({ text }) => text)].join('\n'),
  }));
}

function hearAnswer(test: Recording, { exchange, status, headers, bytes }: Extract<Observed, { kind: 'answer' }>): void {
  const request = requests.get(exchange);
  const { method, url } = request ?? { method: '', url: '' };
  const body = () => bytes.length > largestText || /^(image|audio|video|font)\//.test(headers['content-type'] ?? '') ? '' : bytes.toString();
  test.readings.push(new Reading({
    at: test.tick(), by: exchange, status, bytes,
    question: `${method} ${url} ${request?.headers['authorization'] ?? ''} ${request?.headers['cookie'] ?? ''}`,
    makes: written.test(method) && method !== 'DELETE',
    text: () => `${body()}\n${Object.values(headers).join('\n')}`,
    body: () => [parsed(body()), ...Object.values(headers)],
    carried: () => carriedBy(request),
  }));
}

function carriedBy(request: Request | undefined): string {
  return request ? [decoded(request.url), ...Object.values(request.headers), bodyText(request.body)].join('\n') : '';
}
