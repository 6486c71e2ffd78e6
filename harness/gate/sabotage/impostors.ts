/** Two impostors that know no recipe, and stand in for an app behind its own address. */
import { STATUS_CODES, type IncomingMessage, type OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { WebSocketServer } from 'ws';
import type { HttpResponse } from '../../http/response.ts';
import type { Behaviour } from './proxy.ts';

/** Headers of one connection or of one body, which are no part of what the app says. */
const notCopied = new Set(['connection', 'keep-alive', 'transfer-encoding', 'content-length', 'content-encoding', 'date', 'alt-svc']);

/** Answers 200 with the app's own front page to everything, whatever is asked and by whichever method. */
export function frontPage(page: Pick<HttpResponse, 'headers' | 'bytes'>): Behaviour {
  const headers = Object.fromEntries(Object.entries(page.headers).filter(([name]) => !notCopied.has(name)));
  return {
    answer: (request, response) => send(request, response, 200, headers, page.bytes),
    upgrade(request, socket) {
      const response = new ServerResponse(request);
      response.assignSocket(socket as Socket);
      response.on('finish', () => socket.end());
      send(request, response, 200, { ...headers, connection: 'close' }, page.bytes);
    },
  };
}

/**
 * Answers as an app does that keeps nothing, and is polite: what was sent comes back as if it had been stored, and what is asked for
 * is made up of the question itself. So a test that compares an answer with what it has just posted is fooled, and so is one
 * that looks for its token in a page whose address holds that token.
 */
export const echo: Behaviour = {
  answer(request, response, body) {
    const { method = 'GET' } = request;
    if (method === 'DELETE') return send(request, response, 204, {}, Buffer.alloc(0));
    if (body.length > 0) {
      return send(request, response, method === 'POST' ? 201 : 200, { 'content-type': request.headers['content-type'] ?? 'application/octet-stream' }, body);
    }
    const { type, text } = reflected(request);
    send(request, response, 200, { 'content-type': type }, Buffer.from(text));
  },

  /** Every WebSocket is welcome, and hears what it says. */
  upgrade(request, socket, head) {
    webSockets.handleUpgrade(request, socket, head, client => {
      client.on('error', () => client.terminate());
      client.on('message', (data, binary) => client.send(data, { binary }));
    });
  },
};

const webSockets = new WebSocketServer({ noServer: true });

/** The question as an answer: for people as a page, for programs as JSON with each parameter under its own name. */
function reflected(request: IncomingMessage): { type: string; text: string } {
  const url = new URL(request.url ?? '/', `https://${request.headers.host ?? 'nobody'}`);
  const segments = url.pathname.split('/').filter(Boolean).map(decoded);
  if (request.headers.accept?.includes('text/html')) {
    const words = [...segments, ...url.searchParams.values()].map(word => `<li>${escaped(word)}</li>`).join('');
    return { type: 'text/html; charset=utf-8', text: `<!doctype html><title>${escaped(segments.at(-1) ?? url.host)}</title><h1>${escaped(segments.at(-1) ?? url.host)}</h1><ul>${words}</ul>\n` };
  }
  return {
    type: 'application/json',
    text: JSON.stringify({ id: segments.at(-1) ?? '', method: request.method, path: url.pathname, segments, ...Object.fromEntries(url.searchParams) }),
  };
}

function send(request: IncomingMessage, response: ServerResponse, status: number, headers: OutgoingHttpHeaders, body: Buffer): void {
  response.writeHead(status, STATUS_CODES[status], { ...headers, ...(status === 204 ? {} : { 'content-length': body.length }) });
  response.end(request.method === 'HEAD' || status === 204 ? undefined : body);
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
