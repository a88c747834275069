import { invariant } from '../../../kernel/invariant.ts';
import { addFen, type Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { record } from '../../audit/index.ts';
import type { FundRow } from '../core/claim-row.ts';
import * as failure from '../core/statement-failures.ts';
import type { StatementParty } from '../core/statement-sheet.ts';
import * as store from '../fund-statement.store.ts';
import { findFund, lockFund } from '../risk-fund.store.ts';
import { statementOf } from '../risk-fund.views.ts';
import { actingPerson } from '../../../platform/acting-person.ts';
import { yearSpan } from './draw-statement.ts';

export interface StatementConfirmation {
  readonly statementId: bigint;
  /** By the institution's own books. */
  readonly closing: Fen;
  readonly reason: string | null;
}

const PARTY_OF_ROLE: Readonly<Record<string, StatementParty>> = {
  finance_approver: 'finance',
  county_office: 'office',
  bank_officer: 'bank',
};

/** Another bank of the county is no party: it has no book of this account. */
function partyOf(context: Context, fund: FundRow): StatementParty {
  const { role, organisationId } = context.actor;
  const party = PARTY_OF_ROLE[role];
  if (!party || (party === 'bank' && organisationId !== fund.deposit_bank_id)) throw failure.notAParty();
  return party;
}

/**
 * One of the three institutions compares a drawn statement with its own books: the third that finds it right
 * confirms it and closes the year. A difference is kept with its reason and ends this version, so that it is
 * put right and drawn anew.
 */
export async function confirmStatement(
  tx: Tx,
  context: Context,
  input: StatementConfirmation,
): Promise<store.StatementRow> {
  const found = await store.findStatement(tx, input.statementId);
  const fund = found && (await findFund(tx, found.fund_id));
  if (!fund) throw failure.statementMissing();
  const party = partyOf(context, fund);
  await lockFund(tx, fund.id);
  const statement = await store.lockStatement(tx, input.statementId);
  if (statement?.state !== 'drawn') throw failure.statementNotOpen();
  await requireFresh(tx, statement);
  const difference = addFen(input.closing, -statement.closing_fen);
  if (difference !== 0n && input.reason === null) throw failure.differenceUnexplained(difference);
  if (difference === 0n && input.reason !== null) throw failure.noDifference();
  invariant(context.actor.organisationId, 'a confirmation comes from an institution');
  await store.insertConfirmation(tx, {
    statement_id: statement.id,
    county_code: statement.county_code,
    party,
    organisation_id: context.actor.organisationId,
    person_id: actingPerson(context),
    person_name: context.actor.personName,
    closing_fen: input.closing,
    difference_fen: difference,
    reason: input.reason,
    confirmed_on: context.today,
  });
  const after = await conclude(tx, context, statement, difference);
  await record(tx, context, {
    act: `risk-fund.statement-${difference === 0n ? 'found-right' : 'disputed'}`,
    subjectKind: 'risk_fund_statement',
    subjectId: statement.id,
    countyCode: statement.county_code,
    before: { state: statement.state },
    after: { state: after.state, party, difference_fen: difference },
  });
  return after;
}

async function requireFresh(tx: Tx, statement: store.StatementRow): Promise<void> {
  const now = await statementOf(tx, statement.fund_id, yearSpan(statement.year));
  const same = (Object.keys(now) as (keyof typeof now)[]).every((name) => now[name] === statement[name]);
  if (!same) throw failure.statementStale();
}

async function conclude(
  tx: Tx,
  context: Context,
  statement: store.StatementRow,
  difference: Fen,
): Promise<store.StatementRow> {
  const all = await store.confirmationsOf(tx, statement.id);
  if (difference === 0n && all.length < 3) return statement;
  const change =
    difference === 0n
      ? ({ state: 'confirmed', confirmed_on: context.today } as const)
      : ({ state: 'disputed' } as const);
  invariant(await store.endStatement(tx, statement.id, change), 'the statement is locked');
  return { ...statement, ...change };
}
