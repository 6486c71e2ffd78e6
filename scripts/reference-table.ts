/** A JSON Schema as a table for people: one row a key, tables of tables flattened into dotted keys. */

interface Schema {
  type?: string | string[];
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  anyOf?: Schema[];
  required?: string[];
  enum?: unknown[];
  pattern?: string;
  format?: string;
  minimum?: number;
  maximum?: number;
  default?: unknown;
  description?: string;
}

export function referenceTable(schema: object): string {
  return ['| key | type | default | meaning |', '|---|---|---|---|', ...rows(schema, '', true)].join('\n');
}

/** `given`: the table that holds the keys is always there, so that its required keys are. */
function rows(schema: Schema, prefix: string, given: boolean): string[] {
  return Object.entries(schema.properties ?? {}).flatMap(([name, property]) => {
    const key = `${prefix}${name}`;
    const required = schema.required?.includes(name) ?? false;
    const own = row(key, property, required ? (given ? '**required**' : '**required** in it') : '');
    const inner = orNull(property);
    if (inner.properties) return [own, ...rows(inner, `${key}.`, given && (required || property.default !== undefined))];
    return property.items?.properties ? [own, ...rows(property.items, `${key}[].`, false)] : [own];
  });
}

function row(key: string, property: Schema, presence: string): string {
  const fallback = property.default === undefined || isEmpty(property.default) ? '' : `\`${JSON.stringify(property.default)}\``;
  const cells = [`\`${key}\``, typeOf(property), presence || fallback, property.description ?? ''];
  return `| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** What a schema that allows null is otherwise. */
function orNull(schema: Schema): Schema {
  return schema.anyOf?.find(({ type }) => type !== 'null') ?? schema;
}

function typeOf(schema: Schema): string {
  if (schema.anyOf) return `${typeOf(orNull(schema))} or null`;
  if (schema.enum) return schema.enum.map(value => `\`${String(value)}\``).join(' or ');
  if (schema.items) return `list of ${schema.items.properties ? 'tables' : plural(typeOf(schema.items))}`;
  if (schema.properties) return 'table';
  if (typeof schema.additionalProperties === 'object') return `table of ${plural(typeOf(schema.additionalProperties))}`;
  if (schema.type === 'integer') return 'whole number';
  return schema.format === 'date' ? 'date' : [schema.type ?? 'any'].flat().join(' or ');
}

function plural(type: string): string {
  return type.endsWith('`') ? type : `${type}s`;
}

function isEmpty(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
