import {
  conflict,
  forbidden,
  invalid,
  missing,
  pointed,
  refused,
  type Failure,
} from '../../../kernel/failure.ts';
import { formatYuanGrouped, type Fen } from '../../../kernel/money.ts';
import type { ControlTotals, ReceiptMoney, ReceiptState } from './receipt.ts';

const STATE_NAMES: Readonly<Record<ReceiptState, string>> = {
  entered: '待复核',
  confirmed: '已复核入账',
  returned: '已退回',
  withdrawn: '已撤回',
  reversed: '已冲正',
};

export const receiptMissing = (): Failure =>
  missing({ code: 'loan.receipt-not-found', detail: '没有找到这笔还款登记，或不在您的管辖范围内。' });

export const markedWithheld = (): Failure =>
  conflict({
    code: 'loan.import-marked-withheld',
    detail: '该文件待另一人按银行账簿的合计确认，确认前标注件只供上传人下载。',
  });

export const rowsWithheld = (): Failure =>
  conflict({
    code: 'loan.import-rows-withheld',
    detail: '该文件待另一人按银行账簿的笔数确认，确认前其他人只能查看退回的行。',
  });

export const fileWaits = (): Failure =>
  conflict({
    code: 'loan.import-waits',
    detail: '同一文件已由另一人上传，正待确认；请按银行账簿的笔数和合计确认该文件，不必重复上传。',
  });

export const receiptPassedOn = (): Failure =>
  conflict({
    code: 'loan.receipt-passed-on',
    detail:
      '这笔还款是县级转付的协议本金，协议已记为归还，不能退回、撤回或冲正；如未到账，请县财政撤销这笔转付。',
  });

export const receiptDecided = (state: ReceiptState): Failure =>
  conflict({
    code: 'loan.receipt-decided',
    detail: `这笔还款登记${STATE_NAMES[state]}，不能再次办理；请刷新后核对。`,
    facts: { state },
  });

export const ownReceipt = (): Failure =>
  forbidden({
    code: 'loan.receipt-same-person',
    detail: '登记与复核不能是同一个人，请由另一位同事复核。',
  });

export const receiptOfAnother = (): Failure =>
  forbidden({
    code: 'loan.receipt-not-yours',
    detail: '只有登记人本人可以撤回；您可以复核退回。',
  });

export const receiptsUnnamed = (): Failure =>
  pointed(
    invalid,
    '/receipt_ids',
    'loan.receipts-unnamed',
    '请写明复核哪些登记：登记编号，或登记人和登记日期，两者选一。',
  );

/**
 * 控制总数不符: nothing is confirmed. Which of the two differs is said, never by what it should be: who confirms
 * brings the figure from the bank's own books.
 */
export function totalsDiffer(stated: ControlTotals, found: ControlTotals): Failure {
  const code = 'loan.receipt-totals-differ';
  const differing = [
    ...(stated.count === found.count ? [] : [{ pointer: '/count', name: '笔数' }]),
    ...(stated.total === found.total ? [] : [{ pointer: '/total', name: '金额合计' }]),
  ];
  const which = differing.map(({ name }) => name).join('、');
  return refused({
    code,
    detail: `您填报的${which}与系统中待复核的不符；一笔也没有入账，请按银行账簿逐笔核对。`,
    errors: differing.map(({ pointer, name }) => ({ pointer, code, detail: `${name}与待复核的不符。` })),
  });
}

/** The same said by the database, which names no figures. */
export const totalsDifferThen = (): Failure =>
  refused({
    code: 'loan.receipt-totals-differ',
    detail: '笔数或金额与待复核的登记不符，一笔也没有入账，请刷新后核对。',
  });

export const totalsMissing = (): Failure =>
  pointed(
    invalid,
    '/total',
    'loan.receipt-totals-missing',
    '导入文件由另一人确认，请按银行账簿填写笔数和金额合计：还款文件填还款合计，台账填贷款余额合计。',
  );

export const totalsUnknown = (): Failure =>
  conflict({
    code: 'loan.receipt-totals-unknown',
    detail: '该文件是从前检查的，没有金额合计，请重新上传检查。',
  });

/** One of many was refused when they were to count: its own refusal, and which it was. */
export const refusedAmong = (receipt: ReceiptMoney & { readonly id: bigint }, why: Failure): Failure =>
  refused({
    code: why.code,
    detail: `流水号 ${receipt.bankSerial}：${why.detail}一笔也没有入账；可先退回这一笔，再复核其余的。`,
    facts: { ...why.facts, receipt_id: String(receipt.id), bank_serial: receipt.bankSerial },
  });

export const aboveWithWaiting = (outstanding: Fen, waiting: Fen): Failure =>
  pointed(
    refused,
    '/principal',
    'loan.over-outstanding',
    `归还本金连同其他待入账的 ${formatYuanGrouped(waiting)} 元，超过未还本金 ${formatYuanGrouped(outstanding)} 元，请核对金额。`,
  );

/** The same said by the database, which names no sum. */
export const aboveDebt = (): Failure =>
  pointed(
    refused,
    '/principal',
    'loan.over-outstanding',
    '归还本金连同其他待入账的登记超过未还本金，请核对金额。',
  );

export const receiptSerialRecorded = (): Failure =>
  conflict({
    code: 'loan.serial-recorded',
    detail: '该银行流水号已经登记过（待复核或已入账），没有重复登记。',
  });

/** What rests on the debt waits until the bank has decided on what it received. */
export const receiptsWaiting = (): Failure =>
  conflict({
    code: 'loan.receipts-waiting',
    detail: '该笔贷款有还款登记待银行复核，请先复核或退回，再办理本项业务。',
  });

export const fileBySamePerson = (): Failure =>
  forbidden({
    code: 'loan.import-same-person',
    detail: '上传与确认导入不能是同一个人，请由另一位同事核对笔数和金额后确认。',
  });

export const fileOfBankReviewer = (): Failure =>
  forbidden({
    code: 'loan.import-not-reviewer',
    detail: '还款文件由该银行上传、由该银行的复核人员入账；该银行在本县没有复核人员的，由县扶贫办两人办理。',
  });
