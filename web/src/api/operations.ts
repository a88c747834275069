import table from 'virtual:operations';

/** The JSON Schema of a value, as far as forms are built from it. */
export interface Schema {
  readonly type?: string | readonly string[];
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly default?: unknown;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

export interface Operation {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  readonly path: string;
  /** What it does, in Chinese: the words on its button. */
  readonly summary: string;
  readonly reply: 'list' | 'record' | 'file' | 'nothing';
  /** The permission it takes, `session` or `public`. */
  readonly access: string;
  readonly keyed: boolean;
  readonly query: Readonly<Record<string, { readonly required?: boolean; readonly schema: Schema }>>;
  readonly media?: string;
  readonly body?: Schema;
}

export const operations: Readonly<Record<string, Operation>> = table;

export function operation(id: string): Operation {
  const found = operations[id];
  if (!found) throw new Error(`the API has no operation ${id}`);
  return found;
}

/** A request without the fields that nobody fills in here. */
export const without = (schema: Schema, names: readonly string[]): Schema => ({
  ...schema,
  properties: Object.fromEntries(
    Object.entries(schema.properties ?? {}).filter(([name]) => !names.includes(name)),
  ),
});
