import type { LoanId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { checkFields } from '../core/change-fields.ts';
import {
  checkChange,
  isLent,
  latestMaturity,
  latestStudies,
  type ChangeFacts,
} from '../core/check-change.ts';
import { notYours } from '../core/change-failures.ts';
import { changeProposed } from '../core/events.ts';
import { loanMissing } from '../core/failures.ts';
import { mayPropose, type ChangeRow, type NewChange, type ProposedChange } from '../core/loan-change.ts';
import type { LoanRow } from '../core/loan-row.ts';
import { appendEvent } from '../../../platform/outbox.ts';
import { insertChange } from '../loan-change.store.ts';
import { lockLoan } from '../loan.store.ts';
import { personOf } from './acting-person.ts';
import type { HouseholdInterest } from './read-dues.ts';
import { caseOfChange } from './facts-of-change.ts';

export interface ProposeChangeInput extends ProposedChange {
  readonly loanId: LoanId;
}

/**
 * One person proposes a change of a lent loan (展期、利率调整、挪用、死亡、贴息资格、在读期、撤销); nothing applies before another
 * confirms it. Throws `loan.change-incomplete`, `loan.change-not-yours`, `loan.change-waiting`,
 * `loan.period-paid` and the refusals of each kind by name.
 */
export async function proposeChange(
  tx: Tx,
  context: Context,
  householdInterest: HouseholdInterest,
  input: ProposeChangeInput,
): Promise<ChangeRow> {
  const { loanId, ...change } = input;
  const unfit = checkFields(change);
  if (unfit) throw unfit;
  if (!mayPropose(change.kind, context.actor.scope.bank !== null)) throw notYours(change.kind, 'propose');
  const loan = await lockLoan(tx, loanId);
  if (!loan) throw loanMissing();
  const days = { proposedOn: context.today, today: context.today, householdInterest };
  const { facts } = await caseOfChange(tx, loan, change, days);
  const refusal = checkChange(facts, change);
  if (refusal) throw refusal;
  const proposed = await insertChange(tx, changeRowOf(loan, change, facts, personOf(context)));
  await record(tx, context, {
    act: 'loan.change-proposed',
    subjectKind: 'loan',
    subjectId: loan.id,
    countyCode: loan.county_code,
    after: { change_id: String(proposed.id), kind: change.kind, on_date: change.onDate },
  });
  await appendEvent(tx, changeProposed(loan.id, proposed.id));
  return proposed;
}

/** A proposal as it is kept, with what it goes by. */
export function changeRowOf(
  loan: LoanRow,
  change: ProposedChange,
  facts: ChangeFacts,
  person: bigint,
): NewChange {
  return {
    loan_id: loan.id,
    county_code: loan.county_code,
    bank_id: loan.bank_id,
    household_id: loan.household_id,
    kind: change.kind,
    on_date: change.onDate,
    reason: change.reason,
    document_no: change.documentNo,
    matures_on: change.maturesOn,
    ...maturityOf(change, facts),
    annual_percent: change.annualPercent,
    ceiling_percent: change.kind === 'rate_change' ? facts.ceilingPercent : null,
    rate_basis: change.rateBasis,
    heir_id: change.heirId,
    entitlement: change.entitlement,
    ...studiesOf(change, facts),
    misused_fen: change.misused ?? null,
    reverses: change.reverses ?? null,
    bank_serial: change.bankSerial ?? null,
    reversed_fen: facts.payment?.total ?? null,
    called_for: change.calledFor ?? null,
    notice_id: change.noticeId ?? null,
    undoes_id: change.undoesId ?? null,
    proposed_by: person,
    proposed_on: facts.proposedOn,
  };
}

type MaturityColumns = Pick<NewChange, 'was_matures_on' | 'latest_on' | 'extension_no' | 'extension_limit'>;

/** The maturity as it was; of an extension how late it may be, and which of how many it is. */
function maturityOf(change: ProposedChange, facts: ChangeFacts): MaturityColumns {
  const extended = change.kind === 'extension' && facts.disbursedOn !== null;
  return {
    was_matures_on: extended || change.kind === 'acceleration' ? facts.maturesOn : null,
    latest_on: extended ? latestMaturity(facts.disbursedOn, facts.maxTermMonths) : null,
    extension_no: extended ? facts.extensionsDone + 1 : null,
    extension_limit: extended ? facts.terms.extensionCount : null,
  };
}

type StudiesColumns = Pick<
  NewChange,
  'studies_turn' | 'studies_end_on' | 'was_studies_end_on' | 'studies_latest_on'
>;

/** The end of the studies as asked for, as it was, and how late it may be. */
function studiesOf(change: ProposedChange, facts: ChangeFacts): StudiesColumns {
  const moved = change.kind === 'studies' && isLent(facts);
  return {
    studies_turn: change.studiesTurn,
    studies_end_on: change.studiesEndOn,
    was_studies_end_on: moved ? facts.studiesEndOn : null,
    studies_latest_on: moved ? latestStudies(facts) : null,
  };
}
