import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inSession } from '../../../src/platform/database-session.ts';
import { useTestDatabase } from '../../support/database.ts';
import { createDividendWorld, type DividendWorld } from '../../support/dividend-world.ts';
import { copyOf, refusalOf } from '../../support/forgery.ts';

const database = useTestDatabase();
let world: DividendWorld;
let waiting = '';
let arrived = '';

beforeAll(async () => {
  world = await createDividendWorld(database());
  await world.sql(
    `insert into person (name, id_no_index) values ('某人甲', 'index-a'), ('某人乙', 'index-b')`,
  );
  arrived = String((await world.inForce()).id);
  waiting = String((await world.inForce({ arrivedOn: null })).id);
});
afterAll(() => world.close());

/** By the owner of the schema, whom no policy binds; taken back. */
const said = (statements: string): Promise<string> =>
  inSession(database().ownerUrl, (client) => refusalOf(client, statements));

interface Work {
  readonly kind?: string;
  readonly subject?: string;
  readonly amount?: string;
  readonly county?: string;
  readonly bank?: string;
  readonly row: object;
  readonly state?: 'entered' | 'confirmed';
}
const OWN = {
  subject: 'id',
  amount: 'amount_fen',
  county: 'county_code',
  bank: 'bank_id',
  state: 'confirmed',
};

/** Work about an agreement, as two persons leave it behind. */
function work(agreement: string, kind: string, changes: Work): string {
  const of = { ...OWN, kind, ...changes };
  const confirm = `update countersign set state = 'confirmed', decided_by = (select max(id) from person),
    decided_on = business_day() where once_key = 'forged';`;
  return `insert into countersign (kind, county_code, bank_id, subject_id, once_key, amount_fen, input, content, entered_by, entered_on)
    select '${of.kind}', ${of.county}, ${of.bank}, ${of.subject}, 'forged', ${of.amount},
      '${JSON.stringify({ row: of.row })}', '{}', (select min(id) from person), business_day()
    from agreement where id = ${agreement}; ${of.state === 'confirmed' ? confirm : ''}`;
}
const LATEST = '(select max(id) from countersign)';

describe('the day the money reached the enterprise', () => {
  const arrive = (changes: Partial<Work> = {}, on = '2016-02-01') =>
    said(
      work(waiting, 'agreement_arrival', { row: { arrived_on: '2016-02-01' }, ...changes }) +
        `update agreement set arrived_on = '${on}', countersign_id = ${LATEST} where id = ${waiting}`,
    );

  it('is recorded as two persons signed it, and not otherwise', async () => {
    expect(await arrive()).toBe('accepted');
    expect(await said(`update agreement set arrived_on = '2016-02-01' where id = ${waiting}`)).toBe(
      'countersign_by_two',
    );
    for (const changes of [
      { state: 'entered' },
      { subject: arrived },
      { amount: 'amount_fen - 1' },
      { county: `'620822'` },
      { row: { arrived_on: '2016-02-02' } },
      { kind: 'agreement_return' },
    ] as const)
      expect([changes, await arrive(changes)]).toEqual([changes, 'countersign_by_two']);
    expect(await arrive({}, '2016-02-02')).toBe('countersign_by_two');
  });

  it('does not move afterwards, nor the work behind it', async () => {
    const again = `update agreement set countersign_id = ${LATEST} where id = ${arrived}`;
    const signed = work(arrived, 'agreement_arrival', { row: { arrived_on: '2016-01-15' } });
    expect(await said(signed + again)).toBe('freeze_agreement');
  });

  it('is known from the start only where the bank paid straight to the enterprise', async () => {
    const loan = await world.agreements.ledLoan();
    const fresh = { state: 'drafted', in_force_on: null, document_id: null, countersign_id: null };
    const of = {
      id: 900,
      agreement_no: 'X-900',
      loan_id: Number(loan.id),
      household_id: Number(loan.household_id),
    };
    const drawn = (on: string) =>
      said(copyOf('agreement', { ...fresh, ...of, arrived_on: on }, `id = ${arrived}`));
    expect(loan.disbursed_on).toBe('2016-01-15');
    expect(await drawn('2016-01-15')).toBe('accepted');
    expect(await drawn('2016-01-16')).toBe('countersign_by_two');
  });
});

describe('principal that came back', () => {
  const row = { amount_fen: 100, returned_on: '2016-03-01', bank_serial: 'GH-0001' };
  const back = (changes: Partial<Work> = {}, booked: object = {}, countersign = LATEST) => {
    const of = { ...row, ...booked };
    return said(
      work(arrived, 'agreement_return', { row, amount: '100', ...changes }) +
        `insert into agreement_return (agreement_id, county_code, bank_id, enterprise_id, household_id, loan_id, amount_fen,
           returned_on, bank_serial, recorded_by, recorded_on, countersign_id)
         select id, county_code, bank_id, enterprise_id, household_id, loan_id, ${of.amount_fen}, '${of.returned_on}',
           '${of.bank_serial}', (select min(id) from person), business_day(), ${countersign} from agreement where id = ${arrived}`,
    );
  };

  it('is booked as two persons signed it, and not otherwise', async () => {
    expect(await back()).toBe('accepted');
    expect(await back({}, {}, 'null')).toBe('countersign_by_two');
    for (const changes of [
      { state: 'entered' },
      { subject: waiting },
      { amount: '99' },
      { county: `'620822'` },
      { kind: 'agreement_arrival' },
    ] as const)
      expect([changes, await back(changes)]).toEqual([changes, 'countersign_by_two']);
    for (const booked of [{ amount_fen: 99 }, { returned_on: '2016-03-02' }, { bank_serial: 'GH-0002' }])
      expect([booked, await back({}, booked)]).toEqual([booked, 'countersign_by_two']);
  });
});
