import { formatYuan } from '../../src/kernel/money.ts';
import { UNCLAIMED, type Ask, type Recipe } from './likely.ts';

const REASON = { reason: '与银行账簿不符' };

interface WaitingReceipt {
  readonly id: string;
  readonly bank_id: string;
  readonly fen: string;
}

const waiting = (ask: Ask): Promise<WaitingReceipt | null> =>
  ask.one<WaitingReceipt>(
    `select id::text, bank_id::text, (principal_fen + interest_fen + penalty_fen + compound_fen)::text as fen
     from loan_receipt where state = 'entered'`,
  );

/** The number and sum of what the file holds, as the reviewer's own books say. */
export const commitRepayments: Recipe = async (ask) => {
  const file = await ask.one<{ id: string; bank_id: string; accepted: number; fen: string }>(
    `select id::text, bank_id::text, accepted, total_fen::text as fen from import_file
     where kind = 'repayments' and state = 'checked' and accepted > 0 and total_fen > 0`,
  );
  const json = file && { count: file.accepted, total: formatYuan(BigInt(file.fen)) };
  return file && { actor: ask.reviewerOf(file.bank_id), params: { id: file.id }, json };
};

/** Of a ledger its rows and what they still owe; by another person of its bank. */
export const commitLedger =
  (where: string): Recipe =>
  async (ask) => {
    const file = await ask.one<{ id: string; bank_id: string; accepted: number; fen: string }>(
      `select id::text, bank_id::text, accepted, balance_fen::text as fen from import_file
       where kind = 'loan_ledger' and state = 'checked' and accepted > 0 and ${where}`,
    );
    const json = file && { count: file.accepted, total: formatYuan(BigInt(file.fen)) };
    return file && { actor: ask.reviewerOf(file.bank_id), params: { id: file.id }, json };
  };

/** Receipts at the counter (还款登记), and their review by the bank's second person. */
export const RECEIPT_RECIPES: Readonly<Record<string, Recipe>> = {
  recordRepayment: async (ask) => {
    const loan = await ask.one<{ id: string; bank_id: string }>(
      `select id::text, bank_id::text from loan where state = 'disbursed' and outstanding_fen > 100000 and ${UNCLAIMED}`,
    );
    const json = { on_date: ask.today, principal: '100.00', bank_serial: `FZ${ask.serial}R` };
    return loan && { actor: ask.officerOf(loan.bank_id), params: { id: loan.id }, json };
  },
  recordPenaltyPayment: async (ask) => {
    const loan = await ask.one<{ id: string; bank_id: string }>(
      `select l.id::text, l.bank_id::text from loan_arrears_on(business_day()) a join loan l on l.id = a.loan_id
       where a.overdue_fen > 1000000`,
    );
    const json = { on_date: ask.today, penalty: '0.01', bank_serial: `FX${ask.serial}P` };
    return loan && { actor: ask.officerOf(loan.bank_id), params: { id: loan.id }, json };
  },
  listLoanReceipts: async () => ({ actor: 'shenpi.huining' }),
  getLoanReceipt: async (ask) => {
    const receipt = await ask.one<{ id: string; bank_id: string }>(
      'select id::text, bank_id::text from loan_receipt',
    );
    return receipt && { actor: ask.reviewerOf(receipt.bank_id), params: { id: receipt.id } };
  },
  returnLoanReceipt: async (ask) => {
    const receipt = await waiting(ask);
    return receipt && { actor: ask.reviewerOf(receipt.bank_id), params: { id: receipt.id }, json: REASON };
  },
  withdrawLoanReceipt: async (ask) => {
    const receipt = await waiting(ask);
    return receipt && { actor: ask.officerOf(receipt.bank_id), params: { id: receipt.id }, json: REASON };
  },
  confirmLoanReceipts: async (ask) => {
    const receipt = await waiting(ask);
    if (!receipt) return null;
    const json = { count: 1, total: formatYuan(BigInt(receipt.fen)), receipt_ids: [receipt.id] };
    return { actor: ask.reviewerOf(receipt.bank_id), json };
  },
};
