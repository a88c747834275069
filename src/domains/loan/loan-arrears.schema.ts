import { z } from 'zod';
import {
  countyCode,
  dateText,
  digits,
  id,
  line,
  pageQuery,
  plainDate,
  regionCode,
  yuanText,
} from '../../platform/http/shapes.ts';
import { dunningReply } from './loan-dunning.schema.ts';
import { coBorrowerReply } from './loan.schema.ts';
import { BUCKETS, GRADES } from './core/arrears.ts';

export const gradeBody = z
  .strictObject({
    graded_on: plainDate(),
    grade: z.enum(GRADES),
    reason: line(300, 4).nullable().default(null),
  })
  .transform((body) => ({ gradedOn: body.graded_on, grade: body.grade, reason: body.reason }));

export const overdueListQuery = z.strictObject({
  ...pageQuery,
  bucket: z.enum(BUCKETS).optional(),
  bank_id: id<'organisation'>().optional(),
  county_code: countyCode().optional(),
  region_code: regionCode().optional(),
  /** Computes what each owes of principal, interest, penalty and compound interest as of this day. */
  dues_on: plainDate().optional(),
});

export const overdueTotalsQuery = overdueListQuery.omit({ after: true, limit: true, dues_on: true });
export const overdueTotalsReply = z.object({
  rows: z.int(),
  /** The last count, of which these are the loans; null where none is overdue. */
  counted_on: dateText.nullable(),
  overdue: yuanText,
  outstanding: yuanText,
});

export const bookQuery = z.strictObject({ on: plainDate().optional() });

const gradeFacts = {
  id: digits,
  loan_id: digits,
  graded_on: dateText,
  grade: z.enum(GRADES),
  reason: z.string().nullable(),
  recorded_by: digits,
  recorded_on: dateText,
};

export const gradeReply = z.object({
  ...gradeFacts,
  warnings: z.array(z.object({ pointer: z.string(), code: z.string(), detail: z.string() })),
});

const duesFacts = {
  as_of: dateText,
  principal: yuanText,
  interest: yuanText,
  interest_since: dateText.nullable(),
  penalty: yuanText,
  compound: yuanText,
  total: yuanText,
  penalty_arisen: yuanText,
  penalty_paid: yuanText,
  compound_arisen: yuanText,
  compound_paid: yuanText,
};

export const arrearsQuery = z.strictObject({ on: plainDate().optional() });

export const penaltyPaymentReply = z.object({
  id: digits,
  loan_id: digits,
  on_date: dateText,
  penalty: yuanText,
  compound: yuanText,
  bank_serial: z.string(),
  reverses_id: digits.nullable(),
  recorded_by: digits,
  recorded_on: dateText,
});

const percentText = z.string().regex(/^\d+(\.\d+)?$/);

export const arrearsReply = z.object({
  loan_id: digits,
  as_of: dateText,
  /** Who answers for all of it beside the borrower (共同借款人). */
  co_borrower: coBorrowerReply.nullable(),
  arrears: z.object({ due_on: dateText, days_past_due: z.int(), overdue: yuanText }).nullable(),
  /** Null of a loan that was not lent. */
  dues: z
    .object({
      ...duesFacts,
      /** What the penalty was computed on: what bore it, on which days, at which rate. */
      slices: z.array(
        z.object({
          cause: z.enum(['overdue', 'misuse']),
          from: dateText,
          to: dateText,
          days: z.int(),
          principal: yuanText,
          annual_percent: percentText,
          penalty_percent: percentText,
        }),
      ),
    })
    .nullable(),
  penalty_payments: z.array(penaltyPaymentReply),
  grades: z.array(z.object(gradeFacts)),
  dunnings: z.array(
    dunningReply.pick({ id: true, kind: true, dunned_on: true, proof: true, served_by: true }),
  ),
});

export const overdueListReply = z.object({
  items: z.array(
    z.object({
      id: digits,
      county_code: z.string(),
      bank_id: digits,
      bank_name: z.string(),
      contract_no: z.string().nullable(),
      product_code: z.string(),
      household_no: z.string(),
      head_name: z.string(),
      village_name: z.string(),
      borrower_name: z.string(),
      counted_on: dateText,
      due_on: dateText,
      days_past_due: z.int(),
      bucket: z.enum(BUCKETS),
      overdue: yuanText,
      outstanding: yuanText,
      grade: z.enum(GRADES).nullable(),
      graded_on: dateText.nullable(),
      dunnings: z.int(),
      last_dunned_on: dateText.nullable(),
      dues: z.object(duesFacts).nullable(),
    }),
  ),
  next: digits.nullable(),
});

export const bookReply = z.object({
  items: z.array(
    z.object({
      counted_on: dateText,
      county_code: z.string(),
      bank_id: digits,
      bank_name: z.string(),
      bucket: z.enum(['current', ...BUCKETS]),
      loans: z.int(),
      overdue: yuanText,
      outstanding: yuanText,
    }),
  ),
});
