/** Names on authentik's wire (`client_id`) and in its published client (`clientId`): the client itself is a dependency of tests alone. */

/** A body of the published client's type as authentik takes it. What is undefined stays out. */
export function toWire(value: unknown): unknown {
  return renamed(value, key => key.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`));
}

/** An answer of authentik as the published client types it, dates apart: those stay text. */
export function fromWire(value: unknown): unknown {
  return renamed(value, key => key.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
}

function renamed(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map(item => renamed(item, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).filter(([, item]) => item !== undefined).map(([key, item]) => [rename(key), renamed(item, rename)]));
}
