import type { PlainDate } from '../../kernel/date.ts';
import type { Fen } from '../../kernel/money.ts';
import { insertRow, one, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import * as no from './core/cure-failures.ts';
import type { DueRow } from './core/due-row.ts';

export const dividendCureConstraintFailures: ConstraintFailures = {
  dividend_default_after_demand: no.defaultEarly,
  dividend_cure_payer: no.noSuchPayer,
  dividend_cure_after_demand: no.enterpriseFirst,
  dividend_cure_within_deposit: no.beyondDeposit,
  dividend_cure_deposit_first: no.depositFirst,
  dividend_allotment_one_money: no.oneMoney,
  dividend_cure_guarantor_first: no.guarantorFirst,
  dividend_recovery_other_person: no.ownRecovery,
  dividend_recovery_serial: no.recoveryTwice,
};

/** A due with the days its agreement gives to put things right (整改期限). */
export interface DueInArrears extends DueRow {
  readonly rectification_days: number;
  readonly guarantor: string | null;
  readonly agreement_no: string | null;
}

export async function lockArrears(tx: Tx, ids: readonly bigint[]): Promise<DueInArrears[]> {
  const { rows } = await sql<DueInArrears>(
    tx,
    `select d.*, s.rectification_days, s.guarantor, s.agreement_no
     from dividend_due d join dividend_source s on s.due_id = d.id 
     where d.id = any(?::bigint[]) order by d.id for no key update of d`,
    [ids.map(String)],
  );
  return rows;
}

/** The due of an agreement's principal, held; there may be none. */
export async function lockPrincipalDue(tx: Tx, agreementId: bigint): Promise<void> {
  await sql(tx, 'select id from dividend_due where principal_of_id = ? for no key update', [
    String(agreementId),
  ]);
}

export interface DemandRow {
  readonly id: bigint;
  readonly demand_no: string;
  readonly county_code: string;
  readonly enterprise_id: bigint;
  readonly addressee: 'enterprise' | 'guarantor';
  readonly issued_on: PlainDate;
  readonly answer_by: PlainDate;
  readonly line_count: number;
  readonly short_fen: Fen;
  readonly remark: string | null;
  readonly issued_by: bigint;
}

export async function nextDemandNo(tx: Tx, countyCode: string, year: number): Promise<string> {
  const { rows } = await sql<{ no: bigint }>(tx, `select nextval('dividend_demand_seq') as no`);
  return `CJ${countyCode}-${String(year)}-${String(one(rows).no).padStart(6, '0')}`;
}

export async function insertDemand(
  tx: Tx,
  demand: Omit<DemandRow, 'id'>,
  lines: readonly { readonly dueId: bigint; readonly short: bigint }[],
): Promise<DemandRow> {
  const row = await insertRow<DemandRow>(tx, 'dividend_demand', { ...demand });
  await sql(
    tx,
    `insert into dividend_demand_line (demand_id, county_code, enterprise_id, due_id, short_fen)
     select ?, ?, ?, g.due_id, g.short from unnest(?::bigint[], ?::bigint[]) as g (due_id, short)`,
    [
      row.id,
      row.county_code,
      row.enterprise_id,
      lines.map((line) => String(line.dueId)),
      lines.map((line) => String(line.short)),
    ],
  );
  return row;
}

/** What was missed is in cure from its demand on. */
export async function beginCure(tx: Tx, ids: readonly bigint[]): Promise<void> {
  await sql(
    tx,
    `update dividend_due set state = 'in_cure' where id = any(?::bigint[]) and state = 'missed'`,
    [ids.map(String)],
  );
}

export async function insertDefault(
  tx: Tx,
  due: Pick<DueRow, 'id' | 'county_code' | 'enterprise_id'>,
  declared: { readonly reason: string; readonly by: bigint; readonly on: PlainDate },
): Promise<void> {
  await insertRow(tx, 'dividend_default', {
    due_id: due.id,
    county_code: due.county_code,
    enterprise_id: due.enterprise_id,
    reason: declared.reason,
    declared_by: declared.by,
    declared_on: declared.on,
  });
  await tx('dividend_due')
    .where({ id: due.id, state: 'in_cure' })
    .update({ state: 'defaulted', default_reason: declared.reason });
}

export interface RecoveryRow {
  readonly id: bigint;
  readonly county_code: string;
  readonly enterprise_id: bigint;
  readonly amount_fen: Fen;
  readonly received_on: PlainDate;
  readonly bank_serial: string;
  readonly remark: string | null;
  readonly state: 'entered' | 'confirmed' | 'rejected';
  readonly entered_by: bigint;
  readonly entered_on: PlainDate;
  readonly decided_by: bigint | null;
  readonly decided_on: PlainDate | null;
}

export const insertRecovery = (
  tx: Tx,
  recovery: Omit<RecoveryRow, 'id' | 'state' | 'decided_by' | 'decided_on'>,
): Promise<RecoveryRow> => insertRow<RecoveryRow>(tx, 'dividend_recovery', { ...recovery });

export async function lockRecovery(tx: Tx, id: bigint): Promise<RecoveryRow | null> {
  const { rows } = await sql<RecoveryRow>(tx, 'select * from dividend_recovery where id = ? for update', [
    id,
  ]);
  return rows[0] ?? null;
}

export async function decideRecoveryRow(
  tx: Tx,
  id: bigint,
  decision: {
    readonly state: 'confirmed' | 'rejected';
    readonly decided_by: bigint;
    readonly decided_on: PlainDate;
  },
): Promise<boolean> {
  return (await tx('dividend_recovery').where({ id, state: 'entered' }).update(decision)) === 1;
}

/** What the county advanced for an enterprise and has not got back. */
export async function recourseOpen(tx: Tx, enterpriseId: bigint): Promise<Fen> {
  const { rows } = await sql<{ open: Fen }>(
    tx,
    `select (coalesce((select sum(r.amount_fen) from dividend_receipt r where r.enterprise_id = ? and r.source = 'county'
        and r.state = 'confirmed'), 0)
       - coalesce((select sum(v.amount_fen) from dividend_recovery v where v.enterprise_id = ? and v.state = 'confirmed'), 0))::bigint as open`,
    [enterpriseId, enterpriseId],
  );
  return one(rows).open;
}
