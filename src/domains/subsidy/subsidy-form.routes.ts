import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { writeDetail, writeLedger, writeLedgerSummary, writeSummary } from './actions/write-forms.ts';
import * as shape from './subsidy-form.schema.ts';
import { idParams } from './subsidy.schema.ts';

const tag = '表格 forms';
const reply = 'application/octet-stream';

export const subsidyFormEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/loan-ledger',
    operation: 'exportLoanLedger',
    summary: '导出扶贫小额信贷台账（76 栏），号码默认脱敏，每次导出留痕',
    tag,
    access: 'loan.read',
    query: shape.ledgerQuery,
    reply,
    act: (tx, context, { query: { format, numbers, reason, unlent, ...filter } }) =>
      writeLedger(tx, context, { filter, format, numbers, reason, unlent }),
  }),
  defineEndpoint({
    method: 'get',
    path: '/loan-ledger-summary',
    operation: 'exportLoanLedgerSummary',
    summary: '导出台账统计表（16 栏），每家银行一行',
    tag,
    access: 'loan.read',
    query: shape.ledgerSummaryQuery,
    reply,
    act: (tx, context, { query: { format, on = context.today, ...filter } }) =>
      writeLedgerSummary(tx, context, { on, ...filter }, format),
  }),
  defineEndpoint({
    method: 'get',
    path: '/subsidy-batches/:id/detail',
    operation: 'exportSubsidyDetail',
    summary: '导出贴息明细表（31 栏），含补差与扣回，每次导出留痕',
    tag,
    access: 'subsidy.read',
    params: idParams,
    query: shape.formQuery,
    reply,
    act: (tx, context, { params, query }) => writeDetail(tx, context, params.id, query.format),
  }),
  defineEndpoint({
    method: 'get',
    path: '/subsidy-batches/:id/summary',
    operation: 'exportSubsidySummary',
    summary: '导出贴息汇总表（9 栏），按银行和乡镇',
    tag,
    access: 'subsidy.read',
    params: idParams,
    query: shape.formQuery,
    reply,
    act: (tx, context, { params, query }) => writeSummary(tx, context, params.id, query.format),
  }),
];
