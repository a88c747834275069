import type { PlainDate } from '../../../kernel/date.ts';
import type { Fen } from '../../../kernel/money.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { record } from '../../audit/index.ts';
import { openAccount, postEntry, premiumAccount } from '../../ledger/index.ts';
import { requireCountyInScope } from '../../organisation/index.ts';
import { dateAhead, samePerson } from '../core/failures.ts';
import type { Level } from '../core/levels.ts';
import { fundingDecided, fundingMissing } from '../core/subsidy-failures.ts';
import type { FundingRow } from '../core/subsidy-claim-row.ts';
import { decideFunding, insertFunding, lockFunding } from '../insurance-subsidy.store.ts';

export interface FundingInput {
  readonly county_code: string;
  readonly level: Level;
  readonly amount: Fen;
  readonly received_on: PlainDate;
  readonly document_no: string;
  readonly bank_serial: string;
}

/**
 * Enters money that a level of the state gave for premiums; it counts when another person has confirmed it.
 */
export async function enterFunding(tx: Tx, context: Context, input: FundingInput): Promise<FundingRow> {
  requireCountyInScope(context.actor, input.county_code);
  if (input.received_on > context.today) throw dateAhead('/received_on');
  const { amount, ...facts } = input;
  const by = { entered_by: actingPerson(context), entered_on: context.today };
  const funding = await insertFunding(tx, { ...facts, amount_fen: amount, ...by });
  await trace(tx, context, funding, 'entered');
  return funding;
}

/** Confirms or rejects entered money; what is confirmed is booked on its day. */
export async function settleFunding(
  tx: Tx,
  context: Context,
  input: { readonly id: bigint; readonly outcome: 'confirmed' | 'rejected' },
): Promise<FundingRow> {
  const funding = await lockFunding(tx, input.id);
  if (!funding) throw fundingMissing();
  const by = decidedByAnother(context, funding, {
    ...{ waits: 'entered', enteredBy: funding.entered_by, samePerson, decided: fundingDecided },
  });
  const decision = { ...by, state: input.outcome, decided_by: String(by.decided_by) };
  if (!(await decideFunding(tx, funding.id, decision))) throw fundingDecided();
  if (input.outcome === 'confirmed') await book(tx, funding);
  await trace(tx, context, funding, input.outcome);
  return { ...funding, state: input.outcome, decided_on: by.decided_on };
}

async function book(tx: Tx, funding: FundingRow): Promise<void> {
  const { level, county_code: county } = funding;
  await postEntry(
    tx,
    {
      act: 'farm-insurance.funded',
      subjectKind: 'insurance_funding',
      subjectId: funding.id,
      countyCode: county,
      onDate: funding.received_on,
      memo: `保费补贴资金 ${funding.document_no}`,
    },
    {
      debit: await openAccount(tx, premiumAccount('money', level, county)),
      credit: await openAccount(tx, premiumAccount('source', level, county)),
      amount: funding.amount_fen,
    },
  );
}

const trace = (tx: Tx, context: Context, funding: FundingRow, state: string): Promise<void> =>
  record(tx, context, {
    act: `farm-insurance.funding-${state}`,
    subjectKind: 'insurance_funding',
    subjectId: funding.id,
    countyCode: funding.county_code,
    after: { level: funding.level, amount_fen: funding.amount_fen, state },
  });
