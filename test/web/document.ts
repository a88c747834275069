import { readFileSync } from 'node:fs';

/** The part of a JSON Schema that says what names and values a reply or request may hold. */
export interface DocumentSchema {
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, DocumentSchema>>;
  readonly anyOf?: readonly DocumentSchema[];
  readonly oneOf?: readonly DocumentSchema[];
  readonly allOf?: readonly DocumentSchema[];
  readonly items?: DocumentSchema;
  readonly additionalProperties?: DocumentSchema | boolean;
}

type Content = Readonly<Record<string, { readonly schema?: DocumentSchema }>>;

export interface DocumentOperation {
  readonly method: string;
  readonly operationId: string;
  readonly summary: string;
  readonly parameters?: readonly {
    readonly name: string;
    readonly in: string;
    readonly schema: DocumentSchema;
  }[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content?: Content }>>;
}

const DOCUMENT = new URL('../../docs/openapi.json', import.meta.url);

/** Every operation of docs/openapi.json. */
export function documentOperations(): readonly DocumentOperation[] {
  const { paths } = JSON.parse(readFileSync(DOCUMENT, 'utf8')) as {
    paths: Record<string, Record<string, DocumentOperation>>;
  };
  return Object.values(paths).flatMap((methods) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, method })),
  );
}

const first = (content: Content | undefined): DocumentSchema => Object.values(content ?? {})[0]?.schema ?? {};

/** What an operation answers when it succeeds. */
export function replyOf(operation: DocumentOperation): DocumentSchema {
  const [, reply] = Object.entries(operation.responses).find(([status]) => status.startsWith('2')) ?? [];
  return first(reply?.content);
}

export const requestOf = (operation: DocumentOperation): DocumentSchema =>
  first(operation.requestBody?.content);

/** A schema and all within it, each with the name of the field it stands under. */
export function* within(schema: DocumentSchema, name = ''): Generator<readonly [string, DocumentSchema]> {
  yield [name, schema];
  for (const [field, one] of Object.entries(schema.properties ?? {})) yield* within(one, field);
  for (const one of [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]) {
    yield* within(one, name);
  }
  if (schema.items) yield* within(schema.items, name);
  if (typeof schema.additionalProperties === 'object') yield* within(schema.additionalProperties, name);
}

/** The fields of the rows of a list, or of a record, by name. */
export function fieldsAt(place: string): Readonly<Record<string, DocumentSchema>> {
  const [id, ...path] = place.split('.');
  const operation = documentOperations().find((one) => one.operationId === id);
  if (!operation) throw new Error(`the API has no operation ${id}`);
  const reach = (schema: DocumentSchema, [name, ...rest]: readonly string[]): DocumentSchema => {
    const plain = schema.anyOf?.find((one) => one.properties ?? one.items) ?? schema;
    const row = plain.items ?? plain;
    if (name === undefined) return row;
    const next = row.properties?.[name];
    if (!next) throw new Error(`${place}: no field ${name}`);
    return reach(next, rest);
  };
  return reach(replyOf(operation), path).properties ?? {};
}
