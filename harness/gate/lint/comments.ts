/**
 * The comments of a JavaScript or TypeScript file, without a parser: a run has none at hand. It knows strings, templates with what is
 * computed in them, and regular expressions. It cannot tell a regular expression that follows `)` or `}` from a division: one with a
 * quote or a backtick in such a place may hide the comments of its line, or, with a backtick, those up to the next one. No JSX.
 */

export interface Comment {
  /** Between its signs. */
  readonly text: string;
  readonly block: boolean;
  /** Of its first sign, from 1. */
  readonly line: number;
}

/** Words after which a slash begins a regular expression, unlike after any other. */
const beforeRegex = /(?:^|[^\w$.])(?:return|typeof|case|in|of|delete|void|throw|new|instanceof|do|else|yield|await)$/;

export function commentsIn(source: string): Comment[] {
  const comments: Comment[] = [];
  /** For each open template: how many braces are open in what it computes. */
  const templates: number[] = [];
  let at = 0;
  let line = 1;
  /** Where what came last, that was no space and no comment, ended. */
  let meant = 0;
  const goTo = (end: number): string => {
    const text = source.slice(at, end);
    line += text.split('\n').length - 1;
    at = end;
    return text;
  };
  while (at < source.length) {
    const [sign = '', next] = [source[at], source[at + 1]];
    const computed = templates.length - 1;
    if (/\s/.test(sign)) {
      goTo(at + 1);
      continue;
    }
    if (sign === '/' && (next === '/' || next === '*')) {
      const begun = line;
      const block = next === '*';
      const text = goTo(endOf(source, at, block ? /\*\//g : /(?=\n)/g));
      comments.push({ text: block ? text.slice(2).replace(/\*\/$/, '') : text.slice(2), block, line: begun });
      continue;
    }
    if (sign === '"' || sign === "'") goTo(endOf(source, at, sign === '"' ? /"(?:\\[\s\S]|[^"\\\n])*"?/gy : /'(?:\\[\s\S]|[^'\\\n])*'?/gy));
    else if (sign === '`' || (sign === '}' && templates[computed] === 0)) {
      if (sign === '}') templates.pop();
      const text = goTo(endOf(source, at, /[`}](?:\\[\s\S]|\$(?!\{)|[^`\\$])*(?:`|\$\{)/gy));
      if (text.endsWith('${')) templates.push(0);
    } else if (sign === '/' && isRegex(source.slice(Math.max(0, meant - 12), meant))) goTo(endOf(source, at, /\/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n[])+\/?[a-z]*/gy));
    else {
      if (computed >= 0) templates[computed] = (templates[computed] ?? 0) + (sign === '{' ? 1 : sign === '}' ? -1 : 0);
      goTo(at + 1);
    }
    meant = at;
  }
  return comments;
}

/** Where a match ends that begins here, or is sought from here; at the end of the file where there is none. */
function endOf(source: string, at: number, pattern: RegExp): number {
  pattern.lastIndex = pattern.sticky ? at : at + 2;
  return pattern.exec(source) ? pattern.lastIndex : pattern.sticky && source[at] !== '`' && source[at] !== '}' ? at + 1 : source.length;
}

function isRegex(before: string): boolean {
  return before === '' || /[=(,:;!&|?{[+\-*%~^<>]$/.test(before) || beforeRegex.test(before);
}
