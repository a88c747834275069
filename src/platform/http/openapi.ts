import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';

type Json = Record<string, unknown>;

const PROBLEM: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'detail', 'code', 'request_id'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string' },
    facts: { type: 'object' },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        properties: { pointer: { type: 'string' }, code: { type: 'string' }, detail: { type: 'string' } },
      },
    },
    request_id: { type: 'string' },
  },
};

function jsonSchema(shape: unknown, io: 'input' | 'output'): Json {
  const schema = z.toJSONSchema(shape as z.ZodType, { io, unrepresentable: 'any' }) as Json;
  delete schema['$schema'];
  return schema;
}

function parametersOf(shape: unknown, place: 'path' | 'query'): Json[] {
  if (!shape) return [];
  const schema = jsonSchema(shape, 'input');
  const required = new Set((schema['required'] as string[] | undefined) ?? []);
  return Object.entries((schema['properties'] as Record<string, Json> | undefined) ?? {}).map(
    ([name, property]) => ({
      name,
      in: place,
      required: place === 'path' || required.has(name),
      schema: property,
    }),
  );
}

const KEY_PARAMETER: Json = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  schema: { type: 'string', minLength: 8, maxLength: 80 },
};

function requestBody(endpoint: Endpoint): Json | undefined {
  if (endpoint.uploadBytes) {
    const fields = endpoint.body ? jsonSchema(endpoint.body, 'input') : { type: 'object', properties: {} };
    const properties = { ...(fields['properties'] as Json), file: { type: 'string', format: 'binary' } };
    const required = [...((fields['required'] as string[] | undefined) ?? []), 'file'];
    return {
      required: true,
      content: { 'multipart/form-data': { schema: { type: 'object', properties, required } } },
    };
  }
  if (!endpoint.body) return undefined;
  return { required: true, content: { 'application/json': { schema: jsonSchema(endpoint.body, 'input') } } };
}

function operationOf(endpoint: Endpoint): Json {
  const keyed = endpoint.method === 'post' && endpoint.idempotent !== false && endpoint.access !== 'public';
  const body = requestBody(endpoint);
  const content =
    typeof endpoint.reply === 'string'
      ? { [endpoint.reply]: { schema: { type: 'string', format: 'binary' } } }
      : { 'application/json': { schema: jsonSchema(endpoint.reply, 'output') } };
  return {
    operationId: endpoint.operation,
    summary: endpoint.summary,
    tags: [endpoint.tag],
    'x-access': endpoint.access,
    ...(endpoint.freshSession ? { 'x-fresh-session': true } : {}),
    ...(endpoint.access === 'public' ? { security: [] } : {}),
    parameters: [
      ...parametersOf(endpoint.params, 'path'),
      ...parametersOf(endpoint.query, 'query'),
      ...(keyed ? [KEY_PARAMETER] : []),
    ],
    ...(body ? { requestBody: body } : {}),
    responses: {
      [String(endpoint.status ?? 200)]: { description: '成功', content },
      default: {
        description: '拒绝，说明原因',
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

/** OpenAPI 3.1 of the declared endpoints, in a stable order. */
export function openApiDocument(endpoints: readonly Endpoint[], version: string): Json {
  const paths: Record<string, Json> = {};
  for (const endpoint of endpoints) {
    const path = `/api/v1${endpoint.path.replace(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [endpoint.method]: operationOf(endpoint) };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Sifang 四方',
      version,
      description: '扶贫小额信贷、贴息、四方协议与分红。金额为元的字符串，日期为 YYYY-MM-DD，编号为数字串。',
    },
    servers: [{ url: '/' }],
    security: [{ bearer: [] }],
    paths: Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
      schemas: { Problem: PROBLEM },
    },
  };
}
