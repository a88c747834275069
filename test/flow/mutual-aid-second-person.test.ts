import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { useTestDatabase } from '../support/database.ts';
import {
  createMutualWorld,
  formGroup,
  idOf,
  join,
  lend,
  move,
  said,
  serial,
  type MutualWorld,
} from '../support/mutual-aid-world.ts';

/** The seal fits and the person does not: whoever entered it may not decide it by a second account. */
const SAME = [422, 'mutual-aid.same-person'];

const database = useTestDatabase();
let world: MutualWorld;
let members: string[];
let loan = '';
beforeAll(async () => {
  world = await createMutualWorld(database(), {
    ...{ reserve_percent: '30', risk_percent: '10', write_off_after_months: 6, leverage_times: '5' },
  });
  members = await join(world, await world.households(6));
  await formGroup(world, members.slice(0, 5));
  await move(world, { kind: 'grant', amount: '100000.00', document_no: '财农〔2014〕9号' });
  await move(world, { kind: 'gift', amount: '20000.00', document_no: '捐赠协议1' });
  loan = await lend(world, members[0]!, '2015-03-01', { months: 3 });
});
afterAll(() => world.close());

const at = (path: string): string => `/mutual-societies/${world.society}${path}`;
const vote = { voted_on: '2015-03-01', minutes_no: '会议记录3', present: 6, yes: 5, against: 1 };

/**
 * The desk's new holder held the desk that entered it (two desks at once the database refuses); then another.
 */
async function decidedByWho(entered: 'accountant' | 'cashier', desk: 'chair' | 'accountant', path: string) {
  const personOf = async (username: string): Promise<string> => {
    const rows = await world.sql<{ id: string }>(
      'select person_id::text as id from account where username = $1',
      [username],
    );
    return rows[0]!.id;
  };
  const seat = (person: string) =>
    world.sql('update account set person_id = $1 where username = $2', [person, desk]);
  const setState = (state: string) =>
    world.sql('update account set state = $1 where username = $2', [state, entered]);
  const decide = () => world.post(desk, `${path}/decisions`, { outcome: 'confirmed' });
  const own = await personOf(desk);
  await setState('disabled');
  await seat(await personOf(entered));
  const same = said(await decide());
  await seat(own);
  await setState('active');
  return { same, other: (await decide()).status };
}

describe('who entered it does not decide it, by whatever account', () => {
  it('money', async () => {
    const gift = { kind: 'gift', amount: '1.00', document_no: '捐赠1', on_date: '2015-03-01' };
    const entry = idOf(await world.post('cashier', at('/entries'), { ...gift, bank_serial: serial() }));
    const path = `/mutual-entries/${entry}`;
    expect(await decidedByWho('cashier', 'accountant', path)).toEqual({ same: SAME, other: 201 });
  });

  it('an extension', async () => {
    const asked = { months: 6, ...vote };
    const extension = idOf(await world.post('accountant', `/mutual-loans/${loan}/extensions`, asked));
    const path = `/mutual-extensions/${extension}`;
    expect(await decidedByWho('accountant', 'chair', path)).toEqual({ same: SAME, other: 201 });
  });

  it('a month', async () => {
    await world.setDay('2015-04-01');
    const drawn = idOf(await world.post('accountant', at('/statements'), { month: '2015-03' }));
    const path = `/mutual-statements/${drawn}`;
    expect(await decidedByWho('accountant', 'chair', path)).toEqual({ same: SAME, other: 201 });
  });

  it('a guarantee of bank credit', async () => {
    const pledge = { kind: 'pledge_placed', amount: '10000.00', document_no: '质押合同1' };
    await move(world, { ...pledge, on_date: '2015-04-01' });
    const asked = {
      ...{ bank_id: String(world.loans.bank), contract_no: 'JZ-2015-001', amount: '50000.00' },
      ...{ lent_on: '2015-04-01', due_on: '2015-10-01' },
    };
    const credit = idOf(await world.post('accountant', `/mutual-members/${members[5]}/bank-credits`, asked));
    const path = `/mutual-bank-credits/${credit}`;
    expect(await decidedByWho('accountant', 'chair', path)).toEqual({ same: SAME, other: 201 });
  });

  it('a year', async () => {
    await world.setDay('2016-01-05');
    const drawn = idOf(await world.post('accountant', at('/distributions'), { year: 2015 }));
    const path = `/mutual-distributions/${drawn}`;
    expect(await decidedByWho('accountant', 'chair', path)).toEqual({ same: SAME, other: 201 });
  });

  it('a write-off', async () => {
    await world.setDay('2017-01-05');
    const asked = { ...vote, reason: '借款人病故，家庭无偿还能力', voted_on: '2017-01-05' };
    const voted = idOf(await world.post('accountant', `/mutual-loans/${loan}/write-offs`, asked));
    const path = `/mutual-write-offs/${voted}`;
    expect(await decidedByWho('accountant', 'chair', path)).toEqual({ same: SAME, other: 201 });
  });
});
