import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { changeStanding } from './actions/change-standing.ts';
import { listOrganisations, listRegions, showOrganisation } from './actions/read-organisations.ts';
import { registerOrganisation } from './actions/register-organisation.ts';
import * as shape from './organisation.schema.ts';

const tag = '单位';

export const organisationEndpoints = [
  defineEndpoint({
    ...{ method: 'get', path: '/regions', operation: 'listRegions', tag, access: 'session' },
    summary: '查询行政区划：按上级代码逐级展开，或按名称、代码查找',
    query: shape.regionsQuery,
    reply: shape.regionsReply,
    act: (tx, context, input) => listRegions(tx, context, input.query),
  }),
  defineEndpoint({
    ...{ method: 'get', path: '/organisations', operation: 'listOrganisations', tag },
    access: 'organisation.read',
    summary: '查询单位：政府部门、银行网点、企业、合作社',
    query: shape.organisationsQuery,
    reply: shape.organisationsReply,
    act: (tx, context, input) => listOrganisations(tx, context, input.query),
  }),
  defineEndpoint({
    ...{ method: 'get', path: '/organisations/:id', operation: 'showOrganisation', tag },
    access: 'organisation.read',
    summary: '查看一个单位',
    params: shape.organisationParams,
    reply: shape.organisationReply,
    act: (tx, context, input) => showOrganisation(tx, context, input.params.id),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/organisations', operation: 'registerOrganisation', tag },
    access: 'organisation.register',
    summary: '登记单位；企业和合作社须填写统一社会信用代码',
    body: shape.organisationBody,
    reply: shape.registeredReply,
    status: 201,
    act: (tx, context, input) => registerOrganisation(tx, context, input.body),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/organisations/:id/standings', operation: 'changeStanding', tag },
    access: 'organisation.register',
    summary: '暂停、取消或恢复单位的资格',
    params: shape.organisationParams,
    body: shape.standingBody,
    reply: shape.standingReply,
    status: 201,
    act: (tx, context, input) => changeStanding(tx, context, input.params.id, input.body),
  }),
];
