import type { Client } from 'pg';
import { DIVIDEND_FIGURES, dividendFigures } from './dividend-figures.ts';
import { FUND_FIGURES, fundFigures } from './fund-figures.ts';
import { DUE_FIGURES, dueFigures } from './due-figures.ts';
import { maturityOf } from './maturity-model.ts';
import { VILLAGE_FIGURES, villageFigures } from './village-figures.ts';
import { SUBSIDY_ACCOUNTS } from './places.ts';
import {
  adjustedBy,
  allocated,
  outstanding,
  payable,
  staleLines,
  subsidyOf,
  total,
  type Model,
  type Place,
} from './model.ts';

/** Name of a figure → what it says. The same names and words from the model and from the database. */
export type Figures = ReadonlyMap<string, string>;

type Entry = readonly [string, string];

const words = (...parts: readonly (string | number | bigint | null)[]): string =>
  parts.map((part) => (part === null ? '-' : String(part))).join(' ');

const entryOf = (name: string, ...parts: readonly (string | number | bigint | null)[]): Entry => [
  name,
  words(...parts),
];

const EVENTS = [
  ...['principal_repaid', 'interest_paid', 'eligibility_lost', 'eligibility_restored'],
  ...['extended', 'called_due'],
] as const;
const REVERSALS = [
  ['principal_repaid', 'principal_reversed'],
  ['interest_paid', 'interest_reversed'],
] as const;

function* loanFigures(model: Model): Generator<Entry> {
  for (const loan of model.loans) {
    const { id, state, repaid, facts, paidThrough, closedOn } = loan;
    yield entryOf(`loan ${id}: state outstanding repaid`, state, outstanding(loan), repaid);
    yield entryOf(`loan ${id}: version closed paid-through`, facts, closedOn, paidThrough);
    if (loan.touchedFrom !== null)
      yield entryOf(`loan ${id}: corrected from, stands, rest`, loan.touchedFrom, loan.assessed, loan.rest);
    yield entryOf(`loan ${id}: due`, maturityOf(loan));
    for (const kind of EVENTS) {
      // what was taken back stays written, and so does what took it back
      const events = [...loan.events, ...loan.reversed].filter((event) => event.kind === kind);
      const sum = total(events.map((event) => event.amount));
      if (events.length > 0) yield entryOf(`loan ${id}: ${kind} times sum`, events.length, sum);
    }
    for (const [kind, reversal] of REVERSALS) {
      const events = loan.reversed.filter((event) => event.kind === kind);
      const sum = total(events.map((event) => event.amount));
      if (events.length > 0) yield entryOf(`loan ${id}: ${reversal} times sum`, events.length, sum);
    }
  }
  for (const { id, loan, principal, interest, penalty, state } of model.receipts)
    yield entryOf(
      `receipt ${id}: loan principal interest penalty state`,
      ...[loan.id, principal, interest, penalty, state],
    );
  for (const { id, receipt, state } of model.reversals) {
    const { loan, on, serial, principal, interest, penalty } = receipt;
    yield entryOf(
      `reversal ${id}: loan day number fen state`,
      loan.id,
      on,
      serial,
      principal + interest + penalty,
      state,
    );
  }
  for (const { id, accepted } of model.households.flatMap((household) => household.statuses))
    if (id !== null) yield entryOf(`status ${id}: accepted`, String(accepted));
}

function* batchFigures(model: Model): Generator<Entry> {
  for (const batch of model.batches) {
    const { id, to: until, state, round, funding, budgetYear, lines, paidCount, paid } = batch;
    yield entryOf(`batch ${id}: to state round funding year`, until, state, round, funding, budgetYear);
    const interest = total(lines.map((line) => line.interest));
    if (state !== 'accruing')
      yield entryOf(
        `batch ${id}: lines adjusting payable interest adjusted subsidy`,
        ...[lines.length, batch.adjustments.length, payable(batch).length],
        ...[interest, adjustedBy(batch), subsidyOf(batch)],
      );
    yield entryOf(`batch ${id}: paid lines paid`, paidCount, paid);
    if (!['instructed', 'paid'].includes(state))
      yield entryOf(`batch ${id}: stale`, staleLines(batch).length);
    for (const { loan, from, to, interest: due, penalty, subsidy, offset, cut, objected } of lines)
      yield entryOf(
        `batch ${id} loan ${loan.id} to ${to}: from interest penalty subsidy offset cut objected`,
        ...[from, due, penalty, subsidy, offset, cut, String(objected)],
      );
    for (const { loan, to, due, settled, amount, offset, objected } of batch.adjustments)
      yield entryOf(
        `batch ${id} adjusts loan ${loan.id} to ${to}: due settled amount offset objected`,
        ...[due, settled, amount, offset, String(objected)],
      );
  }
}

