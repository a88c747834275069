import type { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inSession } from '../../../src/platform/database-session.ts';
import type { ClaimWorld } from '../../support/claim-world.ts';
import { useTestDatabase } from '../../support/database.ts';
import { playGuardedFund, type GuardedFund } from '../../support/fund-guard-world.ts';
import { untilTheyWait } from '../../support/two-sessions.ts';
import { claimedBack, paidBack } from './forgeries/back-forgeries.ts';
import { opened, SECOND, shut, transferred } from './forgeries/account-forgeries.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let ids: GuardedFund;
beforeAll(async () => {
  ({ world, ids } = await playGuardedFund(database()));
  await inSession(database().ownerUrl, (client) => client.query(opened(ids)));
});
afterAll(() => world.close());

/** What became of a statement: done, or what refused it. */
const outcome = (client: Client, sql: string): Promise<string> =>
  client.query(sql).then(
    () => 'done',
    (error: { constraint?: string; message: string }) => error.constraint ?? error.message,
  );

/** Two sessions: the first has written and not committed when the second writes. */
const race = (before: string, first: string, second: string): Promise<string> =>
  inSession(database().ownerUrl, (one) =>
    inSession(database().ownerUrl, (two) =>
      inSession(database().ownerUrl, async (watcher) => {
        if (before) await watcher.query(before);
        await one.query('begin');
        await one.query(first);
        const said = outcome(two, second);
        await untilTheyWait(watcher, 1);
        await one.query('commit');
        return said;
      }),
    ),
  );

const recovery = (claim: string, serial: string): string =>
  `insert into risk_fund_recovery (claim_id, county_code, bank_id, received_on, return_by, gross_fen, cost_fen, bank_serial,
     entered_by, entered_on)
   select c.id, c.county_code, c.bank_id, c.paid_on, c.paid_on, 100, 0, '${serial}', 1, '2020-01-10'
   from risk_fund_claim c where c.id = ${claim}`;

describe('two sessions at once', () => {
  it('do not settle two debts by one number of a bank', async () => {
    const said = await race(
      claimedBack(ids.settled, 'bank'),
      paidBack(ids.settled, { to: 'bank', serial: 'LS-1' }),
      recovery(ids.waiting, 'LS-1'),
    );
    expect(said).toBe('risk_fund_back_payment_serial');
  });

  it('nor the other way round', async () => {
    const said = await race(
      'delete from risk_fund_back_payment',
      recovery(ids.waiting, 'LS-2'),
      paidBack(ids.settled, { to: 'bank', serial: 'LS-2' }),
    );
    expect(said).toBe('risk_fund_back_payment_serial');
  });

  it('do not close an account that money is being entered for', async () => {
    const said = await race('', transferred(ids, {}), shut(SECOND(ids.fund)));
    expect(said).toBe('risk_fund_account_empty');
  });

  it('nor enter money for one that is being closed', async () => {
    const rejected = `update risk_fund_movement set state = 'rejected', decided_on = '2020-01-10',
      decided_by = (select max(id) from person) where id = 900`;
    const again = transferred(ids, { id: 901 });
    expect(await race(rejected, shut(SECOND(ids.fund)), again)).toBe('risk_fund_movement_account_open');
  });
});
