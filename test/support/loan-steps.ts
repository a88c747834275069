import {
  approveLoan,
  disburseLoan,
  registerLoan,
  signLoan,
  type LoanRow,
  type RegisterLoanInput,
} from '../../src/domains/loan/index.ts';
import { coverPaidOut } from '../../src/domains/risk-fund/index.ts';
import { PLAIN_KIND } from '../../src/domains/loan/core/loan-kind.ts';
import { date } from '../../src/kernel/date.ts';
import { Failure } from '../../src/kernel/failure.ts';
import type { LoanId } from '../../src/kernel/ids.ts';
import { fen } from '../../src/kernel/money.ts';
import type { LoanWorld, TestHousehold } from './loan-world.ts';
import { receive } from './receipts.ts';

export const OFFICER = 1;
export const REVIEWER = 2;

export const application = (
  household: TestHousehold,
  changes: Partial<RegisterLoanInput> = {},
): RegisterLoanInput => ({
  householdId: household.id,
  borrowerId: household.borrower,
  programmeCode: 'P1',
  productCode: 'microloan',
  principal: fen(50_000_00n),
  termMonths: 36,
  annualPercent: 47_500,
  purposeCode: 'breeding',
  purposeText: '养牛',
  usageMode: 'self',
  enterpriseId: null,
  repaymentMethod: 'interest_only',
  appliedOn: date('2016-01-04'),
  ...PLAIN_KIND,
  ...changes,
});

let serials = 0;

/** The steps of a loan as the people of one bank take them. */
export function loanSteps(world: LoanWorld) {
  const register = async (changes: Partial<RegisterLoanInput> = {}): Promise<LoanRow> => {
    const household = await world.household();
    return world.as(OFFICER, (tx, context) => registerLoan(tx, context, application(household, changes)));
  };
  const approve = (loanId: LoanId, person = REVIEWER): Promise<LoanRow> =>
    world.as(person, (tx, context) => approveLoan(tx, context, { loanId, approvedOn: date('2016-01-06') }));
  const sign = (loanId: LoanId, signedOn = '2016-01-11'): Promise<LoanRow> =>
    world.as(OFFICER, (tx, context) =>
      signLoan(tx, context, { loanId, signedOn: date(signedOn), contractNo: null }),
    );
  const disburse = (loanId: LoanId, disbursedOn = '2016-01-15') =>
    world.as(OFFICER, (tx, context) =>
      disburseLoan(tx, context, { loanId, disbursedOn: date(disbursedOn), voucherNo: null }, coverPaidOut),
    );
  const lent = async (changes: Partial<RegisterLoanInput> = {}): Promise<LoanRow> => {
    const { id } = await register(changes);
    await approve(id);
    await sign(id);
    return disburse(id);
  };

  const repay = (loanId: LoanId, onDate: string, principal: bigint, interest = 0n): Promise<LoanRow> =>
    receive(world, {
      ...{ loanId, onDate, principal, interest },
      bankSerial: `S${String((serials += 1)).padStart(6, '0')}`,
    });
  return { register, approve, sign, disburse, lent, repay };
}

/** The code of the refusal that a piece of work ends in. */
export const refusal = async (work: Promise<unknown>): Promise<string> => {
  try {
    await work;
    return 'accepted';
  } catch (error) {
    if (error instanceof Failure) return error.code;
    return (error as { constraint?: string; code?: string }).constraint ?? String(error);
  }
};
