import { invariant } from '../../kernel/invariant.ts';
import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { confirmLoanImport } from './actions/confirm-loan-import.ts';
import { listImportRows, listImports, markedWorkbook, showImport } from './actions/read-imports.ts';
import { receiveLoanImport } from './actions/receive-loan-import.ts';
import * as shape from './loan-import.schema.ts';

const TAG = '台账导入';
const MOST_BYTES = 20 * 1024 * 1024;

export const loanImportEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'post',
    path: '/loan-imports',
    operation: 'receiveLoanImport',
    summary: '上传台账或还款文件，先行检查',
    tag: TAG,
    access: 'loan.import',
    uploadBytes: MOST_BYTES,
    body: shape.importBody,
    reply: shape.receivedImportReply,
    status: 202,
    act: (tx, context, { upload, body }) => {
      invariant(upload, 'the endpoint receives a file');
      return receiveLoanImport(tx, context, upload, body);
    },
  }),
  defineEndpoint({
    method: 'get',
    path: '/loan-imports',
    operation: 'listLoanImports',
    summary: '查询导入',
    tag: TAG,
    access: 'loan.read',
    query: shape.importListQuery,
    reply: shape.importListReply,
    act: (tx, context, { query }) => listImports(tx, context, query),
  }),
  defineEndpoint({
    method: 'get',
    path: '/loan-imports/:id',
    operation: 'getLoanImport',
    summary: '一次导入的结果',
    tag: TAG,
    access: 'loan.read',
    params: shape.importParams,
    reply: shape.importReply,
    act: (tx, context, { params }) => showImport(tx, context, params.id),
  }),
  defineEndpoint({
    method: 'get',
    path: '/loan-imports/:id/rows',
    operation: 'listLoanImportRows',
    summary: '逐行结果与错误原因',
    tag: TAG,
    access: 'loan.read',
    params: shape.importParams,
    query: shape.importRowsQuery,
    reply: shape.importRowsReply,
    act: (tx, context, { params, query }) => listImportRows(tx, context, params.id, query),
  }),
  defineEndpoint({
    method: 'get',
    path: '/loan-imports/:id/marked-workbook',
    operation: 'getMarkedWorkbook',
    summary: '下载标注了错误的原文件',
    tag: TAG,
    access: 'loan.import',
    params: shape.importParams,
    reply: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    act: (tx, context, { params }) => markedWorkbook(tx, context, params.id),
  }),
  defineEndpoint({
    method: 'post',
    path: '/loan-imports/:id/commitments',
    operation: 'confirmLoanImport',
    summary: '确认导入：由上传人以外的人，按笔数和金额合计；还款文件由银行复核人员',
    tag: TAG,
    access: 'loan.commit-import',
    params: shape.importParams,
    body: shape.commitBody,
    reply: shape.receivedImportReply,
    status: 202,
    act: (tx, context, { params, body }) => confirmLoanImport(tx, context, { importId: params.id, ...body }),
  }),
];
