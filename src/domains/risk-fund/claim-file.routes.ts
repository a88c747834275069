import { createReadStream } from 'node:fs';
import { invariant } from '../../kernel/invariant.ts';
import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { downloadClaimFile, keepClaimFile, readClaimFiles, readScanType } from './actions/keep-claim-file.ts';
import * as shape from './claim-file.schema.ts';
import { idParams } from './risk-fund.schema.ts';

const tag = '风险补偿金 risk-fund';
/** A few scanned pages. */
const FILE_BYTES = 10 * 1024 * 1024;

export const claimFileEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/loans/:id/claim-files',
    operation: 'listClaimFiles',
    summary: '一笔贷款已上传的代偿申报材料',
    tag,
    access: 'risk-fund.read',
    params: shape.loanParams,
    reply: shape.fileList,
    act: (tx, _context, { params }) => readClaimFiles(tx, params.id),
  }),
  defineEndpoint({
    method: 'post',
    path: '/loans/:id/claim-files',
    operation: 'uploadClaimFile',
    summary: '上传一份代偿申报材料的扫描件，注明是哪一项；按内容哈希保存，不能修改',
    tag,
    access: 'risk-fund.file-claim',
    params: shape.loanParams,
    uploadBytes: FILE_BYTES,
    prepare: readScanType,
    body: shape.fileBody,
    reply: shape.fileReply,
    status: 201,
    act: (tx, context, { params, body, upload, prepared }) => {
      invariant(upload, 'the endpoint receives a file');
      const { fileName, path } = upload;
      const file = { fileName, mediaType: prepared as string, content: createReadStream(path) };
      return keepClaimFile(tx, context, { loanId: params.id, kind: body.kind, ...file });
    },
  }),
  defineEndpoint({
    method: 'get',
    path: '/claim-files/:id/content',
    operation: 'downloadClaimFile',
    summary: '下载一份申报材料，每次下载留痕',
    tag,
    access: 'risk-fund.read',
    params: idParams,
    reply: 'application/octet-stream',
    act: (tx, context, { params }) => downloadClaimFile(tx, context, params.id),
  }),
];
