/** Request bodies: one of raw, JSON, form or multipart, with the content type that belongs to it. */
import { FormData } from 'undici';
import { HarnessError } from '../errors.ts';

/** A file in a multipart form. */
export interface FilePart {
  filename: string;
  bytes: Uint8Array | string;
  contentType?: string;
}

export interface BodyOptions {
  body?: string | Uint8Array;
  json?: unknown;
  form?: Record<string, string>;
  multipart?: Record<string, string | FilePart>;
}

export interface EncodedBody {
  body?: string | Uint8Array | FormData;
  contentType?: string;
}

export function encodeBody(options: BodyOptions): EncodedBody {
  const given = (['body', 'json', 'form', 'multipart'] as const).filter(kind => options[kind] !== undefined);
  if (given.length > 1) {
    throw new HarnessError({
      code: 'ERR_HTTP_TWO_BODIES', fault: 'user',
      message: `A request has one body, but ${given.join(' and ')} were given.`,
      wayOut: 'Keep one of them.',
    });
  }
  if (options.body !== undefined) return { body: options.body };
  if (options.json !== undefined) return { body: JSON.stringify(options.json), contentType: 'application/json' };
  if (options.form) return { body: new URLSearchParams(options.form).toString(), contentType: 'application/x-www-form-urlencoded' };
  if (options.multipart) return { body: multipart(options.multipart) };
  return {};
}

function multipart(parts: Record<string, string | FilePart>): FormData {
  const form = new FormData();
  for (const [name, part] of Object.entries(parts)) {
    if (typeof part === 'string') form.append(name, part);
    else form.append(name, new File([part.bytes as BlobPart], part.filename, { type: part.contentType ?? 'application/octet-stream' }), part.filename);
  }
  return form;
}
