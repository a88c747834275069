import { createReadStream } from 'node:fs';
import { invariant } from '../../kernel/invariant.ts';
import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { downloadProof, keepReportProof, readProofs, readProofType } from './actions/keep-proof.ts';
import {
  fileReportWorkbook,
  readReportWorkbook,
  writeReportWorkbook,
  type WorkbookLine,
} from './actions/report-workbook.ts';
import * as shape from './dividend-report.schema.ts';
import { filedReply, idParams } from './dividend.schema.ts';

const tag = '分红 dividend';
const PROOF_BYTES = 10 * 1024 * 1024;
const WORKBOOK_BYTES = 10 * 1024 * 1024;

export const dividendReportEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/dividend-report-workbooks',
    operation: 'downloadDividendReportWorkbook',
    summary: '下载本单位当年或当季的分红报告表，逐户列好，填写现金分红和转投后上传',
    tag,
    access: 'dividend.report',
    query: shape.workbookQuery,
    reply: 'application/octet-stream',
    act: (tx, context, { query }) =>
      writeReportWorkbook(tx, context, { ...query, quarter: query.quarter ?? null }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/dividend-report-workbooks',
    operation: 'fileDividendReportWorkbook',
    summary: '上传填好的分红报告表（工作簿或 CSV），与逐户填报同一规则',
    tag,
    access: 'dividend.report',
    uploadBytes: WORKBOOK_BYTES,
    prepare: readReportWorkbook,
    body: shape.workbookBody,
    reply: filedReply,
    status: 201,
    act: (tx, context, { body, prepared }) =>
      fileReportWorkbook(tx, context, shape.workbookInputOf(body), prepared as readonly WorkbookLine[]),
  }),
  defineEndpoint({
    method: 'post',
    path: '/dividend-proofs',
    operation: 'uploadDividendProof',
    summary: '上传分红报告的凭证扫描件；按内容哈希保存，不能修改',
    tag,
    access: 'dividend.report',
    uploadBytes: PROOF_BYTES,
    prepare: readProofType,
    reply: shape.proofReply,
    status: 201,
    act: (tx, context, { upload, prepared }) => {
      invariant(upload, 'the endpoint receives a file');
      const { fileName, path } = upload;
      return keepReportProof(tx, context, {
        ...{ fileName, mediaType: prepared as string, content: createReadStream(path) },
      });
    },
  }),
  defineEndpoint({
    method: 'get',
    path: '/dividend-reports/:id/proofs',
    operation: 'listDividendProofs',
    summary: '一份分红报告所附的凭证',
    tag,
    access: 'dividend.read',
    params: idParams,
    reply: shape.proofList,
    act: (tx, _context, { params }) => readProofs(tx, params.id),
  }),
  defineEndpoint({
    method: 'get',
    path: '/dividend-proofs/:id/content',
    operation: 'downloadDividendProof',
    summary: '下载一份凭证，每次下载留痕',
    tag,
    access: 'dividend.read',
    params: idParams,
    reply: 'application/octet-stream',
    act: (tx, context, { params }) => downloadProof(tx, context, params.id),
  }),
];
