/** The forms in which a secret stands in texts: whoever masks, scrubs or searches looks for each of them. */

/** Shorter values would be found everywhere; the harness makes none, and a recipe's own short ones are not masked. */
export const shortestSecret = 6;

/** As it stands, in URLs and forms, in JSON, in HTML and XML, one within the other, in hexadecimal, and in base64 at any offset. */
export function formsOf(value: string): string[] {
  const written = jsonForms(value);
  const forms = new Set([
    value, ...written, ...markupForms(value), ...urlForms(value),
    ...written.flatMap(jsonForms), ...written.flatMap(markupForms), ...markupForms(value).flatMap(jsonForms),
    Buffer.from(value).toString('hex'), Buffer.from(value).toString('hex').toUpperCase(),
  ]);
  for (const padding of ['', 'x', 'xx']) {
    for (const encoding of ['base64', 'base64url'] as const) forms.add(base64Core(value, padding, encoding));
  }
  return [...forms].filter(form => form.length >= shortestSecret);
}

/** As JavaScript writes it, and where others escape more: what is no ASCII (Python), markup's characters (Go), slashes (PHP). */
function jsonForms(text: string): string[] {
  const plain = JSON.stringify(text).slice(1, -1);
  const code = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  const ascii = plain.replaceAll(/[^\0-\x7f]/g, code);
  return [plain, ascii, plain.replaceAll(/[<>&]/g, code), plain.replaceAll('/', '\\/'), ascii.replaceAll('/', '\\/')];
}

/** Which of quotes and brackets are escaped, and how, differs between those who write HTML and XML. */
function markupForms(text: string): string[] {
  const ways: Record<string, readonly string[]> = {
    '<': ['&lt;'], '>': ['&gt;', '>'], '"': ['&quot;', '&#34;', '"'], "'": ['&#39;', '&#x27;', '&apos;', "'"], '+': ['+', '&#43;'],
  };
  return Object.entries(ways).reduce<string[]>((forms, [character, written]) => text.includes(character)
    ? forms.flatMap(form => written.map(each => form.replaceAll(character, each))) : forms, [text.replaceAll('&', '&amp;')]);
}

/** Encoded by a program, by a form, and by whatever takes a URL apart in which it stood plainly; codes in capitals or not. */
function urlForms(value: string): string[] {
  const url = new URL('http://host/');
  url.password = value;
  url.pathname = value;
  url.search = value;
  url.hash = value;
  const forms = [
    encodeURIComponent(value.toWellFormed()), encodeURI(value.toWellFormed()),
    new URLSearchParams([['', value]]).toString().slice(1), url.password, url.pathname.slice(1), url.search.slice(1), url.hash.slice(1),
  ];
  return [...forms, ...forms.map(form => form.replaceAll(/%[0-9A-F]{2}/g, code => code.toLowerCase()))];
}

/** The characters of a base64 text that depend on the value alone, whatever stands before and after it. */
function base64Core(value: string, padding: string, encoding: 'base64' | 'base64url'): string {
  const before = Math.ceil(padding.length * 8 / 6);
  const whole = Math.floor((padding.length + Buffer.byteLength(value)) * 8 / 6);
  return Buffer.from(padding + value).toString(encoding).slice(before, whole);
}
