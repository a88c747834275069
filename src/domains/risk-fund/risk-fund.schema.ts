import { z } from 'zod';
import { payeeAccount } from '../payment/index.ts';
import { addDays } from '../../kernel/date.ts';
import {
  countyCode,
  dateText,
  digits,
  id,
  line,
  pageQuery,
  plainDate,
  positiveYuan,
  yuanText,
} from '../../platform/http/shapes.ts';
import { FUND_SOURCES as SOURCES, TOP_UP_MODES } from './core/top-up.ts';
import { accountFiguresReply, accountView } from './fund-account.schema.ts';
import { termsReply, unique } from './fund-terms.schema.ts';

const MOVEMENT_KINDS = ['injection', 'interest', 'returned', 'transfer'] as const;
const ENTERED_STATES = ['entered', 'confirmed', 'rejected'] as const;

export const idParams = z.strictObject({ id: id() });
export const fundQuery = z.strictObject({ ...pageQuery, county_code: countyCode().optional() });

export const fundBody = z.strictObject({
  county_code: countyCode(),
  name: line(80, 4),
  deposit_bank_id: id<'organisation'>(),
  /** The fund's own account there; none = the finance bureau's. */
  account_no: payeeAccount.nullable().default(null),
  bank_ids: z.array(id<'organisation'>()).min(1, '至少覆盖一家银行').max(50).refine(unique, '银行不得重复'),
  product_codes: z
    .array(z.string().regex(/^[a-z][a-z_-]{1,39}$/, '产品代码不对'))
    .min(1, '至少覆盖一个产品')
    .max(20)
    .refine(unique, '产品不得重复'),
});

export const fundReply = z.object({
  id: digits,
  county_code: z.string(),
  name: z.string(),
  deposit_bank_id: digits,
  account_no: z.string().nullable(),
  opened_on: dateText,
});

const fundView = fundReply.extend({
  deposit_bank_name: z.string(),
  balance: yuanText,
  pending: yuanText,
});
export const fundPage = z.object({ items: z.array(fundView), next: digits.nullable() });

export const fundDetail = fundView.extend({
  free: yuanText,
  outstanding: yuanText,
  cap: yuanText.nullable(),
  uncovered: yuanText.nullable(),
  /** Covered banks: what each has lent, and what of the fund lies with it, free. */
  banks: z.array(z.object({ id: digits, name: z.string(), outstanding: yuanText, pool: yuanText })),
  product_codes: z.array(z.string()),
  contributions: z.array(z.object({ source: z.enum(SOURCES), amount: yuanText })),
  /** Where its money lies, the oldest account first. */
  accounts: z.array(accountView),
  terms: z.array(termsReply),
});

export const topUpQuery = z.strictObject({ on: plainDate().optional() });
export const topUpReply = z.object({
  mode: z.enum(TOP_UP_MODES),
  document_no: z.string(),
  measured_on: dateText.nullable(),
  outstanding: yuanText.nullable(),
  balance: yuanText.nullable(),
  due: yuanText.nullable(),
  by: dateText.nullable(),
  /** Of what is due, each payer's part; null where one pays. */
  parts: z.array(z.object({ source: z.enum(SOURCES), amount: yuanText })).nullable(),
});

export const statementQuery = z
  .strictObject({ from: plainDate(), through: plainDate() })
  .refine((span) => span.from <= span.through, { path: ['through'], message: '截止日期不能早于起始日期' })
  .transform((span) => ({ ...span, to: addDays(span.through, 1) }));
export const statementReply = z.object({
  id: digits,
  name: z.string(),
  from: dateText,
  through: dateText,
  opening: yuanText,
  injections: yuanText,
  interest: yuanText,
  recoveries: yuanText,
  compensation: yuanText,
  returned: yuanText,
  closing: yuanText,
  accounts: z.array(accountFiguresReply),
});

export const movementBody = z
  .strictObject({
    kind: z.enum(MOVEMENT_KINDS),
    source: z.enum(SOURCES).nullable().default(null),
    /** The account that it moves; none = the oldest that is open. Of a transfer: where it leaves. */
    account_id: id().nullable().default(null),
    /** Of a transfer between two banks, where it arrives. */
    to_account_id: id().nullable().default(null),
    amount: positiveYuan(),
    on_date: plainDate(),
    /** 入账日期: a day of an open year, for money that moved in a year already closed. */
    booked_on: plainDate().nullable().default(null),
    document_no: line(60, 4),
    remark: line(200).nullable().default(null),
  })
  .refine((body) => (body.kind === 'injection') === (body.source !== null), {
    path: ['source'],
    message: '拨入须写明资金来源，利息、退回和账户间划转不写',
  })
  .refine((body) => (body.kind === 'transfer') === (body.to_account_id !== null), {
    path: ['to_account_id'],
    message: '账户间划转须写明转入账户，其他资金不写',
  })
  .refine((body) => body.booked_on === null || (body.kind !== 'returned' && body.booked_on > body.on_date), {
    path: ['booked_on'],
    message: '入账日期只用于补记以前年度的拨入、利息和划转，并须晚于发生日期',
  });
export const movementQuery = z.strictObject({ ...pageQuery, state: z.enum(ENTERED_STATES).optional() });
export const movementReply = z.object({
  id: digits,
  fund_id: digits,
  kind: z.enum(MOVEMENT_KINDS),
  source: z.enum(SOURCES).nullable(),
  account_id: digits,
  to_account_id: digits.nullable(),
  amount: yuanText,
  on_date: dateText,
  booked_on: dateText.nullable(),
  document_no: z.string(),
  remark: z.string().nullable(),
  state: z.enum(ENTERED_STATES),
  entered_on: dateText,
});
export const movementPage = z.object({ items: z.array(movementReply), next: digits.nullable() });

export const decisionBody = z.strictObject({ outcome: z.enum(['confirmed', 'rejected']) });
