import type { PlainDate } from '../../../kernel/date.ts';
import type { LoanId, OrganisationId, PersonId } from '../../../kernel/ids.ts';
import { invariant } from '../../../kernel/invariant.ts';
import { fen } from '../../../kernel/money.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { registerHouseholds, type LedgerHousehold, type LedgerOutcome } from '../../household/index.ts';
import { consumeQuota } from '../../programme/index.ts';
import { checkCredit } from '../core/household-credit.ts';
import type { LedgerLoan } from '../core/ledger/ledger-loan.ts';
import type { PlacedLoan } from '../core/ledger/review-ledger.ts';
import { slicesByHousehold } from '../core/ledger/slices-by-household.ts';
import {
  insertImportedEvents,
  insertImportedLoans,
  type ImportedEvent,
  type ImportedLoan,
} from '../loan-bulk.store.ts';
import { insertImportedCredits, type ImportedCredit } from '../household-credit.store.ts';
import type { ImportRow } from '../core/import-file.ts';

/** Rows that are made ready at a time: all of a large file would be held in memory four times over. */
const SLICE = 2_000;

/** Characters of a grade (AAA, 五星级). */
const LONGEST_GRADE = 10;

/**
 * Takes over the good rows of a ledger: households, loans with the terms of their signing day frozen,
 * repayments and quota, set by set in one transaction. Answers the loan of each sheet row. Throws the
 * quota's refusal: then nothing is written.
 */
export async function importLoans(
  tx: Tx,
  context: Context,
  file: ImportRow,
  placed: readonly PlacedLoan[],
): Promise<ReadonlyMap<number, LoanId>> {
  const ids = new Map<number, LoanId>();
  for (const slice of slicesByHousehold(placed, SLICE)) {
    for (const [row, id] of await importSlice(tx, context, file, slice)) ids.set(row, id);
  }
  await consumeQuotas(tx, file, placed, ids);
  return ids;
}

async function importSlice(
  tx: Tx,
  context: Context,
  file: ImportRow,
  placed: readonly PlacedLoan[],
): Promise<ReadonlyMap<number, LoanId>> {
  const households = await registerHouseholds(tx, context, {
    county_code: file.county_code,
    entered_by: file.created_by as PersonId,
    rows: placed.map(({ loan }) => householdOf(loan)),
  });
  const loans = placed.map((place, position) => importedLoan(file, place, households[position]));
  const ids = await insertImportedLoans(tx, { importId: file.id, registeredBy: file.created_by }, loans);
  const origin = { importId: file.id, recordedBy: file.created_by, recordedOn: context.today };
  const by = { entered_by: file.created_by, entered_on: context.today, county_code: file.county_code };
  await insertImportedCredits(tx, { ...by, import_id: file.id }, creditsOf(placed, loans, file));
  await insertImportedEvents(tx, origin, [
    ...movesOf(placed, loans, ids),
    ...repaymentsOf(placed, loans, file, ids),
  ]);
  return ids;
}

function householdOf(loan: LedgerLoan): LedgerHousehold {
  return {
    township_name: loan.township,
    village_name: loan.village,
    group_no: loan.group === '' ? null : loan.group,
    head_name: loan.householder.name,
    head_id_no: loan.householder.idNo,
    member_count: loan.memberCount,
    borrower_name: loan.borrower.name,
    borrower_id_no: loan.borrower.idNo,
    borrower_relation: loan.relation ?? 'other',
    status: loan.povertyStatus,
    status_effective_on: loan.signedOn ?? loan.drawdownOn,
  };
}

function importedLoan(
  file: ImportRow,
  place: PlacedLoan,
  household: LedgerOutcome | undefined,
): ImportedLoan {
  invariant(household, 'every row has its household');
  const { loan, bankId, terms, signedOn } = place;
  const closed = loan.balance === 0n;
  const settled = file.options.settled_through;
  return {
    row: loan.row,
    county_code: file.county_code,
    household_id: household.household_id,
    borrower_id: household.borrower_id,
    bank_id: bankId,
    programme_code: file.options.programme_code,
    product_code: file.options.product_code,
    funding_source: place.kind.fundingSource,
    security: place.kind.security,
    bridge: place.kind.bridge,
    studies_end_on: place.kind.studiesEndOn,
    sole: terms.sole,
    terms_id: terms.id,
    contract_no: loan.contractNo ?? `TZHT${bankId}-${file.id}-${loan.row}`,
    voucher_no: loan.voucherNo ?? `TZJJ${bankId}-${file.id}-${loan.row}`,
    state: closed ? 'closed' : 'disbursed',
    principal_fen: loan.principal,
    term_months: loan.termMonths,
    annual_percent: loan.annualRate,
    cap_fen: terms.cap,
    max_term_months: terms.maxTermMonths,
    ceiling_percent: place.ceilingPercent,
    subsidy_ceiling_percent: place.subsidyCeilingPercent,
    settlement_calendar: terms.settlementCalendar,
    gatherer: terms.gatherer,
    purpose_code: loan.purpose,
    purpose_text: loan.purposeText,
    usage_mode: loan.usage,
    enterprise_id: place.enterpriseId,
    signed_on: signedOn,
    disbursed_on: loan.drawdownOn,
    matures_on: loan.maturityOn,
    contract_matures_on: loan.contractMaturesOn ?? loan.maturityOn,
    closed_on: closed ? repaidOn(file, loan) : null,
    // a row may owe less than its repayments explain: the balance is what the bank answers for
    repaid_fen: fen(loan.principal - loan.balance),
    subsidy_from: settled !== null && settled > loan.drawdownOn ? settled : null,
  };
}

