import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { readApplications, receiveApplication } from './actions/receive-application.ts';
import * as shape from './subsidy-application.schema.ts';

const tag = '贴息 subsidy';

export const subsidyApplicationEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/loans/:id/subsidy-applications',
    operation: 'listSubsidyApplications',
    summary: '一笔贷款的农户贴息申请',
    tag,
    access: 'subsidy.read',
    params: shape.applicationParams,
    reply: shape.applicationList,
    act: (tx, _context, { params }) => readApplications(tx, params.id),
  }),
  defineEndpoint({
    method: 'post',
    path: '/loans/:id/subsidy-applications',
    operation: 'receiveSubsidyApplication',
    summary: '登记农户贴息申请及材料；由农户申请的版本，未申请的不结算',
    tag,
    access: 'subsidy.receive-application',
    params: shape.applicationParams,
    body: shape.applicationBody,
    reply: shape.applicationReply,
    status: 201,
    act: (tx, context, { params, body }) => receiveApplication(tx, context, { loanId: params.id, ...body }),
  }),
];
