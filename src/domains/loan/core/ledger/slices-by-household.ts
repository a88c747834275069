import { invariant } from '../../../../kernel/invariant.ts';

interface NamesPersons {
  readonly loan: {
    readonly householder: { readonly idNo: string };
    readonly borrower: { readonly idNo: string };
  };
}

/**
 * Parts of about `size` rows for a register that is told them one after the other. Rows that share a person,
 * be it by way of a third row, stay together and in their order: the register finds a household by any member
 * it knows, so that it must not matter how far down in the file a row stands.
 */
export function slicesByHousehold<T extends NamesPersons>(rows: readonly T[], size: number): T[][] {
  invariant(size > 0, 'a slice holds rows');
  const leaders = new Map<string, string>();
  for (const { loan } of rows) {
    leaders.set(leaderOf(leaders, loan.borrower.idNo), leaderOf(leaders, loan.householder.idNo));
  }
  const together = new Map<string, T[]>();
  for (const row of rows) {
    const leader = leaderOf(leaders, row.loan.householder.idNo);
    const known = together.get(leader);
    if (known) known.push(row);
    else together.set(leader, [row]);
  }
  const slices: T[][] = [];
  for (const related of together.values()) {
    const open = slices.at(-1);
    if (open && open.length < size) open.push(...related);
    else slices.push(related);
  }
  return slices;
}

/**
 * The person who stands for all that are connected with this one; shortens the way for those who ask next.
 */
function leaderOf(leaders: Map<string, string>, idNo: string): string {
  let leader = idNo;
  for (let next = leaders.get(leader); next !== undefined && next !== leader; next = leaders.get(leader))
    leader = next;
  leaders.set(idNo, leader);
  return leader;
}
