import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../support/database.ts';
import { createDividendWorld, type DividendWorld } from '../support/dividend-world.ts';
import { ok, principalSteps, said, serial } from '../support/principal-steps.ts';
import { repay } from '../support/receipts.ts';

const database = useTestDatabase();
let world: DividendWorld;
let steps: ReturnType<typeof principalSteps>;
const loans: string[] = [];
const dues: string[] = [];

const COUNT = 6;
const DAY = '2017-01-10';

beforeAll(async () => {
  world = await createDividendWorld(database());
  steps = principalSteps(world);
  const agreements: string[] = [];
  for (let count = 0; count < COUNT; count += 1) {
    const row = await world.inForce({}, { termMonths: 12, annualPercent: 43_500 });
    agreements.push(String(row.id));
    loans.push(String(row.loan_id));
  }
  for (const day of ['2016-11-20', '2016-12-21', '2017-01-06']) await world.night(day);
  const drawn = (await steps.dues('kind=principal')) as unknown as { id: string; principal_of_id: string }[];
  for (const agreement of agreements) {
    const due = drawn.find(({ principal_of_id: of }) => of === agreement)!.id;
    dues.push(due);
    ok(await steps.received('enterprise', '50000.00', DAY, { due_ids: [due] }));
  }
});
afterAll(() => world.close());

const paid = (principal = '50000.00', on_date = DAY) => ({ on_date, principal, bank_serial: serial() });
const enter = async (loan: string, body = paid()): Promise<string> =>
  (ok(await world.post('officer', `/loans/${loan}/repayments`, body)).body as { id: string }).id;
const withdraw = (id: string) =>
  world.post('officer', `/loan-receipts/${id}/withdrawals`, { reason: '录入有误' });
const receipts = async (loan: string): Promise<unknown[]> =>
  (
    await world.sql(
      `select r.id::text, r.state, o.amount_fen::text as linked from loan_receipt r
       left join agreement_return o on o.loan_receipt_id = r.id where r.loan_id = $1 order by r.id`,
      [loan],
    )
  ).map((row) => Object.values(row as Record<string, unknown>));

describe('principal that the bank recorded before the second person signed', () => {
  it('is the return’s, confirmed already, and is not given to the household too', async () => {
    const work = ok(await steps.pass(dues[0]!, '50000.00'));
    ok(await repay({ post: (who, path, body) => world.post(who, path, body) }, loans[0], paid()));
    expect((await world.get('officer', `/loans/${loans[0]!}`)).body).toMatchObject({ state: 'closed' });
    expect(said(await steps.pass(dues[0]!, '50000.00', 'household'))).toEqual([
      409,
      'agreement.return-sent-to-bank',
    ]);
    ok(await steps.confirmWork(work));
    expect(await receipts(loans[0]!)).toEqual([[expect.any(String), 'confirmed', '5000000']]);
    expect(said(await steps.pass(dues[0]!, '50000.00', 'household'))).toEqual([422, 'agreement.return-over']);
  });

  it('is the return’s while it waits at the bank, which then confirms it and does not send it back', async () => {
    const work = ok(await steps.pass(dues[1]!, '50000.00'));
    const own = await enter(loans[1]!, paid('50000.00', DAY));
    ok(await steps.confirmWork(work));
    expect(await receipts(loans[1]!)).toEqual([[own, 'entered', '5000000']]);
    expect(said(await withdraw(own))).toEqual([409, 'loan.receipt-passed-on']);
  });

  it('is not what was paid before the sending, nor another amount', async () => {
    const work = ok(await steps.pass(dues[2]!, '30000.00'));
    const early = await enter(loans[2]!, paid('30000.00', '2017-01-09'));
    expect(said(await steps.confirmWork(work))).toEqual([422, 'loan.over-outstanding']);
    ok(await withdraw(early));
    const other = await enter(loans[2]!, paid('20000.00', DAY));
    ok(await steps.confirmWork(work));
    expect((await receipts(loans[2]!)).slice(1)).toEqual([
      [other, 'entered', null],
      [expect.any(String), 'entered', '3000000'],
    ]);
  });

  it('is one return’s: a second of the same amount waits for its own', async () => {
    const works = [
      ok(await steps.pass(dues[3]!, '25000.00')),
      ok(await steps.pass(dues[3]!, '25000.00')),
    ] as const;
    const own = await enter(loans[3]!, paid('25000.00', DAY));
    for (const reply of await Promise.all(works.map((work) => steps.confirmWork(work)))) ok(reply);
    expect(await receipts(loans[3]!)).toEqual([
      [own, 'entered', '2500000'],
      [expect.any(String), 'entered', '2500000'],
    ]);
  });

  it('is withdrawn or named, whichever comes first, never both', async () => {
    for (const at of [4, 5]) {
      const work = ok(await steps.pass(dues[at]!, '50000.00'));
      const own = await enter(loans[at]!, paid('50000.00', DAY));
      const [withdrawn, signed] = await Promise.all([withdraw(own), steps.confirmWork(work)]);
      ok(signed);
      const after = await receipts(loans[at]!);
      if (withdrawn.status === 201)
        expect(after).toEqual([
          [own, 'withdrawn', null],
          [expect.any(String), 'entered', '5000000'],
        ]);
      else {
        expect(said(withdrawn)).toEqual([409, 'loan.receipt-passed-on']);
        expect(after).toEqual([[own, 'entered', '5000000']]);
      }
    }
    expect(await steps.broken()).toEqual([]);
  });
});
