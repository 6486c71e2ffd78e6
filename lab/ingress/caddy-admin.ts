/** Caddy's admin interface over its Unix socket, which no network reaches. */
import { request } from 'node:http';
import { adminHost, type CaddyConfig } from './caddy-config.ts';

export type Loaded = { accepted: true } | { accepted: false; reason: string };

export interface Caddy {
  /** The configuration that is live. Rejects when Caddy does not answer. */
  live(): Promise<unknown>;
  /** Replaces the whole configuration at once. A refused one changes nothing. */
  load(config: CaddyConfig): Promise<Loaded>;
}

export function caddyAt(socketPath: string): Caddy {
  return {
    async live() {
      const answer = await ask(socketPath, 'GET', '/config/');
      if (answer.status !== 200) return undefined;
      return JSON.parse(answer.text) as unknown;
    },
    async load(config) {
      const answer = await ask(socketPath, 'POST', '/load', JSON.stringify(config));
      if (answer.status < 300) return { accepted: true };
      if (answer.status >= 500) throw new Error(`Caddy answered ${answer.status}: ${answer.text.trim()}`);
      return { accepted: false, reason: reasonIn(answer.text) };
    },
  };
}

function reasonIn(text: string): string {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && 'error' in parsed) return String(parsed.error);
  } catch {
    // Not JSON: the text itself says it.
  }
  return text.trim();
}

function ask(socketPath: string, method: string, path: string, body?: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { host: adminHost, ...(body === undefined ? {} : { 'content-type': 'application/json' }) };
    const call = request({ socketPath, method, path, headers, timeout: 10_000, agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('error', reject);
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    call.on('timeout', () => call.destroy(new Error(`Caddy gave no answer to ${method} ${path} in 10 s`)));
    call.on('error', reject);
    call.end(body);
  });
}
