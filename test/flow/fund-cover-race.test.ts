import { afterAll, describe, expect, it } from 'vitest';
import { coverPaidOut } from '../../src/domains/risk-fund/index.ts';
import { coverOfLoan, leverageCap, type ExcessCover } from '../../src/domains/risk-fund/core/leverage-cap.ts';
import { disburseLoan, loanById } from '../../src/domains/loan/index.ts';
import { date } from '../../src/kernel/date.ts';
import type { LoanId } from '../../src/kernel/ids.ts';
import { addFen, fen } from '../../src/kernel/money.ts';
import { createClaimWorld, type ClaimWorld } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import { OFFICER } from '../support/loan-steps.ts';
import { COUNTY } from '../support/loan-world.ts';
import { idOf, move, publishMeasures, TERMS } from '../support/risk-fund-world.ts';

let world: ClaimWorld;

interface Lent {
  readonly policy: ExcessCover;
  readonly pool: string;
  readonly count?: number;
}

/** A county of its own with contracts of two banks under one fund. */
function inCounty(title: string, lent: Lent, prove: (loans: LoanId[]) => Promise<void>): void {
  describe(title, () => {
    const database = useTestDatabase();
    afterAll(() => world.close());
    it(lent.policy, async () => {
      world = await createClaimWorld(database(), '2016-04-01');
      await prove(await signed(lent));
    });
  });
}

/** Contracts of two banks under one fund, signed and not yet paid out; of 30,000 each where not said. */
async function signed({ policy, pool, count = 8 }: Lent): Promise<LoanId[]> {
  const fund = idOf(
    await world.post('approver', '/risk-funds', {
      ...{ county_code: COUNTY, name: '某县风险补偿金', deposit_bank_id: String(world.loans.secondBank) },
      ...{ bank_ids: [String(world.loans.bank), String(world.loans.secondBank)] },
      product_codes: ['microloan'],
    }),
  );
  const terms = { ...TERMS, excess_cover: policy };
  await publishMeasures(world, fund, terms);
  await move(world, fund, { amount: pool, on_date: '2016-03-31' });
  const loans: LoanId[] = [];
  for (const bank of [world.loans.bank, world.loans.secondBank])
    loans.push(...(await world.lend(count / 2, { bank, principal: 30_000_00n })));
  await world.sql(`set session_replication_role = replica;
    update loan set state = 'signed', disbursed_on = null, matures_on = null, contract_matures_on = null, voucher_no = null,
      outstanding_fen = 0`);
  return loans;
}

const bankOf = (loans: readonly LoanId[], loan: LoanId) =>
  loans.indexOf(loan) < loans.length / 2 ? world.loans.bank : world.loans.secondBank;

const kept = () =>
  world.sql<{ own: string; covered: string | null }>(
    `select l.outstanding_fen::text as own, (select c.covered_fen::text from risk_fund_cover c where c.loan_id = l.id
       order by c.id desc limit 1) as covered
     from loan l where l.state = 'disbursed' order by l.disbursed_on, l.id`,
  );

/**
 * What the loans would have if they had been paid out one after the other: each its turn at the whole cap.
 */
function serial(policy: ExcessCover, pool: bigint, owns: readonly bigint[]) {
  const total = addFen(...owns.map(fen));
  const { cap } = leverageCap(fen(pool), 100_000, total);
  return owns.map((own, index) => {
    const earlier = addFen(...owns.slice(0, index).map(fen));
    return { own: String(own), covered: String(coverOfLoan(cap, { own: fen(own), earlier, total }, policy)) };
  });
}

for (const policy of ['last_disbursed_first', 'pro_rata'] as const)
  inCounty(
    'gives loans of two banks, paid out at once, the cover of one after the other',
    { policy, pool: '11000.00' },
    async (loans) => {
      await Promise.all(
        loans.map((loanId) =>
          world.loans.as(
            OFFICER,
            (tx, context) =>
              disburseLoan(
                tx,
                context,
                { loanId, disbursedOn: date('2016-04-01'), voucherNo: null },
                coverPaidOut,
              ),
            { bank: bankOf(loans, loanId) },
          ),
        ),
      );
      const covers = await kept();
      const owns = loans.map(() => 30_000_00n);
      expect(covers).toEqual(serial(policy, 11_000_00n, owns));
      // ten times 11,000.00 and not a fen more
      const total = covers.reduce((sum, { covered }) => sum + BigInt(covered!), 0n);
      expect(total).toBe(policy === 'pro_rata' ? 13_750_00n * 8n : 110_000_00n);
    },
  );

