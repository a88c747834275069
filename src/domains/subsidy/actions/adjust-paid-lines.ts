import type { Id, LoanId } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { ZERO_FEN, addFen, type Fen } from '../../../kernel/money.ts';
import type { Tx } from '../../../platform/db.ts';
import { termsById } from '../../programme/index.ts';
import {
  dueOfPaidLines,
  keepBack,
  spreadDifferences,
  type OffsetItem,
  type PayingItem,
  type Spread,
} from '../core/adjust-lines.ts';
import { textIn, type AdjustmentRow } from '../core/adjustment-row.ts';
import type { SettlementScope } from '../core/batch-row.ts';
import type { LoanFacts } from '../core/subsidy-line.ts';
import * as store from '../subsidy-adjustment.store.ts';
import * as correction from '../subsidy-correction.store.ts';
import { readLoans } from './read-loan-facts.ts';
import { termsResolver } from './resolve-accrual-terms.ts';

/** Which paid lines to adjust, and where: the batches in the order of their periods. */
export interface Adjusting {
  readonly group: SettlementScope;
  readonly hosts: readonly bigint[];
  /** Null: every corrected loan of the group. */
  readonly loans: readonly LoanId[] | null;
}

type KeptItem = OffsetItem & { readonly batchId: bigint };

/** What the adjusting lines of some batches should be, and which batches say otherwise. */
export interface Adjusted {
  readonly rows: readonly AdjustmentRow[];
  readonly offsets: readonly KeptItem[];
  readonly loans: readonly LoanId[];
  readonly changed: readonly bigint[];
  readonly assessed: Parameters<typeof correction.noteAssessed>[1];
}

interface Read {
  readonly facts: ReadonlyMap<bigint, LoanFacts>;
  readonly paid: ReadonlyMap<bigint, readonly correction.PaidLineRow[]>;
  readonly lines: ReadonlyMap<bigint, readonly store.HouseholdLineRow[]>;
  readonly stored: readonly AdjustmentRow[];
  readonly offsets: ReadonlyMap<bigint, boolean>;
}

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => bigint): Map<bigint, Row[]> {
  const groups = new Map<bigint, Row[]>();
  for (const row of rows) {
    const group = groups.get(keyOf(row));
    if (group) group.push(row);
    else groups.set(keyOf(row), [row]);
  }
  return groups;
}

/**
 * Holds the paid lines of corrected loans against their facts and says which adjusting lines the batches
 * should carry. Reads a group in a handful of statements, writes nothing.
 */
export async function planAdjustments(tx: Tx, { group, hosts, loans }: Adjusting): Promise<Adjusted> {
  const corrected = await correction.correctedLoans(tx, group, loans);
  const ids = corrected.map(({ loan_id }) => loan_id);
  if (ids.length === 0) return { rows: [], offsets: [], loans: [], changed: [], assessed: [] };
  const households = [...new Set(corrected.map(({ household_id }) => household_id))];
  const read: Read = {
    facts: await readLoans(tx, ids, termsResolver(tx)),
    paid: groupBy(await correction.paidLines(tx, ids, hosts), (row) => row.loan_id),
    lines: groupBy(await store.linesOfHouseholds(tx, hosts, households), (row) => row.household_id),
    stored: await store.adjustmentsIn(tx, hosts, ids),
    offsets: await offsetTerms(tx, corrected),
  };
  const plans = [...groupBy(corrected, (row) => row.household_id).values()].map((own) =>
    planHousehold(own, hosts, read),
  );
  const rows = plans.flatMap((plan) => plan.rows);
  const offsets = plans.flatMap((plan) => plan.offsets);
  return {
    rows,
    offsets,
    loans: ids,
    changed: changedBatches(hosts, { rows, offsets }, read),
    assessed: plans.flatMap((plan) => plan.assessed),
  };
}

/** Whether the terms of each loan take overpaid money from later lines (抵扣). */
async function offsetTerms(
  tx: Tx,
  corrected: readonly correction.CorrectedLoan[],
): Promise<Map<bigint, boolean>> {
  const byTerms = new Map<Id<'terms'>, boolean>();
  const byLoan = new Map<bigint, boolean>();
  for (const { loan_id, terms_id } of corrected) {
    const known = byTerms.get(terms_id);
    const offsets =
      known ?? (await termsById(tx, terms_id)).parameters.subsidy.clawbackOrder.includes('offset');
    byTerms.set(terms_id, offsets);
    byLoan.set(loan_id, offsets);
  }
  return byLoan;
}

