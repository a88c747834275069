import { defineEndpoint } from '../../platform/http/endpoint.ts';
import { assignResponsiblePerson } from './actions/assign-responsible-person.ts';
import { addMember, leaveMember } from './actions/change-members.ts';
import { listHouseholds, searchByNumber, showHousehold } from './actions/read-households.ts';
import { recordFact } from './actions/record-fact.ts';
import { recordStatus } from './actions/record-status.ts';
import { registerHousehold } from './actions/register-household.ts';
import { revealNumbers } from './actions/reveal-numbers.ts';
import { reviewFact } from './actions/review-fact.ts';
import { reviewStatus } from './actions/review-status.ts';
import { setCardAccount } from './actions/set-card-account.ts';
import * as shape from './household.schema.ts';

const tag = '农户';

export const householdEndpoints = [
  defineEndpoint({
    ...{ method: 'get', path: '/households', operation: 'listHouseholds', tag, access: 'household.read' },
    summary:
      '查询农户：按姓名、户编号、乡镇（姓名在一个县区内可填任意部分，跨县区须填开头）；unreviewed=true 只列有未复核身份记录的户',
    query: shape.householdsQuery,
    reply: shape.householdsReply,
    act: (tx, context, input) => listHouseholds(tx, context, input.query),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/household-searches', operation: 'searchHouseholds', tag },
    access: 'household.read',
    summary: '按身份证号查找农户；号码只在请求正文中传送',
    body: shape.searchBody,
    reply: shape.householdsReply,
    // the number would be kept with the key
    idempotent: false,
    act: (tx, context, input) => searchByNumber(tx, context, input.body),
  }),
  defineEndpoint({
    ...{ method: 'get', path: '/households/:id', operation: 'showHousehold', tag, access: 'household.read' },
    summary: '查看一户：成员、身份记录、帮扶责任人；号码均脱敏',
    params: shape.householdParams,
    reply: shape.householdReply,
    act: (tx, context, input) => showHousehold(tx, context, input.params.id),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/households', operation: 'registerHousehold', tag },
    access: 'household.register',
    summary: '登记建档立卡户及成员；身份须经另一人复核后生效',
    body: shape.householdBody,
    reply: shape.registeredReply,
    status: 201,
    act: (tx, context, input) => registerHousehold(tx, context, input.body),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/households/:id/members', operation: 'addMember', tag },
    access: 'household.register',
    summary: '增加成员',
    params: shape.householdParams,
    body: shape.memberBody,
    reply: shape.memberAddedReply,
    status: 201,
    act: (tx, context, input) => addMember(tx, context, input.params.id, input.body),
  }),
  defineEndpoint({
    ...{
      method: 'post',
      path: '/households/:id/members/:member_id/departures',
      operation: 'leaveMember',
      tag,
    },
    access: 'household.register',
    summary: '减少成员；户主减员须指定新户主',
    params: shape.memberParams,
    body: shape.leaveBody,
    reply: shape.idReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      leaveMember(tx, context, { householdId: params.id, memberId: params.member_id }, body),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/households/:id/statuses', operation: 'recordStatus', tag },
    access: 'household.register',
    summary: '录入身份变化（脱贫、返贫、清退、迁出等）',
    params: shape.householdParams,
    body: shape.statusBody,
    reply: shape.idReply,
    status: 201,
    act: (tx, context, input) => recordStatus(tx, context, input.params.id, input.body),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/household-statuses/:status_id/reviews', operation: 'reviewStatus', tag },
    access: 'household.review',
    summary: '复核身份记录；录入人不能复核',
    params: shape.statusParams,
    body: shape.reviewBody,
    reply: shape.reviewReply,
    status: 201,
    act: (tx, context, input) => reviewStatus(tx, context, input.params.status_id, input.body),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/households/:id/facts', operation: 'recordFact', tag },
    access: 'household.register',
    summary: '录入认定事实：危房等级、易地搬迁对象、录取或在读，或其不再成立',
    params: shape.householdParams,
    body: shape.factBody,
    reply: shape.idReply,
    status: 201,
    act: (tx, context, input) => recordFact(tx, context, input.params.id, input.body),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/household-facts/:fact_id/reviews', operation: 'reviewFact', tag },
    access: 'household.review',
    summary: '复核认定事实；录入人不能复核',
    params: shape.factParams,
    body: shape.reviewBody,
    reply: shape.reviewReply,
    status: 201,
    act: (tx, context, input) => reviewFact(tx, context, input.params.fact_id, input.body),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/households/:id/helpers', operation: 'assignResponsiblePerson', tag },
    access: 'household.register',
    summary: '指定帮扶责任人',
    params: shape.householdParams,
    body: shape.helperBody,
    reply: shape.idReply,
    status: 201,
    act: (tx, context, input) => assignResponsiblePerson(tx, context, input.params.id, input.body),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/households/:id/card-accounts', operation: 'setCardAccount', tag },
    access: 'household.register',
    summary: '设置一卡通账号',
    params: shape.householdParams,
    body: shape.cardBody,
    reply: shape.cardReply,
    status: 201,
    act: (tx, context, input) => setCardAccount(tx, context, input.params.id, input.body),
  }),
  defineEndpoint({
    ...{ method: 'post', path: '/households/:id/reveals', operation: 'revealNumbers', tag },
    access: 'household.reveal',
    summary: '查看完整号码；须写明事由，逐次留痕并限次',
    params: shape.householdParams,
    body: shape.revealBody,
    reply: shape.revealReply,
    // the reply must not be kept with the key
    idempotent: false,
    act: (tx, context, input) => revealNumbers(tx, context, input.params.id, input.body),
  }),
];
