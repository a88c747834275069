import type { FieldError } from '../../../kernel/failure.ts';
import type { PlainDate } from '../../../kernel/date.ts';
import type { LoanId, OrganisationId } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import type { Terms } from '../../programme/index.ts';
import type { AgreementRow } from '../core/agreement-row.ts';
import { householdRefusals, lockLoansToDraw, type LoanToDraw } from '../agreement.store.ts';
import { assessDrawing, type Drawing } from '../core/assess-drawing.ts';
import { householdFaults } from '../core/assess-household.ts';
import { assessCopies } from '../core/assess-placing.ts';
import { loanMissing, notPermitted } from '../core/failures.ts';
import type { Particulars } from '../core/particulars.ts';
import type { DividendFrequency } from '../core/period-floors.ts';
import { agreementRules, limitsBroken, termsReader, withLinkedFloor } from './agreement-rules.ts';
import { governmentFinder, writeAgreement } from './write-agreement.ts';

/** What was agreed beyond what loan and terms say; null = as the loan or the terms have it. */
export interface Proposal {
  readonly amountFen: Fen | null;
  readonly termMonths: number | null;
  readonly floorPercent: number | null;
  /** How often a year's return is paid. */
  readonly frequency: DividendFrequency | null;
  readonly governmentId: OrganisationId | null;
  /**
   * The day the loan was disbursed when the bank paid straight to the enterprise; another day waits for a
   * second person.
   */
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
  const standing = await standingOf(tx, context, [...loans.values()]);
  const governmentOf = governmentFinder(tx, proposal.governmentId);
  const drawn: AgreementRow[] = [];
  const refused: { loan_id: LoanId; errors: readonly FieldError[] }[] = [];
  for (const loanId of loanIds) {
    const loan = loans.get(loanId);
    const frozen = loan?.terms_id ? await terms(loan.terms_id) : null;
    const version =
      loan && frozen ? await boundOn(tx, context.today, { loan, terms: frozen, proposal }) : null;
    const errors = loan
      ? [
          ...reasons(context, loan, version, proposal),
          ...householdFaults(standing.get(loan.household_id) ?? null),
        ]
      : [loanMissing];
    if (!loan || errors.length > 0) {
      refused.push({ loan_id: loanId, errors });
      continue;
    }
    invariant(version, 'a signed loan has its terms');
    const over = await limitsBroken(tx, version, {
      enterpriseId: loan.enterprise_id,
      amount: drawingOf(loan, version, proposal).amount,
    });
    if (over.length > 0) {
      refused.push({ loan_id: loanId, errors: over });
      continue;
    }
    const governmentId = await governmentOf(loan.county_code);
    drawn.push(await draw(tx, context, { loan, version, governmentId, proposal }));
  }
  return { drawn, refused };
}

const monthsOf = (loan: LoanToDraw, { parameters }: Terms, { termMonths }: Proposal): number =>
  termMonths ?? Math.min(loan.term_months, parameters.dividend.agreementTermMonths);

/** The loan's version as it binds an agreement of this term drawn up today. */
const boundOn = (
  tx: Tx,
  on: PlainDate,
  {
    loan,
    terms,
    proposal,
  }: { readonly loan: LoanToDraw; readonly terms: Terms; readonly proposal: Proposal },
): Promise<Terms> => withLinkedFloor(tx, terms, { on, termMonths: monthsOf(loan, terms, proposal) });

function drawingOf(loan: LoanToDraw, terms: Terms, proposal: Proposal): Drawing {
  const { dividend } = terms.parameters;
  return {
    amount: proposal.amountFen ?? loan.principal_fen,
    termMonths: monthsOf(loan, terms, proposal),
    floorPercent: proposal.floorPercent ?? dividend.floorRatePercent ?? 0,
    frequency: proposal.frequency ?? dividend.dividendFrequency,
    arrivedOn: proposal.arrivedOn === 'disbursement' ? loan.disbursed_on : proposal.arrivedOn,
  };
}

/** Of the households of signed loans, why some may not sign today. */
const standingOf = (tx: Tx, context: Context, loans: readonly LoanToDraw[]) =>
  householdRefusals(
    tx,
    loans.flatMap(({ terms_id, ...loan }) =>
      terms_id === null ? [] : [{ ...loan, terms_id, fund_source: 'microloan' as const }],
    ),
    context.today,
  );

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
  return [
    ...assessDrawing(ground, agreementRules(terms), drawingOf(loan, terms, proposal), context.today),
    ...assessCopies(proposal.particulars.copies, false),
  ];
}

interface ToDraw {
  readonly loan: LoanToDraw;
  readonly version: Terms;
  readonly governmentId: OrganisationId;
  readonly proposal: Proposal;
}

function draw(tx: Tx, context: Context, to: ToDraw): Promise<AgreementRow> {
  const { loan, version, proposal } = to;
  invariant(loan.enterprise_id, 'an enterprise-led loan has its enterprise');
  const drawing = drawingOf(loan, version, proposal);
  return writeAgreement(tx, context, {
    placed: {
      county_code: loan.county_code,
      loan_id: loan.id,
      household_id: loan.household_id,
      bank_id: loan.bank_id,
      enterprise_id: loan.enterprise_id,
      principal_fen: loan.principal_fen,
      regime: 'PERMITTED_2015_2017',
      ...{ fund_source: 'microloan', share_issue_id: null, fund_reference: null },
    },
    ...{ version, governmentId: to.governmentId, drawing, arrivedOn: drawing.arrivedOn },
    arrivedWithPayout: drawing.arrivedOn === loan.disbursed_on,
    ...{ project: proposal.project, particulars: proposal.particulars },
  });
}
