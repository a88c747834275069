import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../support/database.ts';
import { createDividendWorld, type DividendWorld } from '../support/dividend-world.ts';

const database = useTestDatabase();
let world: DividendWorld;
let agreement: string;

beforeAll(async () => {
  world = await createDividendWorld(database());
  agreement = String((await world.inForce()).id);
});
afterAll(() => world.close());

const give = (amount: string, returned_on: string, bank_serial: string) =>
  world.post('officer', `/agreements/${agreement}/principal-returns`, { amount, returned_on, bank_serial });
/** Entered by the bank's officer, confirmed by the county office. */
const given = async (amount: string, returned_on: string, bank_serial: string): Promise<number> => {
  const entered = await give(amount, returned_on, bank_serial);
  return (await world.post('office', `/countersigns/${entered.body.id}/confirmations`, {})).status;
};
const floors = async (): Promise<unknown[]> =>
  ((await world.get('office', '/dividend-dues')).body.items as Record<string, unknown>[]).map((due) => [
    due['due_on'],
    due['invested'],
    due['floor'],
  ]);

describe('principal that comes back early', () => {
  it('lowers the floor of the running year from its day, and of the years after', async () => {
    await world.night('2016-11-01');
    expect(await floors()).toEqual([['2016-12-20', '50000.00', '3726.03']]);
    await world.setDay('2016-11-20');
    const entered = await give('20000.00', '2016-11-20', 'GH-0001');
    expect([entered.status, entered.body]).toMatchObject([
      201,
      { kind: 'agreement_return', state: 'entered', amount: '20000.00', content: { bank_serial: 'GH-0001' } },
    ]);
    // one person alone lowers nobody's floor
    expect(await world.night('2016-11-21')).toMatchObject({ written: 0 });
    expect(await floors()).toEqual([['2016-12-20', '50000.00', '3726.03']]);
    const path = `/countersigns/${entered.body.id}/confirmations`;
    expect((await world.post('officer', path, {})).status).toBe(403);
    expect((await world.get('officer', '/countersigns?state=entered')).body.items).toMatchObject([
      { id: entered.body.id },
    ]);
    expect((await world.post('office', path, {})).body.result).toMatchObject({ amount: '20000.00' });
    expect(await world.night('2016-11-21')).toMatchObject({ written: 1 });
    // 310 days of 50,000 and 30 of 30,000, of 365
    expect(await floors()).toEqual([['2016-12-20', '50000.00', '3594.52']]);
    await world.night('2017-11-01');
    expect(await floors()).toEqual([
      ['2016-12-20', '50000.00', '3594.52'],
      ['2017-12-20', '30000.00', '2400.00'],
    ]);
  });

  it('is refused beyond what was placed, twice, ahead of time and inside a settled year', async () => {
    const codes = [
      await give('30000.01', '2017-11-01', 'GH-0002'),
      await give('1000.00', '2017-11-01', 'GH-0001'),
      await give('1000.00', '2017-11-02', 'GH-0003'),
      await give('1000.00', '2016-12-19', 'GH-0004'),
      await give('1000.00', '2016-01-15', 'GH-0005'),
    ].map((reply) => [reply.status, reply.body.code as string]);
    expect(codes).toEqual([
      [422, 'agreement.return-over'],
      [409, 'agreement.return-twice'],
      [422, 'agreement.day-ahead'],
      [422, 'agreement.return-year-settled'],
      [422, 'agreement.return-early'],
    ]);
  });
});

describe('what is decided between two nights', () => {
  it('is decided on the capital of that day: a report counts the return of the same morning', async () => {
    await world.setDay('2017-11-10');
    expect(await given('10000.00', '2017-11-10', 'GH-0006')).toBe(201);
    const due = (
      (await world.get('office', '/dividend-dues')).body.items as { id: string; due_on: string }[]
    ).find(({ due_on: on }) => on === '2017-12-20');
    const filed = await world.post('clerk', '/dividend-reports', {
      ...{ year: 2017, profit: '0.00', capital: '30000.00', total: '0.00' },
      lines: [{ due_id: due?.id, amount: '0.00' }],
    });
    expect(filed.status).toBe(201);
    // 325 days of 30,000 and 40 of 20,000
    expect((await floors())[1]).toEqual(['2017-12-20', '30000.00', '2312.33']);
  });
});
