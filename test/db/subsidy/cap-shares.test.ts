import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkCapShares } from '../../../src/domains/inspection/actions/check-cap-shares.ts';
import { addDays, date } from '../../../src/kernel/date.ts';
import type { LoanId } from '../../../src/kernel/ids.ts';
import { createClaimWorld, type ClaimWorld } from '../../support/claim-world.ts';
import { useTestDatabase } from '../../support/database.ts';
import { loanSteps, refusal } from '../../support/loan-steps.ts';

const database = useTestDatabase();
let world: ClaimWorld;
beforeAll(async () => {
  world = await createClaimWorld(database(), '2017-12-01');
  // more than a household may owe is lent here, as ledgers that are taken over bring it
  await world.sql('alter table loan disable trigger loan_meets_terms');
});
afterAll(() => world.close());

const LENT = date('2016-04-01');
let numbers = 0;

/** One more loan of the same household, by plain SQL, lent on its own day. */
async function another(loan: LoanId, days: number, principal: number): Promise<LoanId> {
  numbers += 1;
  const [row] = await world.sql<{ id: string }>(
    `insert into loan overriding system value select (jsonb_populate_record(null::loan, to_jsonb(l) || jsonb_build_object(
       'id', 10000 + $4, 'contract_no', 'M' || $4, 'voucher_no', 'M' || $4, 'disbursed_on', $2::date, 'sole', false,
       'principal_fen', $3::bigint, 'outstanding_fen', $3::bigint, 'repaid_fen', 0, 'state', 'disbursed', 'closed_on', null))).*
     from loan l where id = $1 returning id::text`,
    [String(loan), addDays(LENT, days), principal, numbers],
  );
  return BigInt(row!.id) as LoanId;
}

/** A step of the life of such loans: which loan, by days, and how much of 50,000. */
const step = fc.record({
  kind: fc.constantFrom('lend', 'repay', 'repay', 'reverse'),
  which: fc.nat(3),
  days: fc.integer({ min: 1, max: 500 }),
  principal: fc.integer({ min: 1, max: 5_000_000 }),
});

it('what the database draws up is what the pure core says, in whatever order facts are learnt', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
      const [first] = (await world.lend(1)) as [LoanId];
      await world.sql('update loan set sole = false where id = $1', [String(first)]).catch(() => undefined);
      const loans = [first, await another(first, 20, 4_000_000)];
      for (const { kind, which, days, principal } of steps) {
        const loan = loans[which % loans.length]!;
        if (kind === 'lend' && loans.length < 4) loans.push(await another(first, days, principal));
        if (kind === 'repay')
          await refusal(loanSteps(world.loans).repay(loan, addDays(LENT, days), BigInt(principal)));
        if (kind === 'reverse') await reverseLast(loan);
      }
      const { samples } = await world.job((tx) => checkCapShares(tx));
      expect(samples).toEqual([]);
    }),
    { numRuns: 12 },
  );
});

async function reverseLast(loan: LoanId): Promise<void> {
  const [fact] = await world.sql<{ on: string; serial: string }>(
    `select on_date::text as on, bank_serial as serial from loan_fact where loan_id = $1 and kind = 'principal_repaid'
     order by id desc limit 1`,
    [String(loan)],
  );
  if (!fact) return;
  const proposed = await world.post('officer', `/loans/${loan}/changes`, {
    ...{ kind: 'reversal', on_date: fact.on, reason: '柜面录入金额有误', reverses: 'repayment' },
    bank_serial: fact.serial,
  });
  const { id } = proposed.body as { id: string };
  expect((await world.post('reviewer', `/loan-changes/${id}/confirmations`, {})).status).toBe(201);
}
