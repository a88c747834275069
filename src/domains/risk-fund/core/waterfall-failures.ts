import { formatDateZh, type PlainDate } from '../../../kernel/date.ts';
import { conflict, missing, pointed, refused, type Failure } from '../../../kernel/failure.ts';
import { formatYuan, formatYuanGrouped, type Fen } from '../../../kernel/money.ts';

export const transferMissing = (): Failure =>
  missing({ code: 'risk-fund.transfer-not-found', detail: '没有找到这笔应付款项，或不在您的辖区内。' });

export const answerMissing = (): Failure =>
  missing({ code: 'risk-fund.answer-not-found', detail: '没有找到这份赔付答复，或不在您的辖区内。' });

export const reportMissing = (): Failure =>
  missing({ code: 'risk-fund.loss-report-not-found', detail: '没有找到这份赔付率报表，或不在您的辖区内。' });

export const stillWaiting = (dueOn: PlainDate): Failure =>
  pointed(
    refused,
    '/answered_on',
    'risk-fund.still-waiting',
    `等待期未满：${formatDateZh(dueOn)}起才能登记赔付或拒赔。`,
  );

export const waitingUnknown = (): Failure =>
  pointed(refused, '/answered_on', 'risk-fund.still-waiting', '等待期未满，还不能登记赔付或拒赔。');

export const answeredAlready = (): Failure =>
  conflict({ code: 'risk-fund.answered', detail: '这笔应付款项已有答复，不能重复登记。' });

export const owedOtherwise = (owed: Fen): Failure =>
  pointed(
    refused,
    '/amount',
    'risk-fund.owed-otherwise',
    `应付金额为 ${formatYuanGrouped(owed)} 元（已扣除等待期内的追回），与登记的不符，请核对。`,
  );

export const owedChanged = (owed: Fen): Failure =>
  conflict({
    code: 'risk-fund.owed-changed',
    detail: `登记后又有追回，应付金额现为 ${formatYuanGrouped(owed)} 元：请否决这份答复并重新登记。`,
    facts: { owed: formatYuan(owed) },
  });

export const bankOwes = (): Failure =>
  pointed(refused, '/outcome', 'risk-fund.bank-owes', '银行须退还被拒赔的垫付款，不能登记为拒付。');

export const answerSerialKnown = (): Failure =>
  pointed(
    conflict,
    '/bank_serial',
    'risk-fund.answer-serial-known',
    '该流水号已用于另一笔赔付，一笔款项不能结清两份代偿。',
  );

export const paidTwice = (): Failure =>
  conflict({ code: 'risk-fund.paid-twice', detail: '同一损失不能重复赔付，请刷新后核对。' });

export const lossYearUnknown = (party: string): Failure =>
  refused({
    code: 'risk-fund.loss-year-unknown',
    detail: `约定了超赔分担：须先登记并确认“${party}”本年度的保费和赔付。`,
    facts: { party },
  });

export const reportKnown = (): Failure =>
  pointed(conflict, '/on_date', 'risk-fund.loss-report-known', '该日的赔付率报表已登记，不能重复登记。');

export const payerUnknown = (): Failure =>
  pointed(refused, '/party', 'risk-fund.payer-unknown', '现行管理办法没有对这一方约定超赔分担。');

export const refusedPartOpen = (): Failure =>
  conflict({
    code: 'risk-fund.refused-part-open',
    detail:
      '有一方已拒赔，其承担的部分还没有结清（待其他方答复，或待银行退回垫付款）；结清后再确认分配追回款。',
  });
