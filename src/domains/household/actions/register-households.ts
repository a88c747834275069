import type { PlainDate } from '../../../kernel/date.ts';
import type { HouseholdId, PersonId } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { forgetPlans } from '../../../platform/forget-plans.ts';
import { record } from '../../audit/index.ts';
import { requireCountyInScope, villageFinder } from '../../organisation/index.ts';
import { insertLedgerHouseholds, lockCountyRegister } from '../bulk.store.ts';
import type { CheckedMember } from '../core/check-members.ts';
import { memberCountOf, personsOf, type LedgerHousehold } from '../core/ledger-household.ts';
import { BINDINGS } from '../core/sealing.ts';
import { findByIndex, insertMembers, type FoundMember, type MemberId } from '../member.store.ts';
import { insertClaimedStatuses } from '../status.store.ts';
import { sealMember } from './seal-person.ts';

export interface LedgerBatch {
  readonly county_code: string;
  /** Who brought the ledger: answers for what it says. */
  readonly entered_by: PersonId;
  readonly rows: readonly LedgerHousehold[];
}

export interface LedgerOutcome {
  readonly household_id: HouseholdId;
  readonly head_id: MemberId;
  /** Same as `head_id` when the householder borrows. */
  readonly borrower_id: MemberId;
  /** false: the household was on the register already. */
  readonly created: boolean;
}

interface Person {
  readonly member: CheckedMember;
  readonly index: string;
}

interface Row {
  readonly given: LedgerHousehold;
  readonly head: Person;
  readonly borrower: Person | null;
}

type Placed = Map<
  string,
  { readonly householdId: HouseholdId; readonly headId: MemberId; readonly created: boolean }
>;

/**
 * Finds or enters the households of a ledger, any number of rows in a handful of statements: a household is
 * found by the number of its householder within the county. Outcomes in the order of the rows.
 */
export async function registerHouseholds(
  tx: Tx,
  context: Context,
  batch: LedgerBatch,
): Promise<LedgerOutcome[]> {
  requireCountyInScope(context.actor, batch.county_code);
  if (batch.rows.length === 0) return [];
  await lockCountyRegister(tx, batch.county_code);
  await forgetPlans(tx);
  const rows = batch.rows.map((given) => indexed(context, given));
  const placed = await placeHeads(tx, context, batch, rows);
  const borrowers = await placeBorrowers(tx, context, batch, { rows, placed });
  const outcomes = rows.map((row) => outcomeOf(row, placed, borrowers));
  await enterStatuses(tx, batch, outcomes);
  await record(tx, context, {
    act: 'household.ledger-entered',
    subjectKind: 'county',
    subjectId: batch.county_code,
    after: {
      rows: rows.length,
      households: placed.size,
      created: [...placed.values()].filter((p) => p.created).length,
    },
    countyCode: batch.county_code,
  });
  return outcomes;
}

function indexed(context: Context, given: LedgerHousehold): Row {
  const person = (member: CheckedMember): Person => ({
    member,
    index: context.cipher.blindIndex(member.idNo, BINDINGS.idNo),
  });
  const { head, borrower } = personsOf(given);
  return { given, head: person(head), borrower: borrower && person(borrower) };
}

/** One row per householder: the first that names him. */
function firstByHead(rows: readonly Row[]): Row[] {
  const first = new Map<string, Row>();
  for (const row of rows) if (!first.has(row.head.index)) first.set(row.head.index, row);
  return [...first.values()];
}

async function placeHeads(
  tx: Tx,
  context: Context,
  batch: LedgerBatch,
  rows: readonly Row[],
): Promise<Placed> {
  const heads = firstByHead(rows);
  const placed: Placed = new Map();
  const indexes = heads.map((row) => row.head.index);
  for (const found of await findByIndex(tx, batch.county_code, indexes)) {
    if (placed.has(found.id_no_index)) continue;
    placed.set(found.id_no_index, {
      householdId: found.household_id,
      headId: found.member_id,
      created: false,
    });
  }
  const absent = heads.filter((row) => !placed.has(row.head.index));
  const ids = await enterHouseholds(tx, batch.county_code, absent);
  const headIds = await insertMembers(
    tx,
    absent.map((row, position) => ({
      ...sealMember(context.cipher, row.head.member),
      household_id: householdAt(ids, position),
      county_code: batch.county_code,
      joined_on: row.given.status_effective_on,
    })),
  );
  absent.forEach((row, position) => {
    const headId = headIds[position];
    invariant(headId, 'every new household has its head');
    placed.set(row.head.index, { householdId: householdAt(ids, position), headId, created: true });
  });
  return placed;
}

