import type { HouseholdId } from '../../../kernel/ids.ts';
import { Exact } from '../../../kernel/money.ts';
import { allotShares, splitCollective } from './allot-shares.ts';
import * as failure from './failures.ts';
import type { AllotmentLine, ShareIssueRow } from './share-row.ts';
import type { SharePolicy, ShareTerms } from './share-terms.ts';
import { formatShares, parseShares } from './share-units.ts';

/** A household of the village as the register knows it on the day of the allotment. */
export interface Candidate {
  readonly id: HouseholdId;
  readonly household_no: string;
  readonly head_name: string;
  /** The standing that counts; null when none does. */
  readonly status: string | null;
  readonly member_count: number;
}

/** One row of the list the village handed in. */
export interface ListedHousehold {
  readonly householdId: HouseholdId;
  /** Points or work done, decimal text. */
  readonly weight: string | null;
  readonly category: string | null;
  /** Shares as the list names them; of all rows or of none. */
  readonly shares: string | null;
  readonly certificateNo: string | null;
}

export interface ShareList {
  readonly issue: Pick<ShareIssueRow, 'total_units' | 'share_places' | 'issue_no'>;
  readonly terms: ShareTerms;
  readonly candidates: readonly Candidate[];
  /** null: every candidate that may hold. */
  readonly listed: readonly ListedHousehold[] | null;
}

export interface AllottedList {
  readonly villageUnits: bigint;
  readonly householdUnits: bigint;
  /** By household number. */
  readonly lines: readonly AllotmentLine[];
}

const POOR: readonly string[] = ['registered_poor', 'relapsed'];
const GONE: readonly string[] = ['struck_off', 'moved_away'];

/** Who may hold: of dynamic shares the poor, of static ones every household still of the village. */
export const mayHold = (policy: SharePolicy, status: string | null): boolean =>
  status !== null && (policy === 'dynamic' ? POOR.includes(status) : !GONE.includes(status));

interface Row {
  readonly candidate: Candidate;
  readonly given: ListedHousehold | null;
  /** Where the row stands in the list, for pointers. */
  readonly index: number;
}

/**
 * Divides an issue among the households of a list: by the key of its terms, or as the list names the shares.
 * Refuses `share.household-twice`, `share.household-foreign`, `share.weight-wanted`, `share.over-issued`,
 * `share.under-issued`, `share.too-few` and more, each with the row.
 */
export function allotList(list: ShareList): AllottedList {
  const rows = rowsOf(list);
  if (rows.length === 0) throw failure.nobodyToHold();
  checkCertificates(list, rows);
  const byShares = rows.filter((row) => (row.given?.shares ?? null) !== null).length;
  if (byShares > 0 && byShares < rows.length) throw failure.sharesForAll();
  return byShares > 0 ? asListed(list, rows) : byKey(list, rows);
}

function rowsOf({ candidates, listed, terms }: ShareList): Row[] {
  const able = candidates.filter((candidate) => mayHold(terms.policy, candidate.status));
  if (listed === null) return able.map((candidate, index) => ({ candidate, given: null, index }));
  const byId = new Map(able.map((candidate, position) => [candidate.id, { candidate, position }]));
  const seen = new Set<bigint>();
  return listed
    .map((given, index) => {
      if (seen.has(given.householdId)) throw failure.householdTwice(index);
      seen.add(given.householdId);
      const known = byId.get(given.householdId);
      if (!known) throw failure.householdForeign(index);
      return { candidate: known.candidate, given, index, position: known.position };
    })
    .sort((a, b) => a.position - b.position);
}

function checkCertificates({ issue }: ShareList, rows: readonly Row[]): void {
  const numbers = rows.flatMap(({ given, index }) =>
    given?.certificateNo ? [{ number: given.certificateNo, index }] : [],
  );
  if (new Set(numbers.map(({ number }) => number)).size < numbers.length) throw failure.certificateKnown();
  const own = numbers.find(({ number }) => number.startsWith(`${issue.issue_no}-`));
  if (own) throw failure.certificateReserved(own.index);
}

function byKey({ issue, terms }: ShareList, rows: readonly Row[]): AllottedList {
  const weights = rows.map((row) => weigh(terms, row));
  const { collective, parts } = allotShares(
    issue.total_units,
    { collectivePercent: terms.collective_percent, residualToCollective: terms.residual_to_collective },
    weights,
  );
  if (parts.some((units) => units === 0n)) throw failure.tooFewShares();
  return {
    villageUnits: collective,
    householdUnits: issue.total_units - collective,
    lines: rows.map((row, position) => ({
      household_id: row.candidate.id,
      weight: weights[position]?.toFixed() ?? null,
      units: parts[position] ?? 0n,
      certificate_no: row.given?.certificateNo ?? null,
    })),
  };
}

/** What one household weighs under the key; a weight the key does not use is refused. */
export function weigh(terms: ShareTerms, { candidate, given, index }: Row): Exact {
  const { weight = null, category = null } = given ?? {};
  const unused = (detail: string): never => {
    throw failure.weightWanted(index, detail);
  };
  if (terms.allot_key === 'category') {
    const known = terms.categories.find(({ name }) => name === category);
    if (!known || weight !== null) return unused('按类别分配：请填写条款中列出的类别，不填权重');
    return new Exact(known.weight);
  }
  if (category !== null) return unused('只有按类别分配时才填写类别');
  if (terms.allot_key === 'household' || terms.allot_key === 'person') {
    if (weight !== null) return unused('按户或按人分配时权重由系统计算，请勿填写');
    return new Exact(terms.allot_key === 'household' ? 1 : candidate.member_count);
  }
  if (weight === null || new Exact(weight).lte(0)) return unused('按积分或劳动分配：请填写大于零的数值');
  return new Exact(weight);
}

function asListed({ issue, terms }: ShareList, rows: readonly Row[]): AllottedList {
  const places = issue.share_places;
  const lines = rows.map(({ candidate, given, index }): AllotmentLine => {
    const units = parseShares(given?.shares ?? '', places);
    if (units === null || units === 0n) throw failure.sharesUnreadable(index);
    return { household_id: candidate.id, weight: null, units, certificate_no: given?.certificateNo ?? null };
  });
  const listed = lines.reduce((sum, line) => sum + line.units, 0n);
  const { households } = splitCollective(issue.total_units, terms.collective_percent);
  const words = [formatShares(listed, places), formatShares(households, places)] as const;
  if (listed > households) throw failure.overIssued(...words);
  if (listed < households && !terms.residual_to_collective) throw failure.underIssued(...words);
  return { villageUnits: issue.total_units - listed, householdUnits: listed, lines };
}
