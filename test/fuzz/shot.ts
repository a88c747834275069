import { randomUUID } from 'node:crypto';
import type { Operation } from './operations.ts';

export type Delivery = 'whole' | 'slow' | 'cut' | 'raw';

/** One request, with all that is needed to send it again. */
export interface Shot {
  readonly operation: string;
  /** Who sends it; null: a stranger. */
  readonly actor: string | null;
  readonly method: string;
  /** Path and query as they go over the wire. */
  readonly target: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Buffer | null;
  /** What the body says, when it is JSON that can still be taken apart. */
  readonly json?: unknown;
  readonly delivery: Delivery;
  /** What was done to it, in words. */
  readonly tricks: readonly string[];
}

export interface FormFile {
  readonly name: string;
  readonly bytes: Buffer;
}

/** A request before it is written down: what a person would fill in. */
export interface Draft {
  readonly operation: Operation;
  readonly actor: string | null;
  readonly params: Readonly<Record<string, string>>;
  readonly query: readonly (readonly [string, string])[];
  readonly json?: unknown;
  readonly fields?: Readonly<Record<string, string>>;
  readonly file?: FormFile;
}

const BOUNDARY = '----sifang-fuzz-7d1c9f';

export function shotOf(draft: Draft): Shot {
  const { operation } = draft;
  const headers: [string, string][] = [];
  if (operation.keyed) headers.push(['idempotency-key', randomUUID()]);
  const body = bodyOf(draft);
  if (body) headers.push(['content-type', body.type]);
  return {
    operation: operation.id,
    actor: draft.actor,
    method: operation.method,
    target: targetOf(draft),
    headers,
    body: body?.bytes ?? null,
    ...(draft.json === undefined ? {} : { json: draft.json }),
    delivery: 'whole',
    tricks: [],
  };
}

/** Percent-encoded; half characters become U+FFFD, as a browser sends them. */
export const encoded = (text: string): string => encodeURIComponent(Buffer.from(text).toString());

export function targetOf({
  operation,
  params,
  query,
}: Pick<Draft, 'operation' | 'params' | 'query'>): string {
  const path = operation.path.replace(/\{(\w+)\}/g, (_whole, name: string) => encoded(params[name] ?? '0'));
  const text = query.map(([name, value]) => `${encodeURIComponent(name)}=${encoded(value)}`).join('&');
  return text === '' ? path : `${path}?${text}`;
}

function bodyOf(draft: Draft): { readonly type: string; readonly bytes: Buffer } | null {
  if (draft.file || draft.fields) {
    return {
      type: `multipart/form-data; boundary=${BOUNDARY}`,
      bytes: formOf(draft.fields ?? {}, draft.file ?? null),
    };
  }
  if (draft.json === undefined) return null;
  return { type: 'application/json', bytes: Buffer.from(JSON.stringify(draft.json)) };
}

function formOf(fields: Readonly<Record<string, string>>, file: FormFile | null): Buffer {
  const parts: Buffer[] = [];
  for (const [name, value] of Object.entries(fields)) {
    parts.push(
      Buffer.from(`--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`),
    );
  }
  if (file) {
    const disposition = `content-disposition: form-data; name="file"; filename="${file.name}"`;
    parts.push(
      Buffer.from(`--${BOUNDARY}\r\n${disposition}\r\ncontent-type: application/octet-stream\r\n\r\n`),
      file.bytes,
      Buffer.from('\r\n'),
    );
  }
  parts.push(Buffer.from(`--${BOUNDARY}--\r\n`));
  return Buffer.concat(parts);
}

export const headerOf = (shot: Shot, name: string): string | undefined =>
  shot.headers.find(([known]) => known === name)?.[1];

export const withHeader = (shot: Shot, name: string, value: string | null): Shot => ({
  ...shot,
  headers: [
    ...shot.headers.filter(([known]) => known !== name),
    ...(value === null ? [] : [[name, value] as const]),
  ],
});

/** The same request with other JSON. */
export const withJson = (shot: Shot, json: unknown): Shot => ({
  ...shot,
  json,
  body: Buffer.from(JSON.stringify(json)),
});
