import { insertRow, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import type { ArchiveItem, PaperRow, TerminationRow } from './core/agreement-end.ts';
import * as no from './core/end-failures.ts';

export const agreementEndConstraintFailures: ConstraintFailures = {
  agreement_termination_one: no.terminationOpen,
  agreement_termination_other_person: no.ownTermination,
  agreement_termination_party: no.terminationParty,
  agreement_termination_asked: no.terminationParty,
  agreement_termination_in_force: no.notTerminable,
  agreement_termination_within: no.terminationWithin,
  agreement_termination_amended: no.terminationAmended,
  agreement_termination_settle: no.terminationSettle,
  agreement_termination_notice: no.terminationNotice,
  agreement_termination_ahead: no.terminationPast,
  agreement_termination_request: no.requestAhead,
  agreement_termination_year_settled: no.terminationYearSettled,
  agreement_paper_closed: no.paperClosed,
  agreement_paper_named: no.paperUnnamed,
  agreement_paper_once: no.paperTwice,
  agreement_archive_whole: no.archiveWanting,
};

export const insertTermination = (tx: Tx, row: Readonly<Record<string, unknown>>): Promise<TerminationRow> =>
  insertRow<TerminationRow>(tx, 'agreement_termination', row);

export async function findTermination(tx: Tx, id: bigint): Promise<TerminationRow | null> {
  return (await tx<TerminationRow>('agreement_termination').where({ id }).first()) ?? null;
}

/** Decides a termination that is open; null when it no longer is. */
export async function decideTerminationRow(
  tx: Tx,
  id: bigint,
  decision: Pick<TerminationRow, 'state' | 'decided_by' | 'decided_on'>,
): Promise<TerminationRow | null> {
  const rows = (await tx('agreement_termination')
    .where({ id, state: 'proposed' })
    .update(decision)
    .returning('*')) as TerminationRow[];
  return rows[0] ?? null;
}

export async function terminationsOf(tx: Tx, agreementId: bigint): Promise<TerminationRow[]> {
  const { rows } = await sql<TerminationRow>(
    tx,
    'select * from agreement_termination where agreement_id = ? order by id',
    [agreementId],
  );
  return rows;
}

export const insertPaper = (tx: Tx, row: Readonly<Record<string, unknown>>): Promise<PaperRow> =>
  insertRow<PaperRow>(tx, 'agreement_paper', row);

export async function findPaper(tx: Tx, id: bigint): Promise<PaperRow | null> {
  return (await tx<PaperRow>('agreement_paper').where({ id }).first()) ?? null;
}

export async function papersOf(tx: Tx, agreementId: bigint): Promise<PaperRow[]> {
  const { rows } = await sql<PaperRow>(
    tx,
    'select * from agreement_paper where agreement_id = ? order by kind, no, id',
    [agreementId],
  );
  return rows;
}

/** The list that the guard of the archive goes by. */
export async function archiveItems(tx: Tx, agreementId: bigint): Promise<ArchiveItem[]> {
  const { rows } = await sql<ArchiveItem>(
    tx,
    'select item, no, title, present from agreement_archive_items(?)',
    [agreementId],
  );
  return rows;
}
