/** A page of the docs as somebody follows it: files to write, named before their text, and commands to run, in the order of the page. */

export type Step = { readonly write: string; readonly text: string } | { readonly run: string };

export function stepsOf(page: string): Step[] {
  return [...page.matchAll(/(?:^`([^`\n]+)`\n\n)?^```(\w+)\n([\s\S]*?)^```$/gm)].map(([, file, language, text = '']): Step => {
    if (file !== undefined) return { write: file, text };
    if (language === 'sh') return { run: text.trim() };
    throw new Error(`A block of ${language ?? 'no language'} has no file's name before it, and is no command:\n${text}`);
  });
}
