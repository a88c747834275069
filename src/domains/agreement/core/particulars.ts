import { parseYuan } from '../../../kernel/money.ts';
import type { AgreementTerms, SecurityPromise } from './agreement-facts.ts';

/** What the four negotiated beside amount and return, as it is kept with the agreement (JSON). */
export interface Particulars {
  readonly principal_lead_days: number;
  readonly inspection_days: number;
  readonly exit_notice_days: number;
  readonly exit_settle_days: number;
  /** Units of 0.0001 % a day. */
  readonly late_fee_percent: number;
  readonly rectification_days: number;
  /** The most of a dividend that may stay in the project (转投), units of 0.0001 %; absent: nothing. */
  readonly reinvested_percent?: number | undefined;
  readonly training_sessions: number | null;
  readonly job_promise: string | null;
  readonly mediation_body: string;
  readonly dispute: { readonly way: 'arbitration' | 'court'; readonly body: string };
  readonly copies: 3 | 4 | 5 | 6;
  readonly attachments: readonly string[];
  readonly security: {
    readonly mortgage: string | null;
    /** Yuan. */
    readonly deposit: string | null;
    readonly guarantor: string | null;
    readonly insurance: string | null;
  };
}

export function securityOf(particulars: Particulars): SecurityPromise {
  const { deposit, ...others } = particulars.security;
  return { ...others, deposit: deposit === null ? null : parseYuan(deposit) };
}

export function termsOf(
  particulars: Particulars,
  principalPayer: AgreementTerms['principalPayer'],
  countsForFloor: boolean,
): AgreementTerms {
  const percent = particulars.reinvested_percent ?? 0;
  return {
    ...(percent > 0 ? { reinvested: { percent, countsForFloor } } : {}),
    principalPayer,
    principalLeadDays: particulars.principal_lead_days,
    inspectionDays: particulars.inspection_days,
    exitNoticeDays: particulars.exit_notice_days,
    exitSettleDays: particulars.exit_settle_days,
    lateFee: particulars.late_fee_percent,
    rectificationDays: particulars.rectification_days,
    trainingSessions: particulars.training_sessions,
    jobPromise: particulars.job_promise,
    mediationBody: particulars.mediation_body,
    dispute: particulars.dispute,
    copies: particulars.copies,
    attachments: particulars.attachments,
  };
}
