import type { PlainDate } from '../../kernel/date.ts';
import { addFen, type Fen } from '../../kernel/money.ts';
import { one, sql, type Tx } from '../../platform/db.ts';
import type { ClaimRow } from './core/claim-row.ts';

/** Where the next claim of a loan begins that is claimed by instalments, and what its earlier claims hold. */
export interface ClaimLine {
  readonly principal_from_fen: Fen;
  readonly interest_from_fen: Fen;
  /** When the first instalment that it would hold fell due; null where all are claimed or repaid. */
  readonly due_on: PlainDate | null;
  /** How far the principal has fallen due and waited, counted from its first fen. */
  readonly ripe_fen: Fen;
  readonly covered_fen: Fen;
  readonly interest_fen: Fen;
  readonly interest_paid_fen: Fen;
}

export async function claimLineOf(
  tx: Tx,
  claim: { readonly loanId: bigint; readonly termsId: bigint; readonly on: PlainDate },
): Promise<ClaimLine> {
  const { loanId, termsId, on } = claim;
  const { rows } = await sql<ClaimLine>(
    tx,
    `select n.*, coalesce((select sum(f.amount_fen) from loan_fact f where f.loan_id = ? and f.kind = 'interest_paid'), 0)::bigint
       as interest_paid_fen from loan_claim_line(?, ?, ?::date) n`,
    [loanId, loanId, termsId, on],
  );
  return one(rows);
}

/**
 * What each bearer of the first level bears by the earlier claims of a loan, before a layer moved some of it.
 */
export async function borneBefore(tx: Tx, loanId: bigint): Promise<ReadonlyMap<string, Fen>> {
  const { rows } = await sql<{ party: string; borne_fen: Fen }>(
    tx,
    `select s.party, sum(case when w.ceding then c.layer_claim_fen else coalesce(s.settled_fen, s.amount_fen) end)::bigint as borne_fen
     from risk_fund_claim c join risk_fund_claim_share s on s.claim_id = c.id and s.parent is null
     join risk_fund_terms t on t.id = c.terms_id
     cross join lateral (select exists (select from jsonb_array_elements(t.waterfall) p
       where p ->> 'party' = s.party and jsonb_typeof(p -> 'layer') = 'object') as ceding) w
     where c.loan_id = ? and c.state not in ('returned', 'excluded') group by s.party`,
    [loanId],
  );
  return new Map(rows.map(({ party, borne_fen: borne }) => [party, borne]));
}

/** First and last instalment that a claim holds; null where the loan is claimed whole. */
export async function instalmentsOf(
  tx: Tx,
  claim: Pick<ClaimRow, 'loan_id' | 'principal_from_fen' | 'principal_fen'>,
): Promise<{ readonly first: number; readonly last: number } | null> {
  if (claim.principal_from_fen === null) return null;
  const { rows } = await sql<{ first: number | null; last: number | null }>(
    tx,
    `select min(no) as first, max(no) as last from loan_instalment
     where loan_id = ? and upto_fen > ? and upto_fen - principal_fen < ?`,
    [claim.loan_id, claim.principal_from_fen, addFen(claim.principal_from_fen, claim.principal_fen)],
  );
  const { first, last } = one(rows);
  return first === null || last === null ? null : { first, last };
}

/** What a recovery on a claim may leave to the household: nothing while its loan is owed. */
export async function leavesDebt(tx: Tx, claimId: bigint): Promise<boolean> {
  const { rows } = await sql<{ owed: boolean }>(tx, 'select claim_leaves_debt(?) as owed', [claimId]);
  return one(rows).owed;
}
