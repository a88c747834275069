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
  said,
  serial,
  type MutualWorld,
} from '../support/mutual-aid-world.ts';

const database = useTestDatabase();
let world: MutualWorld;
let statement = '';
beforeAll(async () => {
  world = await createMutualWorld(database());
  const members = await join(world, await world.households(5));
  await formGroup(world, members);
  await move(world, { kind: 'grant', amount: '100000.00', document_no: '财农〔2014〕9号' });
  await lend(world, members[0]!, '2015-03-01');
});
afterAll(() => world.close());

const at = (path: string): string => `/mutual-societies/${world.society}${path}`;
const draw = (month: string) => world.post('accountant', at('/statements'), { month });
const late = (on: string) =>
  world.post('cashier', at('/entries'), {
    kind: 'interest',
    amount: '8.00',
    on_date: on,
    bank_serial: serial(),
  });

describe('a month', () => {
  it('is drawn when it is over and nothing of it waits', async () => {
    expect(said(await draw('2015-03'))).toEqual([422, 'mutual-aid.month-not-over']);
    expect(said(await draw('2015-13'))).toEqual([422, 'request.invalid']);
    await world.setDay('2015-04-01');
    const waiting = await late('2015-03-21');
    expect(said(await draw('2015-03'))).toEqual([409, 'mutual-aid.month-moved']);
    must(await confirm(world, waiting));
    const drawn = must(await draw('2015-03'));
    statement = idOf(drawn);
    expect((drawn.body as { closing: unknown[] }).closing).toEqual(
      expect.arrayContaining([
        { pocket: 'cash', amount: '100008.00' },
        { pocket: 'loans', amount: '10000.00' },
        { pocket: 'own', amount: '10000.00' },
        { pocket: 'reserve', amount: '8.00' },
      ]),
    );
    expect(said(await draw('2015-03'))).toEqual([409, 'mutual-aid.month-known']);
  });

  it('is confirmed by the chair and closed', async () => {
    const path = `/mutual-statements/${statement}`;
    const decide = (desk: 'chair' | 'accountant') =>
      world.post(desk, `${path}/decisions`, { outcome: 'confirmed' });
    expect(said(await world.post('accountant', `${path}/papers`))).toEqual([
      409,
      'mutual-aid.statement-not-confirmed',
    ]);
    expect(said(await decide('accountant'))).toEqual([422, 'mutual-aid.wrong-seal']);
    expect((await decide('chair')).body).toMatchObject({ state: 'confirmed' });
    expect(said(await late('2015-03-31'))).toEqual([422, 'mutual-aid.month-closed']);
    expect((await late('2015-04-01')).status).toBe(201);
  });

  it('hangs as data and as a paper, for its days', async () => {
    const path = `/mutual-statements/${statement}`;
    const { body } = await world.get('township', path);
    expect(body).toMatchObject({
      ...{ month: '2015-03', lending_percent: '9.0902', warnings: ['lending_low'] },
      loans: [{ amount: '10000.00', outstanding: '10000.00', extended: false }],
    });
    expect((body as { lines: unknown[] }).lines).toHaveLength(8);
    const paper = must(await world.post('accountant', `${path}/papers`)).body as { id: string };
    expect(idOf(await world.post('accountant', `${path}/papers`))).toBe(paper.id);
    expect((await world.get('chair', `/documents/${paper.id}`)).status).not.toBe(403);
    const post = (until_on: string) =>
      world.post('accountant', `${path}/postings`, {
        place: '村委会公示栏',
        posted_on: '2015-04-01',
        until_on,
      });
    expect(said(await post('2015-04-10'))).toEqual([422, 'mutual-aid.posting-too-short']);
    expect((await post('2015-04-11')).status).toBe(201);
    expect(said(await post('2015-04-11'))).toEqual([409, 'mutual-aid.posting-known']);
    expect((await world.get('auditor', path)).body).toMatchObject({
      postings: [{ place: '村委会公示栏', until_on: '2015-04-11' }],
    });
  });

  it('keeps to its village', async () => {
    expect((await world.get('stranger', `/mutual-statements/${statement}`)).status).toBe(404);
    expect((await world.get('elsewhere', `/mutual-statements/${statement}`)).status).toBe(404);
  });
});