function householdAt(ids: readonly HouseholdId[], position: number): HouseholdId {
  const id = ids[position];
  invariant(id, 'every row got its household');
  return id;
}

async function enterHouseholds(tx: Tx, countyCode: string, rows: readonly Row[]): Promise<HouseholdId[]> {
  const find = await villageFinder(tx, countyCode);
  return insertLedgerHouseholds(
    tx,
    countyCode,
    rows.map(({ given, borrower }) => {
      const { regionId, townshipCode } = find(given.township_name, given.village_name);
      return {
        region_id: regionId,
        township_code: townshipCode,
        township_name: given.township_name,
        village_name: given.village_name,
        group_no: given.group_no,
        head_name: given.head_name,
        member_count: memberCountOf(given, borrower ? 2 : 1),
        registered_on: given.status_effective_on,
      };
    }),
  );
}

const seat = (householdId: HouseholdId, index: string): string => `${householdId} ${index}`;

/** Borrowers who are not the householder: found in his household, else entered there. */
async function placeBorrowers(
  tx: Tx,
  context: Context,
  batch: LedgerBatch,
  work: { readonly rows: readonly Row[]; readonly placed: Placed },
): Promise<ReadonlyMap<string, MemberId>> {
  const wanted = new Map<string, { person: Person; householdId: HouseholdId; joinedOn: PlainDate }>();
  for (const { borrower, head, given } of work.rows) {
    const householdId = work.placed.get(head.index)?.householdId;
    invariant(householdId, 'every head has been placed');
    if (!borrower || wanted.has(seat(householdId, borrower.index))) continue;
    const joinedOn = given.status_effective_on;
    wanted.set(seat(householdId, borrower.index), { person: borrower, householdId, joinedOn });
  }
  const indexes = [...wanted.values()].map(({ person }) => person.index);
  const known = await findByIndex(tx, batch.county_code, indexes);
  const seats = new Map(
    known.map((found: FoundMember) => [seat(found.household_id, found.id_no_index), found.member_id]),
  );
  const absent = [...wanted].filter(([key]) => !seats.has(key));
  const ids = await insertMembers(
    tx,
    absent.map(([, { person, householdId, joinedOn }]) => ({
      ...sealMember(context.cipher, person.member),
      household_id: householdId,
      county_code: batch.county_code,
      joined_on: joinedOn,
    })),
  );
  absent.forEach(([key], position) => {
    const id = ids[position];
    if (id) seats.set(key, id);
  });
  return seats;
}

function outcomeOf(row: Row, placed: Placed, borrowers: ReadonlyMap<string, MemberId>): LedgerOutcome {
  const place = placed.get(row.head.index);
  invariant(place, 'every head has been placed');
  const { householdId, headId, created } = place;
  const borrowerId = row.borrower ? borrowers.get(seat(householdId, row.borrower.index)) : headId;
  invariant(borrowerId, 'every borrower has been placed');
  return { household_id: householdId, head_id: headId, borrower_id: borrowerId, created };
}

async function enterStatuses(tx: Tx, batch: LedgerBatch, outcomes: readonly LedgerOutcome[]): Promise<void> {
  const claimed = new Map<
    HouseholdId,
    { status: NonNullable<LedgerHousehold['status']>; effective_on: PlainDate }
  >();
  batch.rows.forEach((row, position) => {
    const outcome = outcomes[position];
    if (!outcome || row.status === null) return;
    const earlier = claimed.get(outcome.household_id);
    if (earlier && earlier.effective_on <= row.status_effective_on) return;
    claimed.set(outcome.household_id, { status: row.status, effective_on: row.status_effective_on });
  });
  await insertClaimedStatuses(
    tx,
    batch,
    [...claimed].map(([household_id, entry]) => ({ household_id, ...entry })),
  );
}
