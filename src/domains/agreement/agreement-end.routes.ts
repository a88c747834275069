import { createReadStream } from 'node:fs';
import { invariant } from '../../kernel/invariant.ts';
import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { archiveAgreement, readFile } from './actions/archive-agreement.ts';
import { downloadPaper, keepPaper, readScanType } from './actions/keep-paper.ts';
import { readTerminations } from './actions/read-terminations.ts';
import { decideTermination, proposeTermination } from './actions/terminate-agreement.ts';
import { agreementParams, agreementReply } from './agreement.schema.ts';
import * as shape from './agreement-end.schema.ts';

const tag = '四方协议 agreement';
const PAPER_BYTES = 10 * 1024 * 1024;

const terminating: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/agreement-terminations',
    operation: 'listTerminations',
    summary: '提前终止：待确认和已办的，事由、提出方、终止日',
    tag,
    access: 'agreement.read',
    query: shape.terminationQuery,
    reply: shape.terminationPage,
    act: (tx, context, { query }) => readTerminations(tx, context, query),
  }),
  defineEndpoint({
    method: 'post',
    path: '/agreements/:id/terminations',
    operation: 'proposeTermination',
    summary: '提出提前终止协议：事由、提出方、终止日和结清日；农户收益算到终止日',
    tag,
    access: 'agreement.draw-up',
    params: agreementParams,
    body: shape.terminationBody,
    reply: shape.terminationReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      proposeTermination(tx, context, { agreementId: params.id, ...shape.terminationInputOf(body) }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/agreement-terminations/:id/decisions',
    operation: 'decideTermination',
    summary: '由提出人以外的另一人确认或退回终止',
    tag,
    access: 'agreement.end',
    params: shape.terminationParams,
    body: shape.terminationDecisionBody,
    reply: shape.terminationReply,
    status: 201,
    act: (tx, context, { params, body }) => decideTermination(tx, context, params.id, body.outcome),
  }),
];

const keeping: readonly Endpoint[] = [
  defineEndpoint({
    method: 'post',
    path: '/agreements/:id/papers',
    operation: 'keepAgreementPaper',
    summary: '存入签署件、附件或清单的扫描件；按内容哈希保存，不能修改',
    tag,
    access: 'agreement.sign',
    params: agreementParams,
    body: shape.keptBody,
    uploadBytes: PAPER_BYTES,
    prepare: readScanType,
    reply: shape.keptReply,
    status: 201,
    act: (tx, context, { params, body, upload, prepared }) => {
      invariant(upload, 'the endpoint receives a file');
      const content = createReadStream(upload.path);
      const file = { fileName: upload.fileName, mediaType: prepared as string, content };
      return keepPaper(tx, context, { agreementId: params.id, ...body, ...file });
    },
  }),
  defineEndpoint({
    method: 'get',
    path: '/agreement-papers/:id/content',
    operation: 'downloadAgreementPaper',
    summary: '下载一份存档的扫描件，每次下载留痕',
    tag,
    access: 'agreement.read',
    params: shape.paperParams,
    reply: 'application/octet-stream',
    act: (tx, context, { params }) => downloadPaper(tx, context, params.id),
  }),
];

const archiving: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/agreements/:id/file',
    operation: 'readAgreementFile',
    summary: '协议卷宗：存了哪些材料，归档还缺什么',
    tag,
    access: 'agreement.read',
    params: agreementParams,
    reply: shape.fileReply,
    act: (tx, _context, { params }) => readFile(tx, params.id),
  }),
  defineEndpoint({
    method: 'post',
    path: '/agreements/:id/archivings',
    operation: 'archiveAgreement',
    summary: '归档：本金交还、分红兑付完毕且材料齐全的协议不再改动',
    tag,
    access: 'agreement.end',
    params: agreementParams,
    body: shape.archivingBody,
    reply: agreementReply,
    status: 201,
    act: (tx, context, { params }) => archiveAgreement(tx, context, params.id),
  }),
];

export const agreementEndEndpoints: readonly Endpoint[] = [...terminating, ...keeping, ...archiving];
