import { addMonths, type PlainDate } from '../../../kernel/date.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import { dateAhead, loanMissing } from '../core/failures.ts';
import { voteFault } from '../core/judge-vote.ts';
import { decidedAlready, samePerson, wrongSeal, wrongState } from '../core/loan-failures.ts';
import type { ExtensionRow } from '../core/society-rows.ts';
import { extensionLate, extensionLimit, extensionMissing } from '../core/year-failures.ts';
import { termsByNumber } from '../mutual-aid.store.ts';
import { changeLoan, lockLoan } from '../mutual-loan.store.ts';
import { changeState, insertExtension, lockExtension, memberCount } from '../mutual-year.store.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';

export interface ExtensionInput {
  readonly loanId: bigint;
  readonly months: number;
  readonly votedOn: PlainDate;
  readonly minutesNo: string;
  readonly present: number;
  readonly yes: number;
  readonly against: number;
}

/** Records a members' vote that a loan be extended (宁陕: never without one, and counted). */
export async function proposeExtension(
  tx: Tx,
  context: Context,
  input: ExtensionInput,
): Promise<ExtensionRow> {
  const loan = await lockLoan(tx, input.loanId);
  if (!loan) throw loanMissing();
  if (loan.state !== 'disbursed' || loan.due_on === null) throw wrongState('展期');
  if (input.votedOn > context.today) throw dateAhead('/voted_on');
  if (input.votedOn > loan.due_on) throw extensionLate();
  const terms = await termsByNumber(tx, loan.terms_id);
  if (loan.extensions >= terms.extension_count || input.months > terms.extension_months)
    throw extensionLimit();
  const members = await memberCount(tx, loan.society_id, input.votedOn);
  const fault = voteFault(terms, { ...input, memberCount: members }, '展期');
  if (fault) throw fault;
  const extension = await insertExtension(tx, {
    loan_id: loan.id,
    society_id: loan.society_id,
    county_code: loan.county_code,
    number: loan.extensions + 1,
    from_due_on: loan.due_on,
    to_due_on: addMonths(loan.due_on, input.months),
    voted_on: input.votedOn,
    minutes_no: input.minutesNo,
    member_count: members,
    ...{ present: input.present, yes: input.yes, against: input.against },
    entered_by: actingPerson(context),
    entered_on: context.today,
  });
  await trace(tx, context, extension, 'extension-voted');
  return extension;
}

/** The chair confirms the recorded vote, and the due date moves. */
export async function decideExtension(
  tx: Tx,
  context: Context,
  input: { readonly id: bigint; readonly outcome: 'confirmed' | 'rejected' },
): Promise<ExtensionRow> {
  const extension = await lockExtension(tx, input.id);
  if (!extension) throw extensionMissing();
  if (context.actor.role !== 'society_chair') throw wrongSeal();
  const asked = {
    ...{ waits: 'entered', enteredBy: extension.entered_by },
    ...{ decided: decidedAlready, samePerson },
  } as const;
  const decided = { state: input.outcome, ...decidedByAnother(context, extension, asked) };
  const loan = await lockLoan(tx, extension.loan_id);
  if (!loan) throw loanMissing();
  if (!(await changeState(tx, 'mutual_extension', extension, decided))) throw decidedAlready();
  if (input.outcome === 'confirmed') {
    const moved = { due_on: extension.to_due_on, extensions: extension.number };
    if (!(await changeLoan(tx, loan, moved))) throw wrongState('展期');
  }
  await trace(tx, context, extension, `extension-${input.outcome}`);
  return { ...extension, state: input.outcome };
}

const trace = (tx: Tx, context: Context, extension: ExtensionRow, verb: string): Promise<void> =>
  record(tx, context, {
    act: `mutual-aid.${verb}`,
    subjectKind: 'mutual_extension',
    subjectId: extension.id,
    countyCode: extension.county_code,
    after: {
      loan_id: String(extension.loan_id),
      to_due_on: extension.to_due_on,
      minutes_no: extension.minutes_no,
    },
  });
