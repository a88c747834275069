import { z } from 'zod';
import { FORM_FORMATS } from '../../platform/http/form-reply.ts';
import {
  countyCode,
  dateText,
  digits,
  id,
  line,
  pageQuery,
  plainDate,
  yuan,
  yuanText,
} from '../../platform/http/shapes.ts';
import { CREDIT_STATES } from './core/household-credit.ts';

export const creditParams = z.strictObject({ id: id<'household-credit'>() });

const sum = () => yuan().nullable().default(null);
const day = () => plainDate().nullable().default(null);

export const creditBody = z
  .strictObject({
    household_id: id<'household'>(),
    grade: line(10),
    score: z.int().min(0).max(100).nullable().default(null),
    credit_line: yuan(),
    granted_on: plainDate(),
    /** First day on which the line no longer holds. */
    ends_on: day(),
    /** 原贷款情况: what the household owed elsewhere on that day. */
    earlier_balance: sum(),
    earlier_overdue: sum(),
    earlier_overdue_on: day(),
    earlier_interest: sum(),
    earlier_interest_on: day(),
  })
  .transform((body) => ({
    householdId: body.household_id,
    grade: body.grade,
    score: body.score,
    line: body.credit_line,
    grantedOn: body.granted_on,
    endsOn: body.ends_on,
    earlier: {
      balance: body.earlier_balance,
      overdue: body.earlier_overdue,
      overdueOn: body.earlier_overdue_on,
      interest: body.earlier_interest,
      interestOn: body.earlier_interest_on,
    },
  }));

export const creditListQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(CREDIT_STATES).optional(),
  household_id: id<'household'>().optional(),
  county_code: countyCode().optional(),
});

/** The filters of the list, for the form. */
export const ratingFormQuery = z.strictObject({
  format: z.enum(FORM_FORMATS).default('xlsx'),
  household_id: id<'household'>().optional(),
  county_code: countyCode().optional(),
  bank_id: id<'organisation'>().optional(),
  numbers: z.enum(['masked', 'full']).default('masked'),
  reason: line(100, 4).nullable().default(null),
});

const dateOrNull = dateText.nullable();
const sumOrNull = yuanText.nullable();

const creditFacts = {
  id: digits,
  household_id: digits,
  county_code: z.string(),
  bank_id: digits,
  grade: z.string(),
  score: z.int().nullable(),
  line: yuanText,
  granted_on: dateText,
  ends_on: dateOrNull,
  earlier_balance: sumOrNull,
  earlier_overdue: sumOrNull,
  earlier_overdue_on: dateOrNull,
  earlier_interest: sumOrNull,
  earlier_interest_on: dateOrNull,
  state: z.enum(CREDIT_STATES),
  import_id: digits.nullable(),
  entered_by: digits,
  entered_on: dateText,
  decided_by: digits.nullable(),
  decided_on: dateOrNull,
  refusal: z.string().nullable(),
};

export const creditReply = z.object(creditFacts);

export const creditListReply = z.object({
  items: z.array(
    z.object({ ...creditFacts, household_no: z.string(), head_name: z.string(), bank_name: z.string() }),
  ),
  next: digits.nullable(),
});
