import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inSession } from '../../src/platform/database-session.ts';
import { useTestDatabase } from '../support/database.ts';
import { createDividendWorld, type DividendWorld } from '../support/dividend-world.ts';
import { copyOf, refusalOf } from '../support/forgery.ts';
import { refusal } from '../support/loan-steps.ts';

const database = useTestDatabase();
let world: DividendWorld;
let agreement: string;

beforeAll(async () => {
  world = await createDividendWorld(database());
  // a version that promises 4 %, and no less than the published lending rate (安徽 2018)
  await world.sql(`alter table programme_terms disable trigger user`);
  await world.sql(
    `update programme_terms set parameters = jsonb_set(jsonb_set(parameters, '{dividend,floor_rate_percent}', '40000'),
       '{dividend,floor_rate_link}', '"benchmark"'), parameters_hash = gen_random_uuid()::text`,
  );
  await world.sql(`alter table programme_terms enable trigger user`);
  agreement = String((await world.inForce()).id);
});
afterAll(() => world.close());

const drawn = async (changes: object) => {
  const loan = await world.agreements.ledLoan();
  return world.agreements.drawn(loan.id, changes);
};

describe('a floor linked to the published lending rate', () => {
  it('is the greater of the terms’ rate and that of the agreement’s own term on the day of drawing', async () => {
    // since 2015-10-24: 4.35 % up to a year, 4.75 % up to five
    expect(await drawn({})).toMatchObject({ floor_percent: 47_500, floor_year_fen: 2_375_00n });
    expect(await drawn({ termMonths: 12 })).toMatchObject({
      floor_percent: 43_500,
      floor_year_fen: 2_175_00n,
    });
    expect(await drawn({ floorPercent: 80_000 })).toMatchObject({ floor_percent: 80_000 });
  });

  it('is refused below it, by the desk and by the database', async () => {
    expect(await refusal(drawn({ floorPercent: 47_499 }))).toBe('agreement.floor-below-terms');
    const less = {
      id: 900,
      agreement_no: 'SF-WZ',
      state: 'drafted',
      document_id: null,
      floor_percent: 47_499,
    };
    const anew = { ...less, arrived_on: null, in_force_on: null, countersign_id: null };
    const forged = await inSession(database().ownerUrl, (client) =>
      refusalOf(client, copyOf('agreement', anew, `id = ${agreement}`)),
    );
    expect(forged).toBe('agreement_floor');
  });

  it('is what the year owes, and no amendment takes it back', async () => {
    await world.night('2016-11-01');
    // 340 of 365 days of 4.75 % on 50,000
    const { items } = (await world.get('office', `/dividend-dues?agreement_id=${agreement}`)).body as {
      items: object[];
    };
    expect(items).toMatchObject([{ floor: '2212.33' }]);
    const amend = (floor_percent: string) =>
      world.post('officer', `/agreements/${agreement}/amendments`, {
        ...{ effective_on: '2016-12-20', reason: '经营困难，请求降低保底', floor_percent },
      });
    const lower = await amend('4.7');
    expect([lower.status, lower.body.code]).toEqual([422, 'agreement.amendment-floor']);
    expect((await amend('5')).status).toBe(201);
  });
});
