import { z } from 'zod';
import { dateText, digits, id, line, percent, plainDate, yuanText } from '../../platform/http/shapes.ts';
import type { signatureBody } from './agreement.schema.ts';
import type { AmendmentProposal } from './core/amendment.ts';
import { MANNERS, PARTIES } from './core/parties.ts';
import { deposit } from './particulars.schema.ts';

export const amendmentParams = z.strictObject({ id: id<'amendment'>() });

const days = z.int('应为整数天').min(0).max(365);

export const amendmentBody = z.strictObject({
  effective_on: plainDate(),
  reason: line(200, 4),
  floor_percent: percent().optional(),
  profit_share_percent: percent().optional(),
  reinvested_percent: percent()
    .refine((part) => part < 1_000_000, '转投比例应小于 100%')
    .optional(),
  term_months: z.int().min(1).max(120).optional(),
  ladder: z
    .array(z.strictObject({ every_years: z.int().min(1).max(20), rate_percent: percent() }))
    .max(10)
    .optional(),
  account: z
    .strictObject({
      bank: line(80, 2),
      no: z.string().regex(/^\d{8,32}$/, '账号应为 8 至 32 位数字'),
    })
    .optional(),
  deposit: deposit.optional(),
  guarantor: line(60).nullable().optional(),
  training_sessions: z.int().min(1).max(100).nullable().optional(),
  job_promise: line(60).nullable().optional(),
  inspection_days: days.optional(),
  principal_lead_days: days.optional(),
});

/** What the action takes: only what the request names is to change. */
export function amendmentOf(body: z.output<typeof amendmentBody>): AmendmentProposal {
  const { effective_on: effectiveOn, reason, account, ladder, ...others } = body;
  const named = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
  return {
    effectiveOn,
    reason,
    changes: {
      ...named,
      ...(account ? { account_bank: account.bank, account_no: account.no } : {}),
      ...(ladder
        ? {
            ladder: ladder.map((step) => ({ everyYears: step.every_years, ratePercent: step.rate_percent })),
          }
        : {}),
    },
  };
}

export const signingOf = (body: z.output<typeof signatureBody>) => ({
  party: body.party,
  signerName: body.signer_name,
  manner: body.manner,
  signedOn: body.signed_on,
});

const state = z.enum(['drafted', 'issued', 'in_force', 'cancelled']);

const differences = z.array(
  z.object({ field: z.string(), label: z.string(), before: z.string(), after: z.string() }),
);

export const amendmentReply = z.object({
  id: digits,
  agreement_id: digits,
  version: z.number(),
  effective_on: dateText,
  reason: z.string(),
  floor_percent: z.string(),
  floor_year: yuanText,
  profit_share_percent: z.string(),
  reinvested_percent: z.string().nullable(),
  term_months: z.number(),
  differences,
  state,
  document_id: digits.nullable(),
  cancel_reason: z.string().nullable(),
  drawn_up_by: digits,
  drawn_up_on: dateText,
  in_force_on: dateText.nullable(),
});

const signature = z.object({
  party: z.enum(PARTIES),
  signer_name: z.string(),
  manner: z.enum(MANNERS),
  signed_on: dateText,
  recorded_by: digits,
});

export const versionsReply = z.object({
  agreement_id: digits,
  agreement_no: z.string(),
  current_version: z.number().nullable(),
  signed: z.object({
    version: z.number(),
    effective_on: dateText.nullable(),
    floor_percent: z.string(),
    profit_share_percent: z.string(),
    reinvested_percent: z.string(),
    term_months: z.number(),
  }),
  amendments: z.array(amendmentReply.extend({ signatures: z.array(signature) })),
});

export const amendmentSignatureReply = z.object({
  amendment_id: digits,
  party: z.enum(PARTIES),
  state,
  in_force_on: dateText.nullable(),
  waiting_for: z.array(z.enum(PARTIES)),
});