function* noticeFigures(model: Model): Generator<Entry> {
  for (const { batch, round, level, posting, state, startsOn, freeOn } of model.notices)
    yield entryOf(
      `notice of batch ${batch.id} round ${round} ${level} posting ${posting}: state starts free`,
      ...[state, startsOn, freeOn],
    );
  for (const { id, state } of model.objections) yield entryOf(`objection ${id}: state`, state);
}

function* paymentFigures(model: Model): Generator<Entry> {
  for (const { id, batch, payments, answers } of model.orders) {
    const sum = total(payments.map((payment) => payment.amount));
    const settled = payments.every((payment) => payment.state !== 'sent');
    yield entryOf(
      `order ${id}: batch state lines total answers`,
      ...[batch.id, settled ? 'settled' : 'instructed', payments.length, sum, answers.length],
    );
    for (const { no, line, state, amount } of payments)
      yield entryOf(`order ${id} payment ${no}: loan to state amount`, line.loan.id, line.to, state, amount);
  }
}

function* moneyFigures(model: Model): Generator<Entry> {
  let [granted, recovered] = [0n, 0n];
  for (const [year, budget] of model.budgets) {
    granted += budget.granted;
    recovered += budget.recovered;
    if (budget.granted + budget.recovered > 0n)
      yield entryOf(
        `budget ${year}: granted recovered reserved spent`,
        ...[budget.granted, budget.recovered, budget.reserved, budget.spent],
      );
  }
  for (const place of Object.keys(model.quotas) as Place[]) {
    const { limit } = model.quotas[place];
    yield entryOf(
      `quota ${place}: limit allocated used`,
      limit,
      allocated(model, place),
      usedOf(model, place),
    );
  }
  const payments = model.orders.flatMap((order) => order.payments);
  const sum = (state: string): bigint =>
    total(payments.filter((payment) => payment.state === state).map((payment) => payment.amount));
  const [paid, sent] = [sum('paid'), sum('sent')];
  const orders = model.clawbacks.filter(({ state }) => state === 'confirmed' || state === 'settled');
  const asked = total(orders.flatMap(({ lines }) => lines).map(({ amount }) => amount));
  if (granted > 0n || recovered > 0n)
    yield entryOf(`account ${SUBSIDY_ACCOUNTS.money}: posted pending`, granted - paid + recovered, -sent);
  if (granted > 0n) yield entryOf(`account ${SUBSIDY_ACCOUNTS.province}: posted pending`, -granted, 0);
  if (payments.length > 0 || asked > 0n)
    yield entryOf(`account ${SUBSIDY_ACCOUNTS.expense}: posted pending`, paid - asked, sent);
  if (asked > 0n)
    yield entryOf(`account ${SUBSIDY_ACCOUNTS.receivable}: posted pending`, asked - recovered, 0);
}

function* clawbackFigures(model: Model): Generator<Entry> {
  for (const { id, loan, lines, state, repaid } of model.clawbacks) {
    const asked = total(lines.map(({ amount }) => amount));
    yield entryOf(`order to pay back ${id}: loan state asked repaid`, loan.id, state, asked, repaid);
    for (const { to, amount } of lines)
      yield entryOf(`order to pay back ${id} line to ${to}: amount`, amount);
  }
}

/** Only banks use quota; what was lent stays used. */
export function usedOf(model: Model, place: Place): bigint {
  const lent = model.loans.filter((loan) => loan.bank === place && loan.disbursedOn !== null);
  return total(lent.map((loan) => loan.principal));
}

function* enteredFigures(model: Model): Generator<Entry> {
  for (const { id, what, state } of model.entered) yield entryOf(`entered ${id}: kind state`, what, state);
}

export const modelFigures = (model: Model): Figures =>
  new Map([
    ...loanFigures(model),
    ...batchFigures(model),
    ...noticeFigures(model),
    ...paymentFigures(model),
    ...moneyFigures(model),
    ...clawbackFigures(model),
    ...dividendFigures(model.dividends),
    ...enteredFigures(model),
    ...villageFigures(model.village),
    ...fundFigures(model.fund),
    ...dueFigures(model.due),
  ]);

