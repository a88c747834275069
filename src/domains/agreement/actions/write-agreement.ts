import type { PlainDate } from '../../../kernel/date.ts';
import type { HouseholdId, LoanId, OrganisationId } from '../../../kernel/ids.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { record } from '../../audit/index.ts';
import { requireGoodStanding } from '../../organisation/index.ts';
import type { Terms } from '../../programme/index.ts';
import { countyGovernment, insertAgreement, nextSequence } from '../agreement.store.ts';
import { agreementNumber } from '../core/agreement-number.ts';
import type { AgreementRow } from '../core/agreement-row.ts';
import type { Drawing } from '../core/assess-drawing.ts';
import { governmentMissing } from '../core/failures.ts';
import type { Particulars } from '../core/particulars.ts';
import { yearlyFloor } from '../core/return-schedule.ts';
import { enterArrival } from './record-arrival.ts';

/** Whose money it is, where it comes from and who uses it. */
export type Placed = Pick<
  AgreementRow,
  'county_code' | 'bank_id' | 'loan_id' | 'regime' | 'fund_source' | 'share_issue_id' | 'fund_reference'
> & {
  readonly household_id: HouseholdId;
  readonly enterprise_id: OrganisationId;
  readonly principal_fen: AgreementRow['principal_fen'];
};

export interface ToWrite {
  readonly placed: Placed;
  readonly version: Terms;
  readonly governmentId: OrganisationId;
  readonly drawing: Drawing;
  readonly arrivedOn: PlainDate | null;
  /** Whether the arrival stands without a second person: the loan's own disbursement. */
  readonly arrivedWithPayout: boolean;
  readonly project: string;
  readonly particulars: Particulars;
}

/** Who signs for the county (甲方), asked once for each county. */
export function governmentFinder(tx: Tx, given: OrganisationId | null) {
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

/** Writes an agreement that may be drawn up, with its number, its trail and its event. */
export async function writeAgreement(tx: Tx, context: Context, to: ToWrite): Promise<AgreementRow> {
  const { placed, version, drawing } = to;
  const { dividend } = version.parameters;
  const { amount, termMonths, floorPercent, frequency } = drawing;
  const agreement = await insertAgreement(tx, {
    ...placed,
    agreement_no: agreementNumber(placed.county_code, context.today, await nextSequence(tx)),
    government_id: to.governmentId,
    terms_id: version.id,
    amount_fen: amount,
    floor_percent: floorPercent,
    floor_year_fen: yearlyFloor(amount, floorPercent),
    profit_share_percent: dividend.profitSharePercent,
    term_months: termMonths,
    dividend_due_day: dividend.dividendDueDay,
    dividend_frequency: frequency,
    arrived_on: to.arrivedWithPayout ? to.arrivedOn : null,
    project: to.project,
    particulars: to.particulars,
    drawn_up_by: actingPerson(context),
    drawn_up_on: context.today,
  });
  await record(tx, context, {
    act: 'agreement.drawn-up',
    subjectKind: 'agreement',
    subjectId: agreement.id,
    countyCode: agreement.county_code,
    after: {
      ...placedAs(placed),
      agreement_no: agreement.agreement_no,
      amount_fen: amount,
      floor_percent: floorPercent,
      term_months: termMonths,
    },
  });
  await appendEvent(tx, { name: 'agreement.drawn-up', payload: { agreement_id: String(agreement.id) } });
  if (to.arrivedOn !== null && !to.arrivedWithPayout)
    await enterArrival(tx, context, agreement.id, to.arrivedOn);
  return agreement;
}

const placedAs = ({ loan_id, share_issue_id }: Placed): { readonly loan_id?: LoanId } | object =>
  loan_id === null ? { share_issue_id } : { loan_id };
