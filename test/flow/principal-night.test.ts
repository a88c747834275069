import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inSession } from '../../src/platform/database-session.ts';
import { useTestDatabase } from '../support/database.ts';
import { createDividendWorld, type DividendWorld } from '../support/dividend-world.ts';
import { principalSteps } from '../support/principal-steps.ts';

const database = useTestDatabase();
let world: DividendWorld;
let steps: ReturnType<typeof principalSteps>;
const agreements: string[] = [];
const loans: string[] = [];

beforeAll(async () => {
  world = await createDividendWorld(database());
  steps = principalSteps(world);
  for (let count = 0; count < 3; count += 1) {
    const row = await world.inForce({}, { termMonths: 12, annualPercent: 43_500 });
    agreements.push(String(row.id));
    loans.push(String(row.loan_id));
  }
  for (const day of ['2016-11-20', '2016-12-21', '2017-01-05']) await world.night(day);
});
afterAll(() => world.close());

const drawn = async (): Promise<unknown[]> =>
  ((await steps.dues('kind=principal')) as unknown as Record<string, unknown>[]).map((due) => [
    due['principal_of_id'],
    due['cash'],
  ]);

/** Principal that comes back while the night counts, by a session that has not ended yet. */
const GIVEN = `
  set local session_replication_role = replica;
  insert into agreement_return (agreement_id, county_code, bank_id, enterprise_id, household_id, loan_id, amount_fen, returned_on,
    bank_serial, recorded_by, recorded_on)
  select id, county_code, bank_id, enterprise_id, household_id, loan_id, 1000000, '2017-01-05', 'YJ-0001',
    1, '2017-01-06' from agreement where id = $1`;

describe('the night that makes dues of overdue principal', () => {
  it('leaves out what another session is changing, and stops for nothing', async () => {
    await world.setDay('2017-01-06');
    await inSession(database().ownerUrl, async (other) => {
      await other.query('begin');
      await other.query('select from agreement where id = $1 for no key update', [agreements[0]]);
      const [replica, insert] = GIVEN.split(';') as [string, string];
      await other.query(replica);
      await other.query(insert, [agreements[0]]);
      await other.query('select from loan where id = $1 for no key update', [loans[1]]);
      const night = world.night('2017-01-06');
      const ended = await Promise.race([
        night.then(() => true),
        new Promise((resolve) => setTimeout(resolve, 5_000, false)),
      ]);
      await other.query('commit');
      await night;
      expect(ended).toBe(true);
    });
    expect(await drawn()).toEqual([[agreements[2], '50000.00']]);
  });

  it('draws the rest the night after, of what is not back by then', async () => {
    await world.night('2017-01-07');
    expect((await drawn()).sort()).toEqual([
      [agreements[0], '40000.00'],
      [agreements[1], '50000.00'],
      [agreements[2], '50000.00'],
    ]);
  });
});
