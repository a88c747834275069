import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { listEntries } from './actions/list-entries.ts';
import { entriesQuery, entriesReply } from './audit.schema.ts';

export const auditEndpoints = [
  defineEndpoint({
    method: 'get',
    path: '/audit-entries',
    operation: 'listAuditEntries',
    summary: '查询审计记录，最新的在前',
    tag: '审计',
    access: 'audit.read',
    query: entriesQuery,
    reply: entriesReply,
    act: (tx, context, input) => listEntries(tx, context, input.query),
  }),
];
