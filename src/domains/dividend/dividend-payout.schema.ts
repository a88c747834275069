import { z } from 'zod';
import { countyCode, dateText, digits, id, line, pageQuery, yuanText } from '../../platform/http/shapes.ts';
import { documentReply } from '../document/index.ts';
import { DUE_KINDS } from './core/due-row.ts';
import { PAYOUT_LINE_STATES, PAYOUT_STATES } from './core/payout-row.ts';

export const payoutParams = z.strictObject({ id: id() });
export const payoutQuery = z.strictObject({
  ...pageQuery,
  enterprise_id: id().optional(),
  state: z.enum(PAYOUT_STATES).optional(),
  county_code: countyCode().optional(),
});
export const payoutLineQuery = z.strictObject({ ...pageQuery });

export const draftBody = z.strictObject({
  enterprise_id: id<'organisation'>(),
  bank_id: id<'organisation'>(),
  share_dividend_id: id().optional(),
  memo: line(20).optional(),
  remark: line(200).optional(),
});
export const payoutStepBody = z.strictObject({ remark: line(200).optional() });
/** What is printed stands in the registers; whoever orders a paper adds nothing. */
export const paperBody = z.strictObject({});

/** A paper as the register of documents shows it. */
export const paperReply = documentReply;
export const withdrawalBody = z.strictObject({ reason: line(200, 4) });

const source = z.enum(['enterprise', 'deposit', 'guarantor', 'county']);
export const payoutReply = z.object({
  id: digits,
  payout_no: z.string(),
  county_code: z.string(),
  enterprise_id: digits,
  bank_id: digits,
  share_dividend_id: digits.nullable(),
  memo: z.string(),
  state: z.enum(PAYOUT_STATES),
  line_count: z.number(),
  gross: yuanText,
  withheld: yuanText,
  net: yuanText,
  excluded_count: z.number(),
  excluded: yuanText,
  paid_count: z.number(),
  paid: yuanText,
  drafted_on: dateText,
  reason: z.string().nullable(),
});
const named = payoutReply.extend({ enterprise_name: z.string(), bank_name: z.string() });
export const payoutPage = z.object({ items: z.array(named), next: digits.nullable() });

export const draftedReply = payoutReply.extend({
  left_out: z.array(
    z.object({
      household_no: z.string(),
      due_id: digits,
      gross: yuanText,
      code: z.enum(['no-card', 'not-member', 'shared-account']),
      detail: z.string(),
    }),
  ),
});

const notice = z.object({
  id: digits,
  level: z.enum(['village', 'township', 'county']),
  posting: z.number(),
  state: z.enum(['posted', 'suspended', 'superseded', 'completed']),
  posted_on: dateText,
  ends_on: dateText,
  free_on: dateText,
});
export const noticedReply = z.object({ payout: payoutReply, notices: z.array(notice) });

export const payoutDetailReply = named.extend({
  decisions: z.array(
    z.object({
      act: z.enum(['draft', 'approve', 'instruct']),
      person_name: z.string(),
      role: z.string(),
      remark: z.string().nullable(),
      decided_on: dateText,
    }),
  ),
  notices: z.array(notice),
  orders: z.array(
    z.object({
      id: digits,
      order_no: z.string(),
      round: z.number(),
      state: z.enum(['instructed', 'settled']),
    }),
  ),
});

export const payoutLinePage = z.object({
  items: z.array(
    z.object({
      id: digits,
      line_no: z.number(),
      due_id: digits,
      kind: z.enum(DUE_KINDS),
      source_no: z.string(),
      household_id: digits,
      household_no: z.string(),
      head_name: z.string(),
      township_name: z.string(),
      village_name: z.string(),
      due_on: dateText,
      component: source,
      gross: yuanText,
      withheld: yuanText,
      net: yuanText,
      payee_name: z.string(),
      account_last4: z.string(),
      account_bank: z.string(),
      state: z.enum(PAYOUT_LINE_STATES),
      exclusion: z.string().nullable(),
      paid_on: dateText.nullable(),
    }),
  ),
  next: digits.nullable(),
});

export const orderReply = z.object({
  id: digits,
  order_no: z.string(),
  county_code: z.string(),
  bank_id: digits,
  round: z.number(),
  state: z.enum(['instructed', 'settled']),
  line_count: z.number(),
  total: yuanText,
  instructed_on: dateText,
});
