import type { PlainDate } from '../../../kernel/date.ts';
import type { FieldError } from '../../../kernel/failure.ts';
import type { HouseholdId, OrganisationId } from '../../../kernel/ids.ts';
import { fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { householdForLoan, standingOn, type HouseholdForLoan } from '../../household/index.ts';
import { organisationById } from '../../organisation/index.ts';
import { ceilingFor, readReferenceRates, termsInForce, type Terms } from '../../programme/index.ts';
import { checkEligibility } from '../core/check-eligibility.ts';
import type { LoanRequest } from '../core/eligibility-input.ts';
import { enterpriseMissing, householdMissing } from '../core/failures.ts';
import type { LoanRow } from '../core/loan-row.ts';
import { isOnRoster, lockExposure, type Exposure } from '../loan.store.ts';
import { eligibilityTermsOf } from './eligibility-terms.ts';

/** Who may lead households (带动主体). */
const LEADERS: readonly string[] = ['enterprise', 'cooperative'];

export interface Application {
  readonly householdId: HouseholdId;
  readonly borrowerId: bigint;
  readonly bankId: OrganisationId;
  readonly programmeCode: string;
  readonly productCode: string;
  readonly enterpriseId: OrganisationId | null;
  readonly request: LoanRequest;
  /** Day whose terms and register decide: the application, then the signing. */
  readonly assessedOn: PlainDate;
  /** The loan itself when it is already registered: it is not an obstacle to itself. */
  readonly own: LoanRow | null;
}

export interface Assessment {
  readonly terms: Terms;
  readonly ceilingPercent: number | null;
  readonly countyCode: string;
  readonly townshipCode: string | null;
  readonly refusals: readonly FieldError[];
}

/**
 * Reads everything that decides about an application and asks the core. Holds the household until the
 * transaction ends. Throws `household.not-found`, `programme.no-terms-in-force` when no version is in force
 * on the day.
 */
export async function assessApplication(
  tx: Tx,
  context: Context,
  application: Application,
): Promise<Assessment> {
  const { assessedOn, request } = application;
  const exposure = await lockExposure(tx, application.householdId, application.productCode);
  if (!exposure) throw householdMissing();
  const household = await householdForLoan(tx, application.householdId);
  const borrower = household.members.find((member) => member.id === application.borrowerId);
  if (!borrower) throw householdMissing();
  const terms = await termsInForce(tx, { ...application, countyCode: household.county_code, on: assessedOn });
  const rates = await readReferenceRates(tx);
  const ceilingPercent = ceilingFor(terms.parameters.interest, rates, assessedOn, request.termMonths);
  const refusals = checkEligibility({
    terms: eligibilityTermsOf(terms.parameters),
    request,
    household: await householdFacts(tx, application, exposure),
    borrower: { birthDate: borrower.birth_date, belongs: belongsOn(borrower, assessedOn) },
    enterprise: await enterpriseFacts(tx, application.enterpriseId, household.county_code),
    ceilingPercent,
    assessedOn,
    today: context.today,
  });
  return {
    terms,
    ceilingPercent,
    countyCode: household.county_code,
    townshipCode: household.township_code,
    refusals,
  };
}

const belongsOn = (member: HouseholdForLoan['members'][number], on: PlainDate): boolean =>
  member.left_on === null || member.left_on > on;

async function householdFacts(tx: Tx, application: Application, exposure: Exposure) {
  const { own, assessedOn } = application;
  const listed = { ...application, household_id: application.householdId, bank_id: application.bankId };
  return {
    status: (await standingOn(tx, application.householdId, assessedOn))?.status ?? null,
    onRoster: await isOnRoster(tx, { ...listed, programme_code: application.programmeCode }, assessedOn),
    openLoans: exposure.openLoans - (own ? 1 : 0),
    openPrincipal: fen(exposure.openPrincipal - (own ? own.principal_fen : 0n)),
  };
}

/** An enterprise of another county is answered as if it did not exist. */
async function enterpriseFacts(tx: Tx, enterpriseId: OrganisationId | null, countyCode: string) {
  if (enterpriseId === null) return null;
  const { kind, standing, county_code } = await organisationById(tx, enterpriseId);
  if (county_code !== countyCode) throw enterpriseMissing();
  return { inGoodStanding: standing === 'good' && LEADERS.includes(kind) };
}
