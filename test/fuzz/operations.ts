import { readFileSync } from 'node:fs';

export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly anyOf?: readonly JsonSchema[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
  readonly schema: JsonSchema;
}

/** One operation of the interface document, as a client knows it. */
export interface Operation {
  readonly id: string;
  readonly method: string;
  /** With `{name}` for each path parameter. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly keyed: boolean;
  readonly json: JsonSchema | null;
  readonly form: JsonSchema | null;
  /** `public`, `session` or the permission it needs. */
  readonly access: string;
}

interface DocumentedOperation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: JsonSchema }>> };
  readonly 'x-access': string;
}

const DOCUMENT = new URL('../../docs/openapi.json', import.meta.url);

/** Every operation that `docs/openapi.json` declares. */
export function readOperations(): readonly Operation[] {
  const { paths } = JSON.parse(readFileSync(DOCUMENT, 'utf8')) as {
    paths: Record<string, Record<string, DocumentedOperation>>;
  };
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, declared]): Operation => {
      const content = declared.requestBody?.content ?? {};
      const parameters = declared.parameters ?? [];
      return {
        id: declared.operationId,
        method: method.toUpperCase(),
        path,
        parameters: parameters.filter((parameter) => parameter.in !== 'header'),
        keyed: parameters.some((parameter) => parameter.name === 'Idempotency-Key'),
        json: content['application/json']?.schema ?? null,
        form: content['multipart/form-data']?.schema ?? null,
        access: declared['x-access'],
      };
    }),
  );
}

export const hasBody = (operation: Operation): boolean => operation.json !== null || operation.form !== null;
