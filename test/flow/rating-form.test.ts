import { afterAll, beforeAll, expect, it } from 'vitest';
import { HOUSEHOLD_BINDINGS } from '../../src/domains/household/index.ts';
import { createClaimWorld, type ClaimWorld, type Staff } from '../support/claim-world.ts';
import { useTestDatabase } from '../support/database.ts';
import type { TestHousehold } from '../support/loan-world.ts';
import { said } from '../support/product-world.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let household: TestHousehold;
beforeAll(async () => {
  world = await createClaimWorld(database(), '2016-03-01');
  household = await world.loans.household();
  const { cipher } = world.test.services;
  await world.sql('update household_member set id_no_cipher = $1', [
    cipher.seal('620821198001010011', HOUSEHOLD_BINDINGS.idNo),
  ]);
  await world.sql(`update household set group_no = '二社', phone_cipher = $1`, [
    cipher.seal('13900000000', HOUSEHOLD_BINDINGS.phone),
  ]);
  const rating = {
    household_id: String(household.id),
    ...{ grade: '1', score: 85, credit_line: '30000.00', granted_on: '2016-02-20' },
  };
  const id = await said(world, 'officer', '/household-credits', rating);
  expect((await world.post('reviewer', `/household-credits/${id}/confirmations`, {})).status).toBe(201);
  // what nobody has confirmed is no rating yet
  const other = await world.loans.household();
  await said(world, 'officer', '/household-credits', { ...rating, household_id: String(other.id) });
});
afterAll(() => world.close());

const rowsOf = async (who: Staff, query = ''): Promise<string[][]> => {
  const reply = await world.get(who, `/household-credit-form?format=csv${query}`);
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  return reply.text
    .replace(/^\ufeff/, '')
    .trimEnd()
    .split('\r\n')
    .map((row) => row.split(','));
};
const refused = async (who: Staff, query: string) => {
  const reply = await world.get(who, `/household-credit-form?format=csv&numbers=full${query}`);
  return [reply.status, (reply.body as { code?: string }).code];
};

it('评级授信表 tells who was rated, by whom, and how much he may owe; numbers masked', async () => {
  const [heads, row, ...more] = await rowsOf('officer');
  expect([heads!.length, more]).toEqual([17, []]);
  expect(row!.slice(1, 13)).toEqual([
    ...['红崖镇', '红崖村二社', '某户主', '某户主', '620821********0011', '', '', ''],
    ...['1', '30000', '', '评分 85，授信日期 2016-02-20'],
  ]);
  expect(row![13]).toBe('农村信用合作联社');
  expect([row![14] !== '', row![16] !== '']).toEqual([true, true]);
});

it('keeps the filters of the list', async () => {
  expect(await rowsOf('office', `&household_id=${household.id}`)).toHaveLength(2);
  expect(await rowsOf('office', `&bank_id=${world.loans.secondBank}`)).toHaveLength(1);
  expect(await rowsOf('office', '&household_id=999999')).toHaveLength(1);
});

it('whole numbers and telephones go to who may reveal them, with a reason, and that is written down', async () => {
  expect(await refused('officer', '&reason=上级检查')).toEqual([403, 'loan.full-numbers-forbidden']);
  expect(await refused('office', '')).toEqual([422, 'loan.reason-missing']);
  const [, row] = await rowsOf('office', '&numbers=full&reason=上级检查');
  expect([row![5], row![11]]).toEqual(['620821198001010011', '13900000000']);
  const written = await world.sql(
    `select after ->> 'reason' as reason from audit_entry where act = 'loan.ratings-exported' and after ->> 'numbers' = 'full'`,
  );
  expect(written).toEqual([{ reason: '上级检查' }]);
});