/** Pays out and measures, as a disbursement does, but for the quota, which makes a queue of its own. */
const payOut = (loanId: LoanId, first: () => Promise<unknown> = () => Promise.resolve()) =>
  world.job(async (tx, context) => {
    await tx('loan')
      .where({ id: loanId })
      .update({
        ...{ state: 'disbursed', disbursed_on: '2016-04-01', matures_on: '2019-04-01' },
        ...{ contract_matures_on: '2019-04-01', voucher_no: `V${loanId}`, outstanding_fen: '3000000' },
      });
    await first();
    await coverPaidOut(tx, context, (await loanById(tx, loanId))!);
  });

inCounty(
  'waits at the fund for the payout before',
  { policy: 'last_disbursed_first', pool: '4000.00', count: 4 },
  async (loans) => {
    // all have marked their loan as paid out before any of them measures
    let ready = 0;
    const all = async () => {
      ready += 1;
      while (ready < loans.length) await new Promise((resolve) => setTimeout(resolve, 5));
    };
    await Promise.all(loans.map((loan) => payOut(loan, all)));
    expect(await kept()).toEqual(
      serial(
        'last_disbursed_first',
        4_000_00n,
        loans.map(() => 30_000_00n),
      ),
    );
  },
);

inCounty(
  'keeps the same figures where the fund carries every loan whole',
  { policy: 'pro_rata', pool: '100000.00', count: 4 },
  async (loans) => {
    for (const loan of loans) await payOut(loan);
    const rows = await world.sql(
      'select earlier_fen::text as earlier, total_fen::text as total, covered_fen::text as covered from risk_fund_cover order by id',
    );
    expect(rows).toEqual(
      [1, 2, 3, 4].map((nth) => ({
        ...{ earlier: String((nth - 1) * 30_000_00), total: String(nth * 30_000_00), covered: '3000000' },
      })),
    );
  },
);

inCounty(
  'counts what is lent under no measures, which uses up room and has no cover',
  { policy: 'last_disbursed_first', pool: '4000.00', count: 4 },
  async (loans) => {
    await world.sql(`set session_replication_role = replica;
      update loan set applied_on = '2015-01-01', approved_on = '2015-01-01', signed_on = '2015-01-01' where id = ${loans[0]}`);
    for (const loan of loans) await payOut(loan);
    expect((await kept()).map(({ covered }) => covered)).toEqual([null, '1000000', '0', '0']);
  },
);

inCounty(
  'is held by the database: no payout without cover, no cover but what book and money give',
  { policy: 'last_disbursed_first', pool: '2000.00', count: 2 },
  async ([loan]) => {
    const bare = `update loan set state = 'disbursed', disbursed_on = '2016-04-01', matures_on = '2019-04-01',
    contract_matures_on = '2019-04-01', voucher_no = 'V1', outstanding_fen = 3000000 where id = ${loan}`;
    await expect(world.sql(bare)).rejects.toMatchObject({ code: 'SF003' });
    await payOut(loan!);
    const forged = (
      changes: string,
    ) => `insert into risk_fund_cover (fund_id, terms_id, loan_id, county_code, bank_id, measured_on,
      cause, pool_fen, cap_fen, earlier_fen, total_fen, outstanding_fen, covered_fen)
    select fund_id, terms_id, loan_id, county_code, bank_id, measured_on, cause, pool_fen, cap_fen, earlier_fen, total_fen,
      outstanding_fen, covered_fen from (select * from risk_fund_cover) c, lateral (select ${changes}) x`;
    for (const [column, wrong] of [
      ...[['covered_fen', 1_999_999] as const, ['pool_fen', 300_000] as const, ['earlier_fen', 1] as const],
      ...[['total_fen', 3_000_001] as const, ['cap_fen', 2_000_001] as const],
    ]) {
      const text = forged('1').replace(new RegExp(`(select fund_id.*)${column}`, 's'), `$1${wrong}`);
      await expect(world.sql(text), column).rejects.toMatchObject({ code: 'SF003' });
    }
    // the very same figures are taken: what is refused is the change
    await world.sql(forged('1'));
  },
);
