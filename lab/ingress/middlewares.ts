/** Turns Traefik's middlewares, as far as the lab does them, into Caddy's handlers. */
import { LabelError, readBoolean, readList, type Fields } from './labels.ts';
import { literal, withoutPlaceholders } from './matchers.ts';
import type { Middleware } from './routing-table.ts';

export type Handler = { handler: string } & Record<string, unknown>;

export interface Handled {
  handlers: Handler[];
  /** True when every request ends here. */
  ends: boolean;
}

/** They shape load, not answers. */
const leftOut = new Set(['buffering', 'circuitbreaker', 'compress', 'inflightreq', 'ratelimit', 'retry']);

/** Throws `LabelError` for what the lab does not do: better no answer than one that Traefik would not give. */
export function handlersOf(middleware: Middleware, scheme: 'http' | 'https'): Handled {
  const kinds = new Set(Object.keys(middleware.fields).map((field) => field.split('.', 1)[0] ?? ''));
  const [kind = ''] = kinds;
  if (kinds.size !== 1) throw new LabelError(`middleware ${middleware.name} is of several kinds: ${[...kinds].join(', ')}`);
  const fields = withoutKind(middleware.fields, kind);
  switch (kind) {
    case 'redirectscheme': {
      const target = fields['scheme'] ?? 'https';
      // Traefik passes the request on when the address would not change.
      if (target === scheme && fields['port'] === undefined) return passing();
      const port = fields['port'] === undefined ? '' : `:${fields['port']}`;
      return { handlers: [redirect(`${target}://{http.request.host}${port}{http.request.uri}`, permanent(fields))], ends: true };
    }
    case 'redirectregex':
      return passing(redirectRegex(middleware.name, fields));
    case 'stripprefix':
      return passing(...readList(fields['prefixes']).map(stripPrefix));
    case 'addprefix':
      return passing({ handler: 'rewrite', uri: `${withoutPlaceholders(fields['prefix'] ?? '')}{http.request.uri}` });
    case 'replacepathregex':
      return passing({ handler: 'rewrite', path_regexp: [{ find: fields['regex'] ?? '', replace: fields['replacement'] ?? '' }] });
    case 'headers':
      return passing(headers(middleware.name, fields));
    default:
      if (leftOut.has(kind)) return passing();
      throw new LabelError(`middleware ${middleware.name}: the lab's ingress does not do ${kind}`);
  }
}

/** Traefik answers GET with 301 or 302 and every other method with 308 or 307. */
export function redirect(location: string, isPermanent: boolean): Handler {
  const answer = (status: number): Handler => ({ handler: 'static_response', status_code: status, headers: { Location: [location] } });
  return {
    handler: 'subroute',
    routes: [
      { match: [{ method: ['GET'] }], handle: [answer(isPermanent ? 301 : 302)], terminal: true },
      { handle: [answer(isPermanent ? 308 : 307)] },
    ],
  };
}

function passing(...handlers: Handler[]): Handled {
  return { handlers, ends: false };
}

function permanent(fields: Fields): boolean {
  return fields['permanent'] !== undefined && readBoolean('permanent', fields['permanent']);
}

/**
 * The pattern is met anywhere in the whole address; what lies around the match stays, as in Go's ReplaceAllString.
 * Caddy's `map` expands groups by Go's own rules, and never looks for placeholders in what a client sent.
 */
function redirectRegex(name: string, fields: Fields): Handler {
  const { regex, replacement } = fields;
  if (!regex || replacement === undefined) throw new LabelError(`middleware ${name} needs redirectregex.regex and .replacement`);
  const location = `{lab_location_${name.replace(/\W/g, '_')}}`;
  // Two groups come before the label's own.
  const target = replacement.replace(/\$(?:\$|\{(\w+)\}|(\w+))/g, (all, braced?: string, bare?: string) => {
    const group = braced ?? bare;
    if (group === undefined) return all;
    return group === '0' ? '${lab_match}' : `\${${/^\d+$/.test(group) ? Number(group) + 2 : group}}`;
  });
  return {
    handler: 'subroute',
    routes: [
      {
        handle: [{
          handler: 'map',
          source: '{http.request.scheme}://{http.request.hostport}{http.request.uri}',
          destinations: [location],
          mappings: [{ input_regexp: `^(?P<lab_before>.*?)(?P<lab_match>${regex})(?P<lab_after>.*)$`, outputs: [`\${lab_before}${target}\${lab_after}`] }],
          defaults: [''],
        }],
      },
      // This matcher takes an unset variable for the text "<nil>".
      { match: [{ vars_regexp: { [location]: { pattern: '^[^<]' } } }], handle: [redirect(location, permanent(fields))] },
    ],
  };
}

function stripPrefix(prefix: string): Handler {
  return {
    handler: 'subroute',
    routes: [
      {
        match: [{ path_regexp: { pattern: `^${literal(prefix)}` } }],
        handle: [
          { handler: 'headers', request: { set: { 'X-Forwarded-Prefix': [withoutPlaceholders(prefix)] } } },
          { handler: 'rewrite', strip_path_prefix: withoutPlaceholders(prefix) },
        ],
      },
    ],
  };
}

/** Traefik's options for a browser's own defences, and the header that each sets; `true` stands for its only value. */
const defences: Record<string, { header: string; whenTrue?: string }> = {
  browserxssfilter: { header: 'X-XSS-Protection', whenTrue: '1; mode=block' },
  contentsecuritypolicy: { header: 'Content-Security-Policy' },
  contenttypenosniff: { header: 'X-Content-Type-Options', whenTrue: 'nosniff' },
  customframeoptionsvalue: { header: 'X-Frame-Options' },
  framedeny: { header: 'X-Frame-Options', whenTrue: 'DENY' },
  permissionspolicy: { header: 'Permissions-Policy' },
  referrerpolicy: { header: 'Referrer-Policy' },
};

/** Headers of both directions; an empty value removes the header. */
function headers(name: string, fields: Fields): Handler {
  const request = { set: {} as Record<string, string[]>, delete: [] as string[] };
  const response = { set: {} as Record<string, string[]>, delete: [] as string[], deferred: true };
  for (const [field, value] of Object.entries(fields)) {
    const [group = '', header = ''] = field.split('.');
    const side = group === 'customrequestheaders' ? request : group === 'customresponseheaders' ? response : undefined;
    const defence = defences[group];
    if (side !== undefined && header !== '') {
      if (value === '') side.delete.push(header);
      else side.set[header] = [withoutPlaceholders(value)];
    } else if (defence !== undefined) {
      if (defence.whenTrue === undefined) response.set[defence.header] = [withoutPlaceholders(value)];
      else if (readBoolean(`headers.${field}`, value)) response.set[defence.header] = [defence.whenTrue];
    } else if (!/^(sts|forcests|ssl)/.test(group)) {
      // Those ask for https, which is all there is here.
      throw new LabelError(`middleware ${name}: the lab's ingress does not do headers.${field}`);
    }
  }
  return { handler: 'headers', request, response };
}

function withoutKind(fields: Fields, kind: string): Fields {
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [field.slice(kind.length + 1), value]));
}
