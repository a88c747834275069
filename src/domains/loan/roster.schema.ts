import { z } from 'zod';
import { countyCode, dateText, digits, id, line, pageQuery } from '../../platform/http/shapes.ts';

const MOST_HOUSEHOLDS = 20_000;

export const rosterParams = z.strictObject({ id: id<'roster'>() });

export const proposeRosterBody = z
  .strictObject({
    programme_code: z.string().regex(/^P[1-9]$/, '项目编号写作 P1'),
    county_code: countyCode(),
    bank_id: id<'organisation'>(),
    roster_no: line(60),
    household_ids: z
      .array(id<'household'>())
      .min(1, '名册至少要有一户')
      .max(MOST_HOUSEHOLDS, '一份名册最多两万户，请分册申报'),
  })
  .transform((body) => ({
    programmeCode: body.programme_code,
    countyCode: body.county_code,
    bankId: body.bank_id,
    rosterNo: body.roster_no,
    householdIds: body.household_ids,
  }));

export const rosterListQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(['proposed', 'approved', 'withdrawn']).optional(),
});

const rosterFacts = {
  id: digits,
  programme_code: z.string(),
  county_code: z.string(),
  bank_id: digits,
  roster_no: z.string(),
  state: z.enum(['proposed', 'approved', 'withdrawn']),
  proposed_by: digits,
  approved_by: digits.nullable(),
  approved_on: dateText.nullable(),
};

export const rosterReply = z.object(rosterFacts);

export const rosterListReply = z.object({
  items: z.array(z.object({ ...rosterFacts, bank_name: z.string(), households: z.int() })),
  next: digits.nullable(),
});

export const rosterHouseholdsReply = z.object({
  items: z.array(
    z.object({
      id: digits,
      household_no: z.string(),
      head_name: z.string(),
      township_name: z.string(),
      village_name: z.string(),
      /** 应贷未贷 turned round: whether a loan of the list's bank and programme is open. */
      has_open_loan: z.boolean(),
    }),
  ),
  next: digits.nullable(),
});
