import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import {
  downloadDocument,
  downloadPrintJob,
  readDocument,
  readDocuments,
  readPrintJob,
} from './actions/read-documents.ts';
import { requestPrint } from './actions/request-print.ts';
import * as shape from './document.schema.ts';

const tag = '文书 document';

export const documentEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/documents',
    operation: 'listDocuments',
    summary: '文书列表，可按所属事项查询',
    tag,
    access: 'document.read',
    query: shape.documentQuery,
    reply: shape.documentPage,
    act: (tx, context, { query }) => readDocuments(tx, context, query),
  }),
  defineEndpoint({
    method: 'get',
    path: '/documents/:id',
    operation: 'readDocument',
    summary: '一份文书的登记情况',
    tag,
    access: 'document.read',
    params: shape.documentParams,
    reply: shape.documentReply,
    act: (tx, _context, { params }) => readDocument(tx, params.id),
  }),
  defineEndpoint({
    method: 'get',
    path: '/documents/:id/pdf',
    operation: 'downloadDocument',
    summary: '下载文书（PDF），每次下载留痕',
    tag,
    access: 'document.read',
    params: shape.documentParams,
    reply: 'application/pdf',
    act: (tx, context, { params }) => downloadDocument(tx, context, params.id),
  }),
  defineEndpoint({
    method: 'post',
    path: '/print-jobs',
    operation: 'requestPrint',
    summary: '把多份文书合成一个 PDF 打印',
    tag,
    access: 'document.print',
    body: shape.printBody,
    reply: shape.printRequestedReply,
    status: 202,
    act: (tx, context, { body }) => requestPrint(tx, context, body.document_ids),
  }),
  defineEndpoint({
    method: 'get',
    path: '/print-jobs/:id',
    operation: 'readPrintJob',
    summary: '打印任务的进展',
    tag,
    access: 'document.print',
    params: shape.documentParams,
    reply: shape.printJobReply,
    act: (tx, _context, { params }) => readPrintJob(tx, params.id),
  }),
  defineEndpoint({
    method: 'get',
    path: '/print-jobs/:id/pdf',
    operation: 'downloadPrintJob',
    summary: '下载合成的 PDF，每次下载留痕',
    tag,
    access: 'document.print',
    params: shape.documentParams,
    reply: 'application/pdf',
    act: (tx, context, { params }) => downloadPrintJob(tx, context, params.id),
  }),
];
