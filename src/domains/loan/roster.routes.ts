import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { approveRoster } from './actions/approve-roster.ts';
import { proposeRoster } from './actions/propose-roster.ts';
import { listRosterHouseholds, listRosters } from './actions/read-rosters.ts';
import * as shape from './roster.schema.ts';
import { eventListQuery } from './loan.schema.ts';

const TAG = '贷款名册';

export const rosterEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/rosters',
    operation: 'listRosters',
    summary: '查询名册',
    tag: TAG,
    access: 'roster.read',
    query: shape.rosterListQuery,
    reply: shape.rosterListReply,
    act: (tx, _context, { query }) => listRosters(tx, query),
  }),
  defineEndpoint({
    method: 'get',
    path: '/rosters/:id/households',
    operation: 'listRosterHouseholds',
    summary: '名册中的户',
    tag: TAG,
    access: 'roster.read',
    params: shape.rosterParams,
    query: eventListQuery,
    reply: shape.rosterHouseholdsReply,
    act: (tx, _context, { params, query }) => listRosterHouseholds(tx, params.id, query),
  }),
  defineEndpoint({
    method: 'post',
    path: '/rosters',
    operation: 'proposeRoster',
    summary: '申报名册',
    tag: TAG,
    access: 'roster.propose',
    body: shape.proposeRosterBody,
    reply: shape.rosterReply,
    status: 201,
    act: (tx, context, { body }) => proposeRoster(tx, context, body),
  }),
  defineEndpoint({
    method: 'post',
    path: '/rosters/:id/approvals',
    operation: 'approveRoster',
    summary: '批准名册',
    tag: TAG,
    access: 'roster.approve',
    params: shape.rosterParams,
    reply: shape.rosterReply,
    status: 201,
    act: (tx, context, { params }) => approveRoster(tx, context, { rosterId: params.id }),
  }),
];