/** 评级授信 and 原贷款情况 of the rows that tell grade, line and day; one that contradicts itself is left out. */
function creditsOf(
  placed: readonly PlacedLoan[],
  loans: readonly ImportedLoan[],
  file: ImportRow,
): ImportedCredit[] {
  return placed.flatMap(({ loan, creditBankId: bankId }, position): ImportedCredit[] => {
    const householdId = loans[position]?.household_id;
    const { creditGrade: grade, creditLine: line, creditGrantedOn: grantedOn, earlier } = loan;
    if (!householdId || grade === '' || grade.length > LONGEST_GRADE || line === null) return [];
    if (grantedOn === null || grantedOn > file.options.as_of) return [];
    const credit = { grade, score: null, line, grantedOn, endsOn: null, earlier };
    return checkCredit(credit) === null ? [{ ...credit, householdId, bankId }] : [];
  });
}

/**
 * What moved maturity and rate before; where the terms do not subsidise an extension, its days carry nothing.
 */
function movesOf(
  placed: readonly PlacedLoan[],
  loans: readonly ImportedLoan[],
  ids: ReadonlyMap<number, LoanId>,
): ImportedEvent[] {
  return loans.flatMap((loan, position): ImportedEvent[] => {
    const place = placed[position];
    const id = ids.get(loan.row);
    invariant(place && id, 'every row has its loan');
    const { extensions, rateChanges, contractMaturesOn, calledOn } = place.loan;
    const { county_code, bank_id } = loan;
    const event = { loan_id: id, county_code, bank_id, bank_serial: null } as const;
    const unsubsidised = extensions.length > 0 && !place.terms.extensionSubsidised;
    const ends = unsubsidised && contractMaturesOn !== null ? [contractMaturesOn] : [];
    return [
      ...extensions.map(({ on, maturesOn }) => ({
        ...{ ...event, kind: 'extended' as const, on_date: on, matures_on: maturesOn },
      })),
      // after the extensions: what was called due is not extended
      ...(calledOn === null ? [] : [calledOn]).map((on) => ({
        ...{ ...event, kind: 'called_due' as const, on_date: on, matures_on: on },
      })),
      ...rateChanges.map(({ on, annualPercent }) => ({
        ...{ ...event, kind: 'rate_changed' as const, on_date: on, annual_percent: annualPercent },
      })),
      ...ends.map((on) => ({ ...event, kind: 'eligibility_lost' as const, on_date: on })),
    ];
  });
}

/** Without a date of its own a repayment counts from the day the ledger speaks of. */
const repaidOn = (file: ImportRow, loan: LedgerLoan): PlainDate => loan.repaidOn ?? file.options.as_of;

function repaymentsOf(
  placed: readonly PlacedLoan[],
  loans: readonly ImportedLoan[],
  file: ImportRow,
  ids: ReadonlyMap<number, LoanId>,
): ImportedEvent[] {
  return loans.flatMap((loan, position): ImportedEvent[] => {
    const source = placed[position]?.loan;
    const id = ids.get(loan.row);
    invariant(source && id, 'every row has its loan');
    if (loan.repaid_fen <= 0n) return [];
    const { county_code, bank_id } = loan;
    const on = { on_date: repaidOn(file, source), amount_fen: loan.repaid_fen, bank_serial: null };
    return [{ loan_id: id, county_code, bank_id, kind: 'principal_repaid', ...on }];
  });
}

/**
 * One guarded update per bank; banks in order, so that two imports cannot wait for each other in a circle.
 */
async function consumeQuotas(
  tx: Tx,
  file: ImportRow,
  placed: readonly PlacedLoan[],
  ids: ReadonlyMap<number, LoanId>,
): Promise<void> {
  const banks = [...new Set(placed.map(({ bankId }) => bankId))].sort((a, b) => (a < b ? -1 : 1));
  for (const bankId of banks) {
    await consumeQuota(tx, {
      programmeCode: file.options.programme_code,
      countyCode: file.county_code,
      bankId: bankId as OrganisationId,
      uses: placed
        .filter((place) => place.bankId === bankId)
        .map(({ loan }) => {
          const loanId = ids.get(loan.row);
          invariant(loanId, 'every row has its loan');
          return { loanId, amount: loan.principal, usedOn: loan.drawdownOn };
        }),
    });
  }
}
