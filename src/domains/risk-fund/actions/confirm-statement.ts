import { invariant } from '../../../kernel/invariant.ts';
import { addFen, type Fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { decidedByAnother } from '../../../platform/second-person.ts';
import { record } from '../../audit/index.ts';
import * as failure from '../core/statement-failures.ts';
import {
  expectedClosing,
  partiesWanted,
  type AccountFigures,
  type Speaker,
  type StatementParty,
} from '../core/statement-figures.ts';
import * as store from '../fund-statement.store.ts';
import { findFund, lockFund } from '../risk-fund.store.ts';
import { accountFigures, statementOf } from '../risk-fund.views.ts';
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

/** A bank without an account of the fund is no party: it has no book of its money. */
function speakerOf(context: Context, accounts: readonly AccountFigures[]): Speaker {
  const { role, organisationId } = context.actor;
  const party = PARTY_OF_ROLE[role];
  const keeps = accounts.some(({ bank_id: bank }) => bank === organisationId);
  if (!party || !organisationId || (party === 'bank' && !keeps)) throw failure.notAParty();
  return { party, organisationId };
}

/**
 * One of the institutions compares a drawn statement with its own books, a bank what lies with it: the last
 * that finds it right confirms it and closes the year. A difference is kept with its reason and ends this
 * version, so that it is put right and drawn anew.
 */
export async function confirmStatement(
  tx: Tx,
  context: Context,
  input: StatementConfirmation,
): Promise<store.StatementRow> {
  const found = await store.findStatement(tx, input.statementId);
  const fund = found && (await findFund(tx, found.fund_id));
  if (!fund) throw failure.statementMissing();
  const accounts = await store.statementAccounts(tx, found.id);
  const speaker = speakerOf(context, accounts);
  await lockFund(tx, fund.id);
  const statement = await store.lockStatement(tx, input.statementId);
  if (!statement) throw failure.statementNotOpen();
  const by = decidedByAnother(context, statement, {
    ...{ waits: 'drawn', enteredBy: statement.drawn_by },
    ...{ decided: failure.statementNotOpen, samePerson: failure.confirmsOwnStatement },
  });
  await requireFresh(tx, statement, accounts);
  const difference = addFen(input.closing, -expectedClosing(statement.closing_fen, accounts, speaker));
  if (difference !== 0n && input.reason === null) throw failure.differenceUnexplained(difference);
  if (difference === 0n && input.reason !== null) throw failure.noDifference();
  await store.insertConfirmation(tx, {
    statement_id: statement.id,
    county_code: statement.county_code,
    party: speaker.party,
    organisation_id: speaker.organisationId,
    person_id: by.decided_by,
    person_name: context.actor.personName,
    closing_fen: input.closing,
    difference_fen: difference,
    reason: input.reason,
    confirmed_on: by.decided_on,
  });
  const after = await conclude(tx, context, statement, { difference, wanted: partiesWanted(accounts) });
  await record(tx, context, {
    act: `risk-fund.statement-${difference === 0n ? 'found-right' : 'disputed'}`,
    subjectKind: 'risk_fund_statement',
    subjectId: statement.id,
    countyCode: statement.county_code,
    before: { state: statement.state },
    after: { state: after.state, party: speaker.party, difference_fen: difference },
  });
  return after;
}

async function requireFresh(
  tx: Tx,
  statement: store.StatementRow,
  accounts: readonly AccountFigures[],
): Promise<void> {
  const span = yearSpan(statement.year);
  const now = await statementOf(tx, statement.fund_id, span);
  const of = await accountFigures(tx, statement.fund_id, span);
  const same =
    agree(now, statement) &&
    of.length === accounts.length &&
    of.every((figures, index) => agree(figures, accounts[index]));
  if (!same) throw failure.statementStale();
}

/** Whether all figures of one stand in the other. */
const agree = (figures: object, drawn: object | undefined): boolean =>
  Object.entries(figures).every(([name, value]) => Reflect.get(drawn ?? {}, name) === value);

async function conclude(
  tx: Tx,
  context: Context,
  statement: store.StatementRow,
  { difference, wanted }: { readonly difference: Fen; readonly wanted: number },
): Promise<store.StatementRow> {
  const all = await store.confirmationsOf(tx, statement.id);
  if (difference === 0n && all.length < wanted) return statement;
  const change =
    difference === 0n
      ? ({ state: 'confirmed', confirmed_on: context.today } as const)
      : ({ state: 'disputed' } as const);
  invariant(await store.endStatement(tx, statement.id, change), 'the statement is locked');
  return { ...statement, ...change };
}
