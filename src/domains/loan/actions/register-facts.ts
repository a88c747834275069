import { dateParts, type PlainDate } from '../../../kernel/date.ts';
import { addFen, fen, type Fen } from '../../../kernel/money.ts';
import type { OrganisationId } from '../../../kernel/ids.ts';
import type { Context } from '../../../platform/context.ts';
import type { Tx } from '../../../platform/db.ts';
import { bankFinder } from '../../organisation/index.ts';
import { readReferenceRates, termsChooser, type ReferenceRates, type Terms } from '../../programme/index.ts';
import type { LedgerLoan } from '../core/ledger/ledger-loan.ts';
import type { FrozenTerms, RegisterFacts } from '../core/ledger/review-ledger.ts';
import { findKnownLoans, findLeaders, findTakenNumbers, type KnownLoan } from '../loan-bulk.store.ts';
import { PLAIN_KIND } from '../core/loan-kind.ts';
import type { ImportRow } from '../core/import-file.ts';
import { ledgerTermsOf } from './ledger-terms-of.ts';

/** Same binding as the household register: only then do the indexes meet. */
const ID_NO = 'household_member.id_no';

type TermsOn = (bankId: bigint, on: PlainDate) => Terms | null;

/** Versions of every bank that a county's ledger may name, read once. */
export async function termsByBank(tx: Tx, file: ImportRow, banks: Iterable<bigint>): Promise<TermsOn> {
  const choosers = new Map<bigint, (on: PlainDate) => Terms | null>();
  for (const bankId of banks) {
    choosers.set(
      bankId,
      await termsChooser(tx, {
        programmeCode: file.options.programme_code,
        productCode: file.options.product_code,
        countyCode: file.county_code,
        bankId: bankId as OrganisationId,
      }),
    );
  }
  return (bankId, on) => choosers.get(bankId)?.(on) ?? null;
}

/** Everything that the accepted rows of a file are held against, in a handful of reads. */
export async function readRegisterFacts(
  tx: Tx,
  context: Context,
  file: ImportRow,
  loans: readonly LedgerLoan[],
): Promise<RegisterFacts> {
  const findBank = await bankFinder(tx, file.county_code);
  const bankNames = new Map(
    [...new Set(loans.flatMap((loan) => [loan.lendingBank, loan.creditBank]))].map((name) => [
      name,
      findBank(name),
    ]),
  );
  const named = [...bankNames.values()].filter((bank) => bank !== null).map((bank) => bank.id);
  // a group without a column for the bank names none: its loans are of the bank that hands the file in
  const banks = [...new Set([...named, ...(file.bank_id === null ? [] : [file.bank_id])])];
  const termsOn = await termsByBank(tx, file, banks);
  const leaders = await findLeaders(tx, file.county_code);
  const numbers = loans
    .flatMap((loan) => [loan.contractNo, loan.voucherNo])
    .filter((number) => number !== null);
  const taken = await findTakenNumbers(tx, file.county_code, numbers);
  const rates = await readReferenceRates(tx);
  return {
    ownBank: file.bank_id,
    kind: {
      fundingSource: file.options.funding_source ?? PLAIN_KIND.fundingSource,
      security: file.options.security ?? PLAIN_KIND.security,
      bridge: file.options.bridge ?? PLAIN_KIND.bridge,
    },
    bankOf: (name) => bankNames.get(name)?.id ?? null,
    termsOf: frozenTerms(termsOn, rates),
    enterpriseOf: (uscc) => leaders.get(uscc) ?? null,
    isNumberTaken: (bankId, number) => taken.has(`${bankId} ${number}`),
    ...(await knownLoans(tx, context, file, loans)),
  };
}

/**
 * Versions that leave the ratio to the county cannot be signed on, so nothing is taken over under them
 * either.
 */
function frozenTerms(termsOn: TermsOn, rates: ReferenceRates): RegisterFacts['termsOf'] {
  const made = new Map<bigint, FrozenTerms>();
  return (bankId, signedOn) => {
    const version = termsOn(bankId, signedOn);
    if (!version || version.parameters.subsidy.subsidyRatioTable.length === 0) return null;
    const known = made.get(version.id);
    if (known) return known;
    const { cap, maxTermMonths, rateCeiling, subsidyCeiling, capByBorrowerYear } = ledgerTermsOf(
      version,
      rates,
    );
    const { loan, subsidy } = version.parameters;
    const frozen: FrozenTerms = {
      id: version.id,
      code: version.code,
      cap,
      maxTermMonths,
      settlementCalendar: version.parameters.interest.settlementCalendar,
      sole: loan.oneOpenLoanPerProduct,
      extensionSubsidised: loan.extensionSubsidised,
      capByBorrowerYear,
      kinds: {
        fundingSources: loan.fundingSourcesAllowed,
        securities: loan.securityAllowed,
        bridgeAllowed: loan.bridgeAllowed,
        forStudies: subsidy.ratioAfterStudyPercent !== null,
      },
      gatherer: version.parameters.subsidy.gatherer,
      ceiling: rateCeiling,
      subsidyCeiling,
    };
    made.set(version.id, frozen);
    return frozen;
  };
}

async function knownLoans(
  tx: Tx,
  context: Context,
  file: ImportRow,
  loans: readonly LedgerLoan[],
): Promise<Pick<RegisterFacts, 'hasOpenLoan' | 'isRecorded' | 'takenUp'>> {
  const indexOf = new Map<string, string>();
  for (const { householder, borrower } of loans) {
    for (const { idNo } of [householder, borrower]) {
      if (!indexOf.has(idNo)) indexOf.set(idNo, context.cipher.blindIndex(idNo, ID_NO));
    }
  }
  const place = { countyCode: file.county_code, productCode: file.options.product_code };
  const known = await findKnownLoans(tx, place, [...indexOf.values()]);
  const open = new Set(known.filter((loan) => loan.open).map((loan) => loan.id_no_index));
  const recorded = new Set(known.filter((loan) => loan.is_borrower).map(recordedKey));
  const taken = new Map<string, Fen>();
  for (const loan of known.filter((each) => each.is_borrower)) {
    const key = `${loan.id_no_index} ${dateParts(loan.applied_on).year}`;
    taken.set(key, addFen(taken.get(key) ?? fen(0n), loan.principal_fen));
  }
  return {
    takenUp: (idNo, year) => taken.get(`${indexOf.get(idNo) ?? ''} ${year}`) ?? fen(0n),
    hasOpenLoan: (idNo) => open.has(indexOf.get(idNo) ?? ''),
    isRecorded: (loan, bankId) =>
      recorded.has(
        recordedKey({
          id_no_index: indexOf.get(loan.borrower.idNo) ?? '',
          bank_id: bankId,
          disbursed_on: loan.drawdownOn,
          principal_fen: loan.principal,
        }),
      ),
  };
}

const recordedKey = (
  loan: Pick<KnownLoan, 'id_no_index' | 'bank_id' | 'disbursed_on' | 'principal_fen'>,
): string => `${loan.id_no_index} ${loan.bank_id} ${loan.disbursed_on} ${loan.principal_fen}`;
