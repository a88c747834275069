import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { issueTerminationNotice, readAccount, readPrincipalArrears } from './actions/agreement-account.ts';
import * as shape from './agreement-account.schema.ts';

const tag = '四方协议 agreement';

export const agreementAccountEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/principal-arrears',
    operation: 'listPrincipalArrears',
    summary: '到期应还未还的协议本金（含提前终止的结清日）；可看到某日为止即将到期的',
    tag,
    access: 'dividend.read',
    query: shape.principalQuery,
    reply: shape.principalReply,
    act: (tx, context, { query }) => readPrincipalArrears(tx, context, query),
  }),
  defineEndpoint({
    method: 'get',
    path: '/agreements/:id/account',
    operation: 'readAgreementAccount',
    summary: '一份协议的往来：本金、历年分红和滞纳金各欠多少，谁代为补足',
    tag,
    access: 'dividend.read',
    params: shape.accountParams,
    reply: shape.accountReply,
    act: (tx, _context, { params }) => readAccount(tx, params.id),
  }),
  defineEndpoint({
    method: 'post',
    path: '/agreements/:id/termination-notices',
    operation: 'issueTerminationNotice',
    summary: '出具终止通知书，列明终止日、结清日和尚欠的本金、收益；内容未变时仍用原件',
    tag,
    access: 'agreement.issue',
    params: shape.accountParams,
    body: shape.noticeBody,
    reply: shape.noticeReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      issueTerminationNotice(tx, context, params.id, body.template_version),
  }),
];
