import type { PlainDate } from '../../kernel/date.ts';
import type { AgreementId, HouseholdId, Id, LoanId, OrganisationId } from '../../kernel/ids.ts';
import type { Fen } from '../../kernel/money.ts';
import { insertRow, one, sql, type ConstraintFailures, type Tx } from '../../platform/db.ts';
import type { AgreementState } from './core/agreement-states.ts';
import type { DrawingGround } from './core/assess-drawing.ts';
import type { HouseholdRefusal } from './core/assess-household.ts';
import type { AgreementRow, SignatureRow } from './core/agreement-row.ts';
import {
  arrivedBeforeShares,
  floorBelowTerms,
  householdStandingLost,
  noSuchParty,
  oneLive,
  oneLiveShare,
  overPrincipal,
  overShares,
  partySignedAlready,
  shareDividendDeclared,
  sharesOtherwise,
} from './core/failures.ts';

export const agreementConstraintFailures: ConstraintFailures = {
  agreement_one_live: oneLive,
  agreement_one_live_share: oneLiveShare,
  agreement_household_standing: householdStandingLost,
  agreement_within_loan: overPrincipal,
  agreement_floor: floorBelowTerms,
  agreement_within_shares: overShares,
  agreement_share_issue: sharesOtherwise,
  agreement_share_dividend: shareDividendDeclared,
  agreement_arrival_held: arrivedBeforeShares,
  agreement_signature_party: noSuchParty,
  agreement_signature_pkey: () => partySignedAlready(),
};

/** A loan as drawing up an agreement needs it. */
export interface LoanToDraw {
  readonly id: LoanId;
  readonly county_code: string;
  readonly household_id: HouseholdId;
  readonly bank_id: OrganisationId;
  readonly enterprise_id: OrganisationId | null;
  readonly enterprise_standing: DrawingGround['enterpriseStanding'];
  readonly terms_id: Id<'terms'> | null;
  readonly state: string;
  readonly usage_mode: DrawingGround['usageMode'];
  readonly principal_fen: Fen;
  readonly term_months: number;
  readonly disbursed_on: PlainDate | null;
  readonly has_live: boolean;
}

/** Holds the loans, so that two agreements cannot be drawn up from one at the same moment. */
export async function lockLoansToDraw(tx: Tx, loanIds: readonly bigint[]): Promise<LoanToDraw[]> {
  const ids = loanIds.map(String);
  await sql(tx, 'select 1 from loan where id = any(?::bigint[]) order by id for no key update', [ids]);
  const { rows } = await sql<LoanToDraw>(
    tx,
    `select l.id, l.county_code, l.household_id, l.bank_id, l.enterprise_id, e.standing as enterprise_standing,
       l.terms_id, l.state, l.usage_mode, l.principal_fen, l.term_months, l.disbursed_on,
       exists (select from agreement a where a.loan_id = l.id and a.state <> 'cancelled') as has_live
     from loan l left join organisation e on e.id = l.enterprise_id
     where l.id = any(?::bigint[]) order by l.id`,
    [ids],
  );
  return rows;
}

/** What the database answers at the last signature, asked beforehand. */
export async function householdRefusals(
  tx: Tx,
  asked: readonly {
    readonly household_id: HouseholdId;
    readonly terms_id: Id<'terms'>;
    readonly bank_id: OrganisationId | null;
    readonly fund_source: AgreementRow['fund_source'];
  }[],
  on: PlainDate,
): Promise<ReadonlyMap<HouseholdId, HouseholdRefusal>> {
  const { rows } = await sql<{ household_id: HouseholdId; refusal: HouseholdRefusal | null }>(
    tx,
    `select g.household_id, agreement_household_refusal(g.household_id, g.terms_id, g.bank_id, g.fund_source, ?::date) as refusal
     from unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::text[]) as g (household_id, terms_id, bank_id, fund_source)`,
    [
      on,
      asked.map((each) => String(each.household_id)),
      asked.map((each) => String(each.terms_id)),
      asked.map((each) => (each.bank_id === null ? null : String(each.bank_id))),
      asked.map((each) => each.fund_source),
    ],
  );
  return new Map(rows.flatMap((row) => (row.refusal ? [[row.household_id, row.refusal] as const] : [])));
}

/** Households whose money of an issue stands in an agreement that is not over. */
export async function householdsPlaced(
  tx: Tx,
  issueId: bigint,
  householdIds: readonly HouseholdId[],
): Promise<ReadonlySet<HouseholdId>> {
  const { rows } = await sql<{ household_id: HouseholdId }>(
    tx,
    `select household_id from agreement where share_issue_id = ? and household_id = any(?::bigint[])
       and state in ('drafted', 'issued', 'in_force', 'terminated')`,
    [issueId, householdIds.map(String)],
  );
  return new Set(rows.map((row) => row.household_id));
}

/** Who signs for the county (甲方) when nobody is named: the poverty office before the government. */
export async function countyGovernment(tx: Tx, countyCode: string): Promise<OrganisationId | null> {
  const { rows } = await sql<{ id: OrganisationId }>(
    tx,
    `select id from organisation where county_code = ? and kind in ('poverty_office', 'government') and standing = 'good'
     order by kind desc, id limit 1`,
    [countyCode],
  );
  return rows[0]?.id ?? null;
}

export async function nextSequence(tx: Tx): Promise<bigint> {
  const { rows } = await sql<{ value: bigint }>(tx, `select nextval('agreement_no_seq') as value`);
  return one(rows).value;
}

type EndFields = 'ended_on' | 'settle_by' | 'archived_on';

export type NewAgreement = Omit<
  AgreementRow,
  'id' | 'state' | 'document_id' | 'countersign_id' | 'cancel_reason' | 'in_force_on' | EndFields
>;

export const insertAgreement = (tx: Tx, agreement: NewAgreement): Promise<AgreementRow> =>
  insertRow<AgreementRow>(tx, 'agreement', {
    ...agreement,
    particulars: JSON.stringify(agreement.particulars),
  });

/** Agreements in scope, held until the transaction ends, by id. */
export async function lockAgreements(tx: Tx, ids: readonly bigint[]): Promise<AgreementRow[]> {
  const { rows } = await sql<AgreementRow>(
    tx,
    'select * from agreement where id = any(?::bigint[]) order by id for update',
    [ids.map(String)],
  );
  return rows;
}

export async function lockAgreement(tx: Tx, id: bigint): Promise<AgreementRow | null> {
  return (await lockAgreements(tx, [id]))[0] ?? null;
}

type Changes = Partial<
  Pick<
    AgreementRow,
    'state' | 'document_id' | 'arrived_on' | 'countersign_id' | 'in_force_on' | 'cancel_reason' | EndFields
  >
>;

/** Guarded change: null when the agreement is no longer in one of these states. */
export async function moveAgreement(
  tx: Tx,
  id: AgreementId,
  from: readonly AgreementState[],
  changes: Changes,
): Promise<AgreementRow | null> {
  const rows = (await tx('agreement')
    .where({ id })
    .whereIn('state', [...from])
    .update(changes)
    .returning('*')) as AgreementRow[];
  return rows[0] ?? null;
}

export const insertSignature = (tx: Tx, signature: SignatureRow): Promise<SignatureRow> =>
  insertRow<SignatureRow>(tx, 'agreement_signature', { ...signature });

export async function signaturesOf(tx: Tx, ids: readonly bigint[]): Promise<SignatureRow[]> {
  const { rows } = await sql<SignatureRow>(
    tx,
    'select * from agreement_signature where agreement_id = any(?::bigint[]) order by agreement_id, signed_on, party',
    [ids.map(String)],
  );
  return rows;
}
