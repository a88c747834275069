import { defineEndpoint, type Endpoint } from '../../platform/http/endpoint.ts';
import { correctReturnedLine } from './actions/correct-returned-line.ts';
import { downloadBankFile } from './actions/download-bank-file.ts';
import { readAnswerFile, type ReadAnswer } from './actions/read-answer-file.ts';
import { readOrder, readOrderLines, readOrders } from './actions/read-orders.ts';
import { recordBankAnswer } from './actions/record-bank-answer.ts';
import * as shape from './payment.schema.ts';

const ANSWER_BYTES = 20 * 1024 * 1024;
const tag = '拨付 payment';

export const paymentEndpoints: readonly Endpoint[] = [
  defineEndpoint({
    method: 'get',
    path: '/payment-orders',
    operation: 'listPaymentOrders',
    summary: '拨付指令列表',
    tag,
    access: 'payment.read',
    query: shape.orderQuery,
    reply: shape.orderPage,
    act: (tx, _context, { query }) => readOrders(tx, query),
  }),
  defineEndpoint({
    method: 'get',
    path: '/payment-orders/:id',
    operation: 'readPaymentOrder',
    summary: '一份拨付指令',
    tag,
    access: 'payment.read',
    params: shape.orderParams,
    reply: shape.orderReply,
    act: (tx, _context, { params }) => readOrder(tx, params.id),
  }),
  defineEndpoint({
    method: 'get',
    path: '/payment-orders/:id/lines',
    operation: 'listPaymentLines',
    summary: '拨付明细（账号只显示后四位）',
    tag,
    access: 'payment.read',
    params: shape.orderParams,
    query: shape.lineQuery,
    reply: shape.linePage,
    act: (tx, _context, { params, query }) => readOrderLines(tx, params.id, query),
  }),
  defineEndpoint({
    method: 'get',
    path: '/payment-orders/:id/bank-file',
    operation: 'downloadBankFile',
    summary: '下载送银行的代发文件（CSV），每次下载留痕',
    tag,
    access: 'payment.download',
    params: shape.orderParams,
    reply: 'text/csv; charset=utf-8',
    act: (tx, context, { params }) => downloadBankFile(tx, context, params.id),
  }),
  defineEndpoint({
    method: 'post',
    path: '/payment-orders/:id/receipts',
    operation: 'recordBankAnswer',
    summary: '上传银行回单，逐笔确认或退回；同一份回单再传不变',
    tag,
    access: 'payment.receipt',
    params: shape.orderParams,
    uploadBytes: ANSWER_BYTES,
    prepare: readAnswerFile,
    reply: shape.receiptReply,
    status: 201,
    act: (tx, context, { params, prepared }) =>
      recordBankAnswer(tx, context, { orderId: params.id, ...(prepared as ReadAnswer) }),
  }),
  defineEndpoint({
    method: 'post',
    path: '/payment-lines/:id/corrections',
    operation: 'correctReturnedLine',
    summary: '更正银行退回的一笔付款，更正后由拨付人员重新拨付',
    tag,
    access: 'payment.correct',
    params: shape.lineParams,
    body: shape.correctionBody,
    reply: shape.correctionReply,
    status: 201,
    act: (tx, context, { params, body }) =>
      correctReturnedLine(tx, context, {
        lineId: params.id,
        payeeName: body.payee_name,
        payeeAccount: body.payee_account,
        payeeBankName: body.payee_bank_name,
        bookingRef: body.booking_ref,
        remark: body.remark,
      }),
  }),
];
