import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../support/database.ts';
import {
  confirm,
  createMutualWorld,
  formGroup,
  idOf,
  join,
  lend,
  move,
  must,
  pockets,
  repay,
  said,
  serial,
  type MutualWorld,
} from '../support/mutual-aid-world.ts';

/** The former rule of 盐池: forty percent of the fees to members, since abolished. */
const FORMER = { reserve_percent: '0', welfare_percent: '20', running_percent: '40', dividend_percent: '40' };

const database = useTestDatabase();
let world: MutualWorld;
let members: string[];
beforeAll(async () => {
  world = await createMutualWorld(database(), { ...FORMER, dividends_allowed: true });
  members = [
    ...(await join(world, await world.households(3))),
    ...(await join(world, await world.households(2), { amount: '500.00' })),
  ];
  await formGroup(world, members);
  await move(world, { kind: 'grant', amount: '100000.00', document_no: '财农〔2014〕9号' });
});
afterAll(() => world.close());

describe('a society whose terms allow dividends', () => {
  it('allots them by contribution to the fen, and pays each what it was allotted', async () => {
    const at = (path: string): string => `/mutual-societies/${world.society}${path}`;
    const loan = await lend(world, members[0]!, '2015-03-01', { months: 3 });
    await world.setDay('2015-06-01');
    await repay(world, loan, { amount: '10168.00', on_date: '2015-06-01' });
    await world.setDay('2016-01-05');
    const drawn = idOf(await world.post('accountant', at('/distributions'), { year: 2015 }));
    must(await world.post('chair', `/mutual-distributions/${drawn}/decisions`, { outcome: 'confirmed' }));
    const { body } = await world.get('auditor', `/mutual-distributions/${drawn}`);
    const { dividend, dividends } = body as { dividend: string; dividends: { amount: string }[] };
    // 40 % of 168.00, by 2,000 : 2,000 : 2,000 : 500 : 500
    expect(dividend).toBe('67.20');
    expect(dividends.map(({ amount }) => amount)).toEqual(['19.20', '19.20', '19.20', '4.80', '4.80']);
    const pay = (amount: string) =>
      world.post('cashier', at('/entries'), {
        ...{
          kind: 'dividend_paid',
          amount,
          member_id: members[4],
          on_date: '2016-01-05',
          bank_serial: serial(),
        },
      });
    expect(said(await pay('4.81'))).toEqual([422, 'mutual-aid.dividend-above']);
    must(await confirm(world, await pay('4.80')));
    expect(said(await pay('0.01'))).toEqual([422, 'mutual-aid.dividend-above']);
    expect(await pockets(world)).toMatchObject({ dividend: '62.40' });
  });
});
