import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const DOCUMENT = fileURLToPath(new URL('../docs/openapi.json', import.meta.url));
const NAME = 'virtual:operations';
const RESOLVED = `\0${NAME}`;

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: unknown;
}
interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly 'x-access': string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: unknown }> };
  readonly responses: Record<
    string,
    { readonly content?: Record<string, { readonly schema?: ReplySchema }> }
  >;
}
interface ReplySchema {
  readonly properties?: Readonly<Record<string, unknown>>;
}

/** Whether it answers a list, one record or a file. */
function replyOf(operation: Operation): string {
  const [, reply] = Object.entries(operation.responses).find(([status]) => status.startsWith('2')) ?? [];
  const content = reply?.content ?? {};
  const json = content['application/json'];
  if (!json) return Object.keys(content).length > 0 ? 'file' : 'nothing';
  return json.schema?.properties?.['items'] ? 'list' : 'record';
}

/**
 * What a page must know of an operation before it asks: name, right, and what is filled in. Replies stay out.
 */
function facts(method: string, path: string, operation: Operation): unknown {
  const [[media, content] = [undefined, undefined]] = Object.entries(operation.requestBody?.content ?? {});
  const parameters = operation.parameters ?? [];
  return {
    method,
    path: path.replace('/api/v1', ''),
    summary: operation.summary,
    reply: replyOf(operation),
    access: operation['x-access'],
    keyed: parameters.some((one) => one.in === 'header' && one.name === 'Idempotency-Key'),
    query: Object.fromEntries(parameters.filter((one) => one.in === 'query').map((one) => [one.name, one])),
    ...(media === undefined ? {} : { media, body: content?.schema }),
  };
}

/** The part of docs/openapi.json that the pages need while they run, as a module of the bundle. */
export function operations(): Plugin {
  return {
    name: 'sifang-operations',
    resolveId: (id) => (id === NAME ? RESOLVED : undefined),
    load(id) {
      if (id !== RESOLVED) return undefined;
      this.addWatchFile(DOCUMENT);
      const { paths } = JSON.parse(readFileSync(DOCUMENT, 'utf8')) as {
        paths: Record<string, Record<string, Operation>>;
      };
      const all: Record<string, unknown> = {};
      for (const [path, methods] of Object.entries(paths)) {
        for (const [method, one] of Object.entries(methods)) all[one.operationId] = facts(method, path, one);
      }
      return `export default JSON.parse(${JSON.stringify(JSON.stringify(all))});`;
    },
  };
}
