import type { Response } from 'supertest';
import type { LoanId } from '../../src/kernel/ids.ts';
import type { ClaimWorld } from './claim-world.ts';
import { idOf, must } from './risk-fund-world.ts';

interface Notice {
  readonly kind?: 'notice_signed' | 'notice_posted' | 'call';
  readonly on: string;
}

/** The bank records that a notice was served. */
export const serveNotice = async (world: ClaimWorld, loan: LoanId, notice: Notice): Promise<string> => {
  const { kind = 'notice_signed', on } = notice;
  const body = { kind, dunned_on: on, proof: '提前到期通知书，户主签收' };
  return idOf(await world.post('officer', `/loans/${loan}/dunnings`, body));
};

export const scanNotice = async (world: ClaimWorld, loan: LoanId, notice: string): Promise<void> => {
  const path = `/loans/${loan}/dunnings/${notice}/proofs`;
  must(await world.upload('officer', path, `%PDF-1.7 回执 ${notice}`));
};

/** Proposes to call a loan due by a notice. */
export const proposeCall = (
  world: ClaimWorld,
  loan: LoanId,
  change: { readonly notice_id: string; readonly on_date: string } & object,
): Promise<Response> =>
  world.post('officer', `/loans/${loan}/changes`, {
    ...{ kind: 'acceleration', reason: '多期欠息，催收无果', called_for: 'default' },
    ...change,
  });

/** A loan called due (提前到期) on a day by a clause of its contract, confirmed by another person. */
export async function callDue(world: ClaimWorld, loan: LoanId, on: string): Promise<void> {
  const notice = await serveNotice(world, loan, { on });
  await scanNotice(world, loan, notice);
  const clause = { called_for: 'contract', document_no: '借款合同第十二条' };
  const change = idOf(await proposeCall(world, loan, { notice_id: notice, on_date: on, ...clause }));
  must(await world.post('reviewer', `/loan-changes/${change}/confirmations`, {}));
}

/** Makes a loan of 50,000 one repaid in parts of 20,000, 20,000 and 10,000, a year after each other. */
export async function inYearlyParts(world: ClaimWorld, loan: LoanId): Promise<void> {
  await world.sql('alter table loan disable trigger user');
  await world.sql(`update loan set repayment_method = 'equal_principal' where id = $1`, [String(loan)]);
  await world.sql('alter table loan enable trigger user');
  await world.sql(
    `insert into loan_instalment (loan_id, county_code, bank_id, no, contract_due_on, due_on, principal_fen, upto_fen)
     select l.id, l.county_code, l.bank_id, n, l.disbursed_on + n * interval '1 year',
       l.disbursed_on + n * interval '1 year', case n when 3 then 1000000 else 2000000 end, least(n * 2000000, 5000000)
     from loan l, generate_series(1, 3) n where l.id = $1`,
    [String(loan)],
  );
}