/** The same figures as the tables have them, in one question. */
const DATABASE_FIGURES = `
select 'loan ' || id || ': state outstanding repaid' as name, concat_ws(' ', state, outstanding_fen, repaid_fen) as said from loan
union all
select 'loan ' || id || ': version closed paid-through',
  concat_ws(' ', facts_version, coalesce(closed_on::text, '-'), coalesce(settled_through::text, '-')) from loan
union all
select 'loan ' || loan_id || ': ' || kind || ' times sum', concat_ws(' ', count(*), coalesce(sum(amount_fen), 0))
  from loan_event group by loan_id, kind
union all
select 'receipt ' || id || ': loan principal interest penalty state', concat_ws(' ', loan_id, principal_fen, interest_fen, penalty_fen, state)
  from loan_receipt
union all
select 'reversal ' || id || ': loan day number fen state', concat_ws(' ', loan_id, on_date, bank_serial, reversed_fen, state)
  from loan_change where kind = 'reversal'
union all
select 'status ' || s.id || ': accepted', coalesce(r.accepted::text, 'null') from household_status s
  left join household_status_review r on r.status_id = s.id where s.source = 'register'
union all
select 'batch ' || b.id || ': to state round funding year', concat_ws(' ', b.period_to, b.state, b.round, b.funding, coalesce(y.fiscal_year::text, '-'))
  from subsidy_batch b left join subsidy_budget y on y.id = b.budget_id
union all
select 'loan ' || loan_id || ': corrected from, stands, rest', concat_ws(' ', from_on, assessed_version, rest_fen) from subsidy_correction
union all
select 'batch ' || batch_id || ' adjusts loan ' || loan_id || ' to ' || period_to || ': due settled amount offset objected',
  concat_ws(' ', due_fen, settled_fen, amount_fen, offset_fen, (excluded is not null)::text) from subsidy_adjustment
union all
select 'batch ' || id || ': lines adjusting payable interest adjusted subsidy',
  concat_ws(' ', line_count, adjustment_count, payable_count, interest_fen, adjusted_fen, subsidy_fen)
  from subsidy_batch where state <> 'accruing'
union all
select 'batch ' || id || ': paid lines paid', concat_ws(' ', paid_count, paid_fen) from subsidy_batch
union all
select 'batch ' || b.id || ': stale', (select count(*)::text from subsidy_line s join loan l on l.id = s.loan_id
  where s.batch_id = b.id and s.facts_version <> l.facts_version) from subsidy_batch b where b.state not in ('instructed', 'paid')
union all
select 'batch ' || batch_id || ' loan ' || loan_id || ' to ' || period_to || ': from interest penalty subsidy offset cut objected',
  concat_ws(' ', period_from, interest_fen, penalty_fen, subsidy_fen, offset_fen, cut_fen, (coalesce(excluded, '') = 'objection')::text) from subsidy_line
union all
select 'notice of batch ' || subject_id || ' round ' || round || ' ' || level || ' posting ' || posting || ': state starts free',
  concat_ws(' ', state, starts_on, free_on) from notice where subject_kind = 'subsidy_batch'
union all
select 'objection ' || id || ': state', state from objection
union all
select 'order ' || o.id || ': batch state lines total answers', concat_ws(' ', subject_id, state, line_count, total_fen,
  (select count(*) from payment_receipt r where r.order_id = o.id)) from payment_order o
union all
select 'order ' || order_id || ' payment ' || line_no || ': loan to state amount',
  concat_ws(' ', loan_id, split_part(subject_ref, '/', 2), state, amount_fen) from payment_line
union all
select 'budget ' || fiscal_year || ': granted recovered reserved spent',
  concat_ws(' ', granted_fen, recovered_fen, reserved_fen, spent_fen)
  from subsidy_budget where granted_fen + recovered_fen + reserved_fen + spent_fen > 0
union all
select 'order to pay back ' || id || ': loan state asked repaid', concat_ws(' ', loan_id, state, amount_fen, repaid_fen)
  from subsidy_clawback
union all
select 'order to pay back ' || clawback_id || ' line to ' || period_to || ': amount', amount_fen::text from subsidy_clawback_line
union all
select 'entered ' || id || ': kind state', concat_ws(' ', kind, state) from countersign
union all
select 'quota ' || case when q.bank_id is not null then right(o.name, 1) when q.county_code is not null then 'county'
  else 'programme' end || ': limit allocated used', concat_ws(' ', q.limit_fen, q.allocated_fen, q.used_fen)
  from quota q left join organisation o on o.id = q.bank_id where q.programme_code = 'P1'
union all
select 'account ' || code || ': posted pending', concat_ws(' ', posted_fen, pending_fen) from ledger_account
union all ${DIVIDEND_FIGURES}
union all ${VILLAGE_FIGURES}
union all ${FUND_FIGURES}
union all ${DUE_FIGURES}`;

export async function databaseFigures(client: Client): Promise<Figures> {
  const { rows } = await client.query<{ name: string; said: string }>(DATABASE_FIGURES);
  return new Map(rows.map(({ name, said }) => [name, said]));
}

/** One line for each figure on which the two differ. */
export function differences(model: Figures, database: Figures): string[] {
  const names = [...new Set([...model.keys(), ...database.keys()])].sort();
  return names
    .filter((name) => model.get(name) !== database.get(name))
    .map(
      (name) =>
        `${name} · model ${model.get(name) ?? 'nothing'} · database ${database.get(name) ?? 'nothing'}`,
    );
}
