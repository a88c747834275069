import type { PlainDate } from '../../kernel/date.ts';
import type { LoanId } from '../../kernel/ids.ts';
import { insertRow, sql, type Tx } from '../../platform/db.ts';
import type { Dunning, DunningKind } from './core/dunning.ts';
import type { StrikeRow } from './core/dunning-strike.ts';

/** A dunning as its row holds it. */
export interface DunningRow {
  readonly id: bigint;
  readonly loan_id: LoanId;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly kind: DunningKind;
  readonly dunned_on: PlainDate;
  /** What proves it, in words. */
  readonly proof: string;
  /** Who served, posted or called. */
  readonly served_by: string;
  /** The printed notice that was served; null when it was another. */
  readonly notice_id: bigint | null;
  readonly recorded_by: bigint;
  readonly recorded_on: PlainDate;
}

export interface ProofRow {
  readonly id: bigint;
  readonly dunning_id: bigint;
  readonly loan_id: LoanId;
  readonly county_code: string;
  readonly bank_id: bigint;
  readonly file_sha256: string;
  readonly file_name: string;
  readonly bytes: number;
  readonly media_type: string;
  readonly recorded_by: bigint;
  readonly recorded_on: PlainDate;
}

export const insertDunning = (tx: Tx, dunning: Omit<DunningRow, 'id'>): Promise<DunningRow> =>
  insertRow<DunningRow>(tx, 'loan_dunning', { ...dunning });

export const insertProof = (tx: Tx, proof: Omit<ProofRow, 'id'>): Promise<ProofRow> =>
  insertRow<ProofRow>(tx, 'loan_dunning_proof', { ...proof });

/** Dunnings of a loan that count, in the order of their days: not what was struck. */
export async function dunningsOf(tx: Tx, loanId: LoanId): Promise<Dunning[]> {
  const { rows } = await sql<Dunning>(
    tx,
    `select d.dunned_on as "on", d.kind, exists (select from loan_dunning_proof p where p.dunning_id = d.id) as proven
     from loan_dunning_fact d where d.loan_id = ? order by d.dunned_on, d.id`,
    [String(loanId)],
  );
  return rows;
}

/** One dunning of a loan; null when absent or out of scope. */
export async function findDunning(tx: Tx, loanId: LoanId, id: bigint): Promise<DunningRow | null> {
  const { rows } = await sql<DunningRow>(tx, 'select * from loan_dunning where id = ? and loan_id = ?', [
    String(id),
    String(loanId),
  ]);
  return rows[0] ?? null;
}

export async function findProof(tx: Tx, loanId: LoanId, id: bigint): Promise<ProofRow | null> {
  const { rows } = await sql<ProofRow>(tx, 'select * from loan_dunning_proof where id = ? and loan_id = ?', [
    String(id),
    String(loanId),
  ]);
  return rows[0] ?? null;
}

export interface DunningView extends DunningRow {
  readonly proofs: readonly Pick<ProofRow, 'id' | 'file_name' | 'bytes' | 'file_sha256' | 'recorded_on'>[];
  /** Asked for, refused or confirmed: a dunning with a confirmed one no longer counts. */
  readonly strikes: readonly Pick<StrikeRow, 'id' | 'state' | 'reason' | 'proposed_on' | 'decided_on'>[];
}

/** Dunnings of a loan with the files that prove them and what was struck. */
export async function readDunnings(tx: Tx, loanId: LoanId): Promise<DunningView[]> {
  const { rows } = await sql<DunningView>(
    tx,
    `select d.*, coalesce((select jsonb_agg(jsonb_build_object('id', p.id::text, 'file_name', p.file_name,
       'bytes', p.bytes, 'media_type', p.media_type, 'file_sha256', p.file_sha256, 'recorded_on', p.recorded_on)
       order by p.id) from loan_dunning_proof p where p.dunning_id = d.id), '[]') as proofs,
       coalesce((select jsonb_agg(jsonb_build_object('id', s.id::text, 'state', s.state, 'reason', s.reason,
         'proposed_on', s.proposed_on, 'decided_on', s.decided_on, 'refusal', s.refusal) order by s.id)
         from loan_dunning_strike s where s.dunning_id = d.id), '[]') as strikes
     from loan_dunning d where d.loan_id = ? order by d.dunned_on, d.id`,
    [String(loanId)],
  );
  return rows;
}
