import type { FieldError } from '../../../kernel/failure.ts';
import type { PlainDate } from '../../../kernel/date.ts';
import type { LoanId, OrganisationId } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { requireGoodStanding } from '../../organisation/index.ts';
import type { Terms } from '../../programme/index.ts';
import type { AgreementRow } from '../core/agreement-row.ts';
import {
  countyGovernment,
  insertAgreement,
  lockLoansToDraw,
  nextSequence,
  type LoanToDraw,
} from '../agreement.store.ts';
import { agreementNumber } from '../core/agreement-number.ts';
import { assessDrawing, type Drawing } from '../core/assess-drawing.ts';
import { assessLimits, limitsSet } from '../core/assess-limits.ts';
import { placementOf } from '../enterprise-means.store.ts';
import { governmentMissing, loanMissing, notPermitted } from '../core/failures.ts';
import type { Particulars } from '../core/particulars.ts';
import { yearlyFloor } from '../core/return-schedule.ts';
import { agreementRules, enterpriseLimits, termsReader } from './agreement-rules.ts';

/** What was agreed beyond what loan and terms say; null = as the loan or the terms have it. */
export interface Proposal {
  readonly amountFen: Fen | null;
  readonly termMonths: number | null;
  readonly floorPercent: number | null;
  readonly governmentId: OrganisationId | null;
  /** A day, or the day the loan was disbursed when the bank paid straight to the enterprise. */
  readonly arrivedOn: PlainDate | 'disbursement' | null;
  readonly project: string;
  readonly particulars: Particulars;
}

export interface DrawnUp {
  readonly drawn: readonly AgreementRow[];
  readonly refused: readonly { readonly loan_id: LoanId; readonly errors: readonly FieldError[] }[];
}

/** Draws up one agreement; refused with every reason why not. */
export async function drawUpAgreement(
  tx: Tx,
  context: Context,
  loanId: LoanId,
  proposal: Proposal,
): Promise<AgreementRow> {
  const { drawn, refused } = await drawUpAgreements(tx, context, [loanId], proposal);
  const [agreement] = drawn;
  if (!agreement) throw notPermitted(refused[0]?.errors ?? []);
  return agreement;
}

/**
 * Draws up agreements from many loans on the same proposal; a loan that may not is left out with its reasons.
 */
export async function drawUpAgreements(
  tx: Tx,
  context: Context,
  loanIds: readonly LoanId[],
  proposal: Proposal,
): Promise<DrawnUp> {
  const loans = new Map((await lockLoansToDraw(tx, loanIds)).map((loan) => [loan.id, loan]));
  const terms = termsReader(tx);
  const governmentOf = governmentFinder(tx, proposal.governmentId);
  const drawn: AgreementRow[] = [];
  const refused: { loan_id: LoanId; errors: readonly FieldError[] }[] = [];
  for (const loanId of loanIds) {
    const loan = loans.get(loanId);
    const version = loan?.terms_id ? await terms(loan.terms_id) : null;
    const errors = loan ? reasons(context, loan, version, proposal) : [loanMissing];
    if (!loan || errors.length > 0) {
      refused.push({ loan_id: loanId, errors });
      continue;
    }
    invariant(version, 'a signed loan has its terms');
    const over = await limitsBroken(tx, loan, version, proposal);
    if (over.length > 0) {
      refused.push({ loan_id: loanId, errors: over });
      continue;
    }
    const governmentId = await governmentOf(loan.county_code);
    drawn.push(await draw(tx, context, { loan, version, governmentId, proposal }));
  }
  return { drawn, refused };
}

function governmentFinder(tx: Tx, given: OrganisationId | null) {
  const known = new Map<string, OrganisationId>();
  return async (countyCode: string): Promise<OrganisationId> => {
    const found = known.get(countyCode) ?? (await find(countyCode));
    if (!found) throw governmentMissing();
    known.set(countyCode, found);
    return found;
  };
  async function find(countyCode: string): Promise<OrganisationId | null> {
    if (given === null) return countyGovernment(tx, countyCode);
    return (await requireGoodStanding(tx, given, { kinds: ['government', 'poverty_office'], countyCode })).id;
  }
}

