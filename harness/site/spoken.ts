/** Times, sizes and texts as a page says them. */

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** `3 days ago`, in the largest unit that it fills. */
export function ago(at: Date, now: Date): string {
  const past = now.getTime() - at.getTime();
  if (past < -minute) return 'in the future';
  if (past < minute) return 'just now';
  const [unit, name] = ([[365 * day, 'year'], [30 * day, 'month'], [day, 'day'], [hour, 'hour'], [minute, 'minute']] as const).find(([size]) => past >= size) ?? [minute, 'minute'];
  return `${count(Math.floor(past / unit), name)} ago`;
}

/** `20 November 2026, 09:30 UTC`: the same for every reader, as a page is built once. */
export function exactly(at: Date): string {
  return `${onDay(at)}, ${at.toISOString().slice(11, 16)} UTC`;
}

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'] as const;

export function onDay(at: Date): string {
  return `${at.getUTCDate()} ${months[at.getUTCMonth()] ?? ''} ${at.getUTCFullYear()}`;
}

export function took(ms: number): string {
  if (ms < 950) return `${Math.round(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  return `${Math.floor(seconds / 3_600)} h ${Math.floor(seconds % 3_600 / 60)} min`;
}

export function sized(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  const [unit, name] = ([[1e12, 'TB'], [1e9, 'GB'], [1e6, 'MB'], [1e3, 'kB']] as const).find(([size]) => bytes >= size) ?? [1, 'B'];
  const value = bytes / unit;
  return `${value < 10 ? value.toFixed(1) : Math.round(value)} ${name}`;
}

export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** The beginning of a text that nobody has promised to be short, with how long it was. */
export function begun(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most).toWellFormed()}… (${text.length} characters)`;
}
