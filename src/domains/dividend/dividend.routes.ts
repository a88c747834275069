import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { decideReceipt } from './actions/decide-receipt.ts';
import { decideReport } from './actions/decide-report.ts';
import { enterReceipt } from './actions/enter-receipt.ts';
import { fileReport } from './actions/file-report.ts';
import * as read from './actions/read-dividends.ts';
import * as receipt from './dividend-receipt.schema.ts';
import * as shape from './dividend.schema.ts';

const tag = '分红 dividend';

const dues: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/dividend-dues',
    operation: 'listDividendDues',
    summary: '应付分红：每份协议每期（年、半年、季）一行，股份分红每户一行；应付、已到账、已兑付、尚欠',
    tag,
    access: 'dividend.read',
    query: shape.dueQuery,
    reply: shape.duePage,
    act: (tx, context, { query }) => read.readDues(tx, context, query),
  }),
  defineEndpoint({
    method: 'get',
    path: '/dividend-due-totals',
    operation: 'sumDividendDues',
    summary: '应付分红清单全部合计',
    tag,
    access: 'dividend.read',
    query: shape.dueTotalsQuery,
    reply: shape.dueTotalsReply,
    act: (tx, context, { query }) => read.totalOfDues(tx, context, query),
  }),
  defineEndpoint({
    method: 'get',
    path: '/dividend-dues/:id',
    operation: 'readDividendDue',
    summary: '一户一年的应付分红，连同到账、兑付和提醒',
    tag,
    access: 'dividend.read',
    params: shape.idParams,
    reply: shape.dueDetailReply,
    act: (tx, _context, { params }) => read.readDue(tx, params.id),
  }),
];

const reports: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/dividend-reports',
    operation: 'listDividendReports',
    summary: '经营主体的年度分红报告；经营主体只见本单位的',
    tag,
    access: 'dividend.read',
    query: shape.yearQuery,
    reply: shape.reportPage,
    act: (tx, context, { query }) => read.readReports(tx, context, query),
  }),
  defineEndpoint({
    method: 'get',
    path: '/dividend-reports/:id',
    operation: 'readDividendReport',
    summary: '一份分红报告：逐户应付、填报、短缺',
    tag,
    access: 'dividend.read',
    params: shape.idParams,
    reply: shape.reportDetailReply,
    act: (tx, _context, { params }) => read.readReport(tx, params.id),
  }),
  defineEndpoint({
    method: 'post',
    path: '/dividend-reports',
    operation: 'fileDividendReport',
    summary:
      '填报年度或季度分红：利润（协议年度内累计）、逐户金额、凭证；再次填报即为更正版，低于保底的记为短缺',
    tag,
    access: 'dividend.report',
    body: shape.reportBody,
    reply: shape.filedReply,
    status: 201,
    act: (tx, context, { body }) => fileReport(tx, context, shape.reportInputOf(body)),
  }),
  defineEndpoint({
    method: 'post',
    path: '/dividend-reports/:id/decisions',
    operation: 'decideDividendReport',
    summary: '核定或退回分红报告；核定后高于保底的盈利分配计入应付',
    tag,
    access: 'dividend.accept',
    params: shape.idParams,
    body: shape.reportDecisionBody,
    reply: shape.reportReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      decideReport(tx, context, { reportId: params.id, outcome: body.outcome, reason: body.reason ?? null }),
  }),
];

const receipts: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/dividend-receipts',
    operation: 'listDividendReceipts',
    summary: '分红专户的到账登记',
    tag,
    access: 'dividend.read',
    query: receipt.receiptQuery,
    reply: receipt.receiptPage,
    act: (tx, context, { query }) => read.readReceipts(tx, context, query),
  }),
  defineEndpoint({
    method: 'post',
    path: '/dividend-receipts',
    operation: 'enterDividendReceipt',
    summary: '登记分红专户的一笔到账；由另一人确认后才计入',
    tag,
    access: 'dividend.receive',
    body: receipt.receiptBody,
    reply: receipt.receiptReply,
    status: 201,
    act: (tx, context, { body }) =>
      enterReceipt(tx, context, {
        enterpriseId: body.enterprise_id,
        year: body.year,
        quarter: body.quarter ?? null,
        source: body.source,
        amount: body.amount,
        receivedOn: body.received_on,
        bankSerial: body.bank_serial,
        payerName: body.payer_name,
        shareDividendId: body.share_dividend_id ?? null,
        dueIds: body.due_ids ?? null,
        remark: body.remark ?? null,
      }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/dividend-receipts/:id/decisions',
    operation: 'decideDividendReceipt',
    summary: '确认或驳回一笔到账；确认后记账并逐户分到每一分',
    tag,
    access: 'dividend.confirm',
    params: shape.idParams,
    body: receipt.receiptDecisionBody,
    reply: receipt.receiptReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      decideReceipt(tx, context, { id: params.id, outcome: body.outcome }),
  }),
];

export const dividendEndpoints: readonly Endpoint[] = [...dues, ...reports, ...receipts];