function drawingOf(loan: LoanToDraw, terms: Terms, proposal: Proposal): Drawing {
  const { dividend } = terms.parameters;
  return {
    amount: proposal.amountFen ?? loan.principal_fen,
    termMonths: proposal.termMonths ?? Math.min(loan.term_months, dividend.agreementTermMonths),
    floorPercent: proposal.floorPercent ?? dividend.floorRatePercent ?? 0,
    arrivedOn: proposal.arrivedOn === 'disbursement' ? loan.disbursed_on : proposal.arrivedOn,
  };
}

const UNSIGNED: FieldError = {
  pointer: '/loan_id',
  code: 'agreement.loan-state',
  detail: '贷款须已签合同或已发放，且未结清，才能签四方协议。',
};

function reasons(
  context: Context,
  loan: LoanToDraw,
  terms: Terms | null,
  proposal: Proposal,
): readonly FieldError[] {
  if (!terms) return [UNSIGNED];
  const ground = {
    loanState: loan.state,
    usageMode: loan.usage_mode,
    enterpriseStanding: loan.enterprise_standing,
    principal: loan.principal_fen,
    loanTermMonths: loan.term_months,
    disbursedOn: loan.disbursed_on,
    hasLive: loan.has_live,
  };
  return assessDrawing(ground, agreementRules(terms), drawingOf(loan, terms, proposal), context.today);
}

/** Read with the enterprise held, and again for each loan: those drawn up before count. */
async function limitsBroken(
  tx: Tx,
  loan: LoanToDraw,
  version: Terms,
  proposal: Proposal,
): Promise<readonly FieldError[]> {
  const limits = enterpriseLimits(version);
  if (!limitsSet(limits) || loan.enterprise_id === null) return [];
  const placement = await placementOf(tx, loan.enterprise_id, limits.sharePercent !== null);
  return placement ? assessLimits(placement, limits, drawingOf(loan, version, proposal).amount) : [];
}

interface ToDraw {
  readonly loan: LoanToDraw;
  readonly version: Terms;
  readonly governmentId: OrganisationId;
  readonly proposal: Proposal;
}

async function draw(tx: Tx, context: Context, to: ToDraw): Promise<AgreementRow> {
  const { loan, version, proposal } = to;
  const { dividend } = version.parameters;
  const { amount, termMonths, floorPercent, arrivedOn } = drawingOf(loan, version, proposal);
  invariant(context.actor.personId && loan.enterprise_id, 'a person draws up an enterprise-led agreement');
  const agreement = await insertAgreement(tx, {
    agreement_no: agreementNumber(loan.county_code, context.today, await nextSequence(tx)),
    county_code: loan.county_code,
    loan_id: loan.id,
    household_id: loan.household_id,
    bank_id: loan.bank_id,
    enterprise_id: loan.enterprise_id,
    government_id: to.governmentId,
    terms_id: version.id,
    regime: 'PERMITTED_2015_2017',
    amount_fen: amount,
    principal_fen: loan.principal_fen,
    floor_percent: floorPercent,
    floor_year_fen: yearlyFloor(amount, floorPercent),
    profit_share_percent: dividend.profitSharePercent,
    term_months: termMonths,
    dividend_due_day: dividend.dividendDueDay,
    arrived_on: arrivedOn,
    project: proposal.project,
    particulars: proposal.particulars,
    drawn_up_by: context.actor.personId,
    drawn_up_on: context.today,
  });
  await record(tx, context, {
    act: 'agreement.drawn-up',
    subjectKind: 'agreement',
    subjectId: agreement.id,
    countyCode: agreement.county_code,
    after: {
      agreement_no: agreement.agreement_no,
      loan_id: loan.id,
      amount_fen: amount,
      floor_percent: floorPercent,
      term_months: termMonths,
    },
  });
  await appendEvent(tx, { name: 'agreement.drawn-up', payload: { agreement_id: String(agreement.id) } });
  return agreement;
}
