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

export const statementMissing = (): Failure =>
  missing({ code: 'risk-fund.statement-not-found', detail: '没有找到这份年度对账单，或不在您的辖区内。' });

export const yearUnderWay = (year: number): Failure =>
  pointed(invalid, '/year', 'risk-fund.year-under-way', `${year}年还没有结束，不能编制年度对账单。`);

export const yearUnsettled = (waiting: number): Failure =>
  conflict({
    code: 'risk-fund.year-unsettled',
    detail: `该年度还有${waiting}笔资金登记待确认或拨付待银行回单，处理完毕后再对账。`,
    facts: { waiting },
  });

export const yearConfirmed = (): Failure =>
  conflict({ code: 'risk-fund.year-confirmed', detail: '该年度对账单已由三方确认，不能重新编制。' });

export const yearClosed = (): Failure =>
  pointed(
    refused,
    '/on_date',
    'risk-fund.year-closed',
    '该日所在年度的对账单已由三方确认，账已封存；请保留发生日期，另填入账日期（booked_on，未封账年度的一天），列作以前年度调整。',
  );

/** A day of an open year is booked on itself. */
export const yearOpen = (): Failure =>
  pointed(
    refused,
    '/booked_on',
    'risk-fund.year-open',
    '发生日期所在年度尚未封账，请按发生日期入账，不填入账日期。',
  );

export const fundWasTooSmall = (): Failure =>
  pointed(
    refused,
    '/on_date',
    'risk-fund.fund-was-too-small',
    '按所填日期，补偿金当日余额不足，请核对日期。',
  );

export const statementNotOpen = (): Failure =>
  conflict({
    code: 'risk-fund.statement-not-open',
    detail: '这份对账单已确认、有差异或已被新的一份代替，请刷新后办理。',
  });

export const statementStale = (): Failure =>
  conflict({
    code: 'risk-fund.statement-stale',
    detail: '编制对账单以后账面又有变动，请财政局重新编制后再确认。',
  });

export const confirmedAlready = (): Failure =>
  conflict({ code: 'risk-fund.party-confirmed', detail: '贵单位已对这份对账单表示过意见，每方一次。' });

export const confirmsOwnStatement = (): Failure =>
  refused({
    code: 'risk-fund.same-person',
    detail: '编制人和三方确认人须是不同的人（换账号也不行），请由另一位工作人员确认。',
  });

export const notAParty = (): Failure =>
  forbidden({
    code: 'risk-fund.not-a-party',
    detail: '对账由县财政局、县扶贫部门和资金存放银行三方确认，您所在单位不是其中一方。',
  });

export const differenceUnexplained = (difference: Fen): Failure =>
  pointed(
    refused,
    '/reason',
    'risk-fund.difference-unexplained',
    `贵单位账面与对账单相差${formatYuanGrouped(difference)}元，请写明差异原因。`,
  );

export const noDifference = (): Failure =>
  pointed(refused, '/reason', 'risk-fund.no-difference', '余额相符，不填写差异原因。');
