import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { endGroup } from './actions/dissolve-group.ts';
import { formGroup } from './actions/form-group.ts';
import { joinSociety } from './actions/join-society.ts';
import { openSociety } from './actions/open-society.ts';
import { publishTerms } from './actions/publish-terms.ts';
import * as read from './actions/read-societies.ts';
import * as shape from './mutual-aid.schema.ts';

const tag = '互助资金 mutual-aid';
const params = shape.idParams;

export const mutualAidEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/mutual-societies',
    operation: 'listMutualSocieties',
    summary: '辖区内的村级互助社及其存款、借款余额',
    tag,
    access: 'mutual-aid.read',
    query: shape.societyQuery,
    reply: shape.societyPage,
    act: (tx, _context, { query }) => read.readSocieties(tx, query),
  }),
  defineEndpoint({
    method: 'post',
    path: '/mutual-societies',
    operation: 'openMutualSociety',
    summary: '登记一个村的互助社：社会团体、开户银行',
    tag,
    access: 'mutual-aid.set-up',
    status: 201,
    body: shape.societyBody,
    reply: shape.societyOpened,
    act: (tx, context, { body }) =>
      openSociety(tx, context, {
        villageCode: body.village_code,
        organisationId: body.organisation_id,
        depositBankId: body.deposit_bank_id,
      }),
  }),
  defineEndpoint({
    method: 'get',
    path: '/mutual-societies/:id',
    operation: 'readMutualSociety',
    summary: '一个互助社：各项资金余额、历次章程规定',
    tag,
    access: 'mutual-aid.read',
    params,
    reply: shape.societyDetail,
    act: (tx, _context, input) => read.readSociety(tx, input.params.id),
  }),
  defineEndpoint({
    method: 'get',
    path: '/mutual-societies/:id/ratios',
    operation: 'readMutualRatios',
    summary: '放贷率、不良率及预警：放贷率偏低、不良率停放、闲置',
    tag,
    access: 'mutual-aid.read',
    params,
    reply: shape.ratiosReply,
    act: (tx, context, input) => read.readRatios(tx, context, input.params.id),
  }),
  defineEndpoint({
    method: 'post',
    path: '/mutual-societies/:id/terms',
    operation: 'publishMutualTerms',
    summary: '公布章程规定的一个版本（费率、分配、限额、联保、展期、退会）；公布后不能修改',
    tag,
    access: 'mutual-aid.set-up',
    params,
    status: 201,
    body: shape.termsBody,
    reply: shape.termsReply,
    act: (tx, context, input) =>
      publishTerms(tx, context, { societyId: input.params.id, terms: input.body }).then(read.termsShown),
  }),
  defineEndpoint({
    method: 'get',
    path: '/mutual-societies/:id/members',
    operation: 'listMutualMembers',
    summary: '会员名册：互助金、财政配股、所在联保小组',
    tag,
    access: 'mutual-aid.read',
    params,
    query: shape.pageOnly,
    reply: shape.memberPage,
    act: (tx, _context, input) => read.readMembers(tx, input.params.id, input.query),
  }),
  defineEndpoint({
    method: 'post',
    path: '/mutual-societies/:id/members',
    operation: 'joinMutualSociety',
    summary: '入会：本村一户一人',
    tag,
    access: 'mutual-aid.keep-register',
    params,
    status: 201,
    body: shape.memberBody,
    reply: shape.memberReply,
    act: (tx, context, { params: { id }, body }) =>
      joinSociety(tx, context, {
        societyId: id,
        householdNo: body.household_no,
        name: body.name,
        joinedOn: body.joined_on,
      }),
  }),
  defineEndpoint({
    method: 'get',
    path: '/mutual-societies/:id/groups',
    operation: 'listMutualGroups',
    summary: '联保小组及组员',
    tag,
    access: 'mutual-aid.read',
    params,
    query: shape.pageOnly,
    reply: shape.groupPage,
    act: (tx, _context, input) => read.readGroups(tx, input.params.id, input.query),
  }),
  defineEndpoint({
    method: 'post',
    path: '/mutual-societies/:id/groups',
    operation: 'formMutualGroup',
    summary: '成立联保小组：组员签字的联保协议',
    tag,
    access: 'mutual-aid.keep-register',
    params,
    status: 201,
    body: shape.groupBody,
    reply: shape.groupReply,
    act: (tx, context, { params: { id }, body }) =>
      formGroup(tx, context, {
        societyId: id,
        name: body.name,
        agreementNo: body.agreement_no,
        formedOn: body.formed_on,
        memberIds: body.member_ids,
      }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/mutual-groups/:id/dissolutions',
    operation: 'dissolveMutualGroup',
    summary: '解散联保小组（组员借款全部结清以后）',
    tag,
    access: 'mutual-aid.keep-register',
    params,
    status: 201,
    body: shape.emptyBody,
    reply: shape.groupReply,
    act: (tx, context, input) => endGroup(tx, context, input.params.id),
  }),
];