function planHousehold(
  own: readonly correction.CorrectedLoan[],
  hosts: readonly bigint[],
  read: Read,
): Pick<Adjusted, 'rows' | 'offsets' | 'assessed'> {
  const [any] = own;
  invariant(any, 'a household has a corrected loan');
  const lines = read.lines.get(any.household_id) ?? [];
  const differences = own.flatMap(({ loan_id }) =>
    dueOfPaidLines(factsOf(read, loan_id), (read.paid.get(loan_id) ?? []).map(paidLine)),
  );
  const withheld = new Set(
    read.stored.filter((row) => row.excluded !== null).map((row) => `${row.loan_id}/${row.period_to}`),
  );
  const spread = spreadDifferences(
    differences.map((entry) => ({
      ...entry,
      withheld: withheld.has(`${entry.loanId}/${entry.periodTo}`),
    })),
    hosts.map((batchId) => ({ batchId, room: roomIn(batchId, lines) })),
    (loanId) => read.offsets.get(loanId) ?? false,
  );
  const kept = hosts.flatMap((batchId) => keptIn(batchId, lines, spread));
  return {
    rows: rowsOf(own, spread, kept),
    offsets: kept.filter(({ kind }) => kind === 'line'),
    assessed: own.map(({ loan_id }) => ({
      loan_id,
      version: factsOf(read, loan_id).factsVersion,
      rest_fen: spread.rests.get(loan_id) ?? 0n,
    })),
  };
}

function factsOf(read: Read, loanId: LoanId): LoanFacts {
  const facts = read.facts.get(loanId);
  invariant(facts, 'a corrected loan exists');
  return facts;
}

export const paidLine = (row: correction.PaidLineRow) => ({
  batchId: row.batch_id,
  period: { from: row.period_from, to: row.period_to },
  drawnTo: row.drawn_to,
  objected: row.objected,
  settled: row.settled_fen,
});

const roomIn = (batchId: bigint, lines: readonly store.HouseholdLineRow[]): Fen =>
  addFen(...lines.filter((line) => line.batch_id === batchId).map((line) => line.subsidy_fen));

/** What the household gets in one batch, with the part that is kept back there. */
function keptIn(
  batchId: bigint,
  lines: readonly store.HouseholdLineRow[],
  { adjustments }: Spread,
): KeptItem[] {
  const here = adjustments.filter((entry) => entry.batchId === batchId);
  const recovered = here.filter(({ amount }) => amount < 0n).map(({ amount }) => -amount);
  const items: PayingItem[] = [
    ...here
      .filter(({ amount, withheld }) => amount > 0n && !withheld)
      .map(({ loanId, periodTo, amount }) => ({ kind: 'adjustment', loanId, periodTo, amount }) as const),
    ...lines
      .filter((line) => line.batch_id === batchId)
      .map((line) => ({
        kind: 'line' as const,
        loanId: line.loan_id,
        periodTo: line.period_to,
        amount: line.subsidy_fen,
      })),
  ];
  return keepBack(items, addFen(...recovered)).map((item) => ({ ...item, batchId }));
}

function rowsOf(
  own: readonly correction.CorrectedLoan[],
  { adjustments }: Spread,
  kept: readonly KeptItem[],
): AdjustmentRow[] {
  return adjustments.map((entry) => {
    const loan = own.find(({ loan_id }) => loan_id === entry.loanId);
    invariant(loan, 'an adjusting line belongs to a corrected loan');
    const item = kept.find(
      ({ kind, batchId, loanId, periodTo }) =>
        kind === 'adjustment' &&
        batchId === entry.batchId &&
        loanId === entry.loanId &&
        periodTo === entry.periodTo,
    );
    return {
      batch_id: entry.batchId,
      loan_id: loan.loan_id,
      period_to: entry.periodTo,
      county_code: loan.county_code,
      bank_id: loan.bank_id,
      household_id: loan.household_id,
      terms_id: loan.terms_id,
      interest_fen: entry.interest,
      due_fen: entry.due,
      settled_fen: entry.settled,
      amount_fen: entry.amount,
      offset_fen: item?.offset ?? ZERO_FEN,
      excluded: entry.withheld ? 'objection' : null,
    };
  });
}

function changedBatches(
  hosts: readonly bigint[],
  planned: Pick<Adjusted, 'rows' | 'offsets'>,
  read: Read,
): bigint[] {
  const lines = [...read.lines.values()].flat();
  const keptBefore = new Map(
    lines.map((line) => [`${line.batch_id}/${line.loan_id}/${line.period_to}`, line.offset_fen]),
  );
  return hosts.filter(
    (batchId) =>
      textIn(batchId, planned.rows) !== textIn(batchId, read.stored) ||
      planned.offsets.some(
        (item) =>
          item.batchId === batchId &&
          keptBefore.get(`${batchId}/${item.loanId}/${item.periodTo}`) !== item.offset,
      ),
  );
}

/** Writes a plan into its batches, which must be open for it. */
export async function writeAdjustments(tx: Tx, plan: Adjusted): Promise<void> {
  const { changed, loans } = plan;
  if (changed.length === 0) return;
  const inChanged = (entry: { readonly batch_id: bigint }) => changed.includes(entry.batch_id);
  await store.replaceAdjustments(tx, { batches: changed, loans }, plan.rows.filter(inChanged));
  await store.setOffsets(
    tx,
    plan.offsets.filter(({ batchId }) => changed.includes(batchId)),
  );
}
