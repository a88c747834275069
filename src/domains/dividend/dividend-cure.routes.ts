import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { declareDefault, demandDividends } from './actions/demand-dividends.ts';
import { issueDemand, issueRecourse } from './actions/issue-demand.ts';
import { enterPrincipalPayment } from './actions/pass-on-principal.ts';
import { readArrears } from './actions/read-arrears.ts';
import { readRecoveries } from './actions/read-recoveries.ts';
import { readStandings } from './actions/read-standings.ts';
import { enterReturnUndone } from './actions/undo-principal.ts';
import { decideRecovery, enterRecovery } from './actions/recover-advance.ts';
import * as shape from './dividend-cure.schema.ts';

const tag = '分红 dividend';

export const dividendCureEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/dividend-standings',
    operation: 'listDividendStandings',
    summary: '各经营主体的分红欠付：应付、到账、逾期、保证金和担保补足、县级垫付与追偿余额',
    tag,
    access: 'dividend.read',
    query: shape.standingQuery,
    reply: shape.standingReply,
    act: (tx, _context, { query }) => readStandings(tx, query.enterprise_id ?? null),
  }),
  defineEndpoint({
    method: 'get',
    path: '/dividend-arrears',
    operation: 'listDividendArrears',
    summary: '逾期分红逐户逐年：保底、应付现金、各方已付、县级垫付、尚欠、逾期天数和滞纳金',
    tag,
    access: 'dividend.read',
    query: shape.arrearsQuery,
    reply: shape.arrearsPage,
    act: (tx, context, { query }) => readArrears(tx, context, query),
  }),
  defineEndpoint({
    method: 'post',
    path: '/dividend-demands/:id/papers',
    operation: 'issueDividendDemand',
    summary: '出具分红催缴通知书（PDF）：逐户尚欠和截至出具日的滞纳金',
    tag,
    access: 'document.print',
    params: shape.dueParams,
    body: shape.paperBody,
    reply: shape.paperReply,
    status: 201,
    act: (tx, context, { params }) => issueDemand(tx, context, params.id),
  }),
  defineEndpoint({
    method: 'post',
    path: '/dividend-standings/:id/recourse-letters',
    operation: 'issueDividendRecourse',
    summary: '向经营主体出具垫付分红追偿通知书（PDF）：垫付、归还和尚欠',
    tag,
    access: 'document.print',
    params: shape.dueParams,
    body: shape.paperBody,
    reply: shape.paperReply,
    status: 201,
    act: (tx, context, { params }) => issueRecourse(tx, context, params.id),
  }),
  defineEndpoint({
    method: 'post',
    path: '/dividend-demands',
    operation: 'demandDividends',
    summary: '向经营主体或担保人出具催缴书；整改期限按协议',
    tag,
    access: 'dividend.demand',
    body: shape.demandBody,
    reply: shape.demandReply,
    status: 201,
    act: (tx, context, { body }) =>
      demandDividends(tx, context, {
        dueIds: body.due_ids,
        addressee: body.addressee,
        remark: body.remark ?? null,
      }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/dividend-dues/:id/defaults',
    operation: 'declareDividendDefault',
    summary: '认定一笔分红违约：催缴期满仍未补足；须由另一人认定',
    tag,
    access: 'dividend.default',
    params: shape.dueParams,
    body: shape.defaultBody,
    reply: shape.defaultReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      declareDefault(tx, context, { dueId: params.id, reason: body.reason }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/dividend-dues/:id/principal-payments',
    operation: 'enterPrincipalPayment',
    summary:
      '登记从县级专户转付的逾期本金：转付银行还贷、折股资金原渠道或贷款已还清的农户；经另一人复核后入账',
    tag,
    access: 'dividend.receive',
    params: shape.dueParams,
    body: shape.principalBody,
    reply: shape.workReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      enterPrincipalPayment(tx, context, {
        dueId: params.id,
        amount: body.amount,
        paidTo: body.paid_to,
        paidOn: body.paid_on,
        bankSerial: body.bank_serial,
      }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/principal-returns/:id/payment-reversals',
    operation: 'undoPrincipalPayment',
    summary: '撤销误登的转付本金：经另一人复核后冲回专户账，待复核的还贷登记终止，银行已复核的冲正',
    tag,
    access: 'dividend.receive',
    params: shape.dueParams,
    body: shape.undoneBody,
    reply: shape.workReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      enterReturnUndone(tx, context, { id: params.id, reason: body.reason, way: 'passed_on' }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/principal-returns/:id/reversals',
    operation: 'undoPrincipalReturn',
    summary: '撤销误登的归还本金：经另一人复核后恢复为未归还，尚未结算的年度按未归还重新计算',
    tag,
    access: 'agreement.draw-up',
    params: shape.dueParams,
    body: shape.undoneBody,
    reply: shape.workReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      enterReturnUndone(tx, context, { id: params.id, reason: body.reason, way: 'straight' }),
  }),
  defineEndpoint({
    method: 'get',
    path: '/dividend-recoveries',
    operation: 'listDividendRecoveries',
    summary: '经营主体归还县级垫付的登记：待确认和已办的',
    tag,
    access: 'dividend.read',
    query: shape.recoveryQuery,
    reply: shape.recoveryPage,
    act: (tx, context, { query }) => readRecoveries(tx, context, query),
  }),
  defineEndpoint({
    method: 'post',
    path: '/dividend-recoveries',
    operation: 'enterDividendRecovery',
    summary: '登记经营主体归还县级垫付的一笔款；由另一人确认',
    tag,
    access: 'dividend.receive',
    body: shape.recoveryBody,
    reply: shape.recoveryReply,
    status: 201,
    act: (tx, context, { body }) =>
      enterRecovery(tx, context, {
        enterpriseId: body.enterprise_id,
        amount: body.amount,
        receivedOn: body.received_on,
        bankSerial: body.bank_serial,
        remark: body.remark ?? null,
      }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/dividend-recoveries/:id/decisions',
    operation: 'decideDividendRecovery',
    summary: '确认或驳回一笔追偿',
    tag,
    access: 'dividend.confirm',
    params: shape.dueParams,
    body: shape.recoveryDecisionBody,
    reply: shape.recoveryReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      decideRecovery(tx, context, { id: params.id, outcome: body.outcome }),
  }),
];
