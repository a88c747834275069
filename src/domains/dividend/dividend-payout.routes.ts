import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { draftPayout } from './actions/draft-payout.ts';
import { approvePayout, instructPayout, instructPayoutAgain } from './actions/instruct-payout.ts';
import { issuePayoutList } from './actions/issue-payout-list.ts';
import { issueStatement } from './actions/issue-statement.ts';
import { postPayout, withdrawPayout } from './actions/post-payout.ts';
import { readPayout, readPayoutLines, readPayouts } from './actions/read-dividends.ts';
import * as shape from './dividend-payout.schema.ts';

const tag = '分红 dividend';

const reading: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/dividend-payouts',
    operation: 'listDividendPayouts',
    summary: '分红兑付名单',
    tag,
    access: 'dividend.read',
    query: shape.payoutQuery,
    reply: shape.payoutPage,
    act: (tx, context, { query }) => readPayouts(tx, context, query),
  }),
  defineEndpoint({
    method: 'get',
    path: '/dividend-payouts/:id',
    operation: 'readDividendPayout',
    summary: '一份兑付名单，连同公示、审批和拨付指令',
    tag,
    access: 'dividend.read',
    params: shape.payoutParams,
    reply: shape.payoutDetailReply,
    act: (tx, _context, { params }) => readPayout(tx, params.id),
  }),
  defineEndpoint({
    method: 'get',
    path: '/dividend-payouts/:id/lines',
    operation: 'listDividendPayoutLines',
    summary: '兑付名单逐户明细（账号只显示后四位）',
    tag,
    access: 'dividend.read',
    params: shape.payoutParams,
    query: shape.payoutLineQuery,
    reply: shape.payoutLinePage,
    act: (tx, _context, { params, query }) => readPayoutLines(tx, params.id, query),
  }),
];

const steps: readonly Endpoint[] = [
  defineEndpoint({
    method: 'post',
    path: '/dividend-payouts',
    operation: 'draftDividendPayout',
    summary: '把已到账的分红编成兑付名单；不能付的户逐户说明原因，不耽误其他户',
    tag,
    access: 'dividend.draft',
    body: shape.draftBody,
    reply: shape.draftedReply,
    status: 201,
    act: (tx, context, { body }) =>
      draftPayout(tx, context, {
        enterpriseId: body.enterprise_id,
        bankId: body.bank_id,
        shareDividendId: body.share_dividend_id ?? null,
        memo: body.memo ?? null,
        remark: body.remark ?? null,
      }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/dividend-payouts/:id/notices',
    operation: 'postDividendPayout',
    summary: '公示兑付名单',
    tag,
    access: 'dividend.draft',
    params: shape.payoutParams,
    body: shape.payoutStepBody,
    reply: shape.noticedReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      postPayout(tx, context, { payoutId: params.id, remark: body.remark ?? null }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/dividend-payouts/:id/approvals',
    operation: 'approveDividendPayout',
    summary: '审批公示期满的兑付名单；须由另一人办理',
    tag,
    access: 'dividend.approve',
    params: shape.payoutParams,
    body: shape.payoutStepBody,
    reply: shape.payoutReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      approvePayout(tx, context, { payoutId: params.id, remark: body.remark ?? null }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/dividend-payouts/:id/instructions',
    operation: 'instructDividendPayout',
    summary: '把已审批的名单交银行代发；须由第三人办理',
    tag,
    access: 'dividend.pay',
    params: shape.payoutParams,
    body: shape.payoutStepBody,
    reply: shape.orderReply,
    status: 201,
    freshSession: true,
    act: (tx, context, { params, body }) =>
      instructPayout(tx, context, { payoutId: params.id, remark: body.remark ?? null }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/dividend-payouts/:id/reinstructions',
    operation: 'instructDividendPayoutAgain',
    summary: '重新拨付退回后已更正的款项，新的一笔注明所替代的原笔',
    tag,
    access: 'dividend.pay',
    params: shape.payoutParams,
    body: shape.payoutStepBody,
    reply: shape.orderReply,
    status: 201,
    freshSession: true,
    act: (tx, context, { params, body }) =>
      instructPayoutAgain(tx, context, { payoutId: params.id, remark: body.remark ?? null }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/dividend-payouts/:id/withdrawals',
    operation: 'withdrawDividendPayout',
    summary: '撤回尚未拨付的名单，款项可重新列入',
    tag,
    access: 'dividend.draft',
    params: shape.payoutParams,
    body: shape.withdrawalBody,
    reply: shape.payoutReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      withdrawPayout(tx, context, { payoutId: params.id, reason: body.reason }),
  }),
];

const papers: readonly Endpoint[] = [
  defineEndpoint({
    method: 'post',
    path: '/dividend-payouts/:id/papers',
    operation: 'issueDividendPayoutList',
    summary: '出具兑付清单（PDF）；内容没有变化时仍是原来那一份',
    tag,
    access: 'document.print',
    params: shape.payoutParams,
    body: shape.paperBody,
    reply: shape.paperReply,
    status: 201,
    act: (tx, context, { params }) => issuePayoutList(tx, context, params.id),
  }),
  defineEndpoint({
    method: 'post',
    path: '/dividend-dues/:id/statements',
    operation: 'issueDividendStatement',
    summary: '出具一户一年的分红结算单（PDF，大小写金额，附历年表、培训和务工）',
    tag,
    access: 'document.print',
    params: shape.payoutParams,
    body: shape.paperBody,
    reply: shape.paperReply,
    status: 201,
    act: (tx, context, { params }) => issueStatement(tx, context, params.id),
  }),
];

export const dividendPayoutEndpoints: readonly Endpoint[] = [...reading, ...steps, ...papers];
