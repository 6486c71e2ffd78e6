/** `ports` of a compose service: which ports of the server lead to it. */
import { interpolate, type Values } from './interpolate.ts';

export interface Published {
  readonly port: number;
  readonly protocol: string;
}

/** An entry in its short form, `[address:]published:target[/protocol]`, ranges too, or in its long one. A port that the engine chooses is nobody's beforehand. */
export function publishedBy(entry: unknown, values: Values): Published[] {
  if (typeof entry === 'object' && entry !== null) {
    const { published = '', protocol = 'tcp' } = entry as { published?: string | number; protocol?: string };
    const port = Number(interpolate(`${published}`, values));
    return Number.isInteger(port) && port > 0 ? [{ port, protocol }] : [];
  }
  const [ports = '', protocol = 'tcp'] = interpolate(String(entry), values).split('/');
  const published = ports.replace(/\[[^\]]*\]/, '').split(':').at(-2) ?? '';
  const [first, last = first] = published.split('-').map(Number);
  if (first === undefined || last === undefined || !(first > 0) || !(last >= first)) return [];
  return Array.from({ length: last - first + 1 }, (_, index) => ({ port: first + index, protocol }));
}
