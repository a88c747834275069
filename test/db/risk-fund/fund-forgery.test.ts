import { afterAll, beforeAll, expect, it } from 'vitest';
import { FUND_GUARDS } from '../../../src/domains/inspection/core/fund-guards.ts';
import { inSession } from '../../../src/platform/database-session.ts';
import type { ClaimWorld } from '../../support/claim-world.ts';
import { useTestDatabase } from '../../support/database.ts';
import { refusalOf, type Forgery } from '../../support/forgery.ts';
import { playGuardedFund, type GuardedFund } from '../../support/fund-guard-world.ts';
import { forgedAccounts } from './forgeries/account-forgeries.ts';
import { forgedBackPayments } from './forgeries/back-forgeries.ts';
import { forgedClaims } from './forgeries/claim-forgeries.ts';
import { forgedEntries } from './forgeries/entry-forgeries.ts';
import { forgedLending } from './forgeries/lending-forgeries.ts';
import { forgedMoney } from './forgeries/money-forgeries.ts';
import { forgedPayers } from './forgeries/payer-forgeries.ts';
import { forgedRecoveries } from './forgeries/recovery-forgeries.ts';
import { forgedStatements } from './forgeries/statement-forgeries.ts';

const database = useTestDatabase();
let world: ClaimWorld;
let ids: GuardedFund;
beforeAll(async () => {
  ({ world, ids } = await playGuardedFund(database()));
});
afterAll(() => world.close());

const FORGED: readonly (readonly [string, (ids: GuardedFund) => Forgery[]])[] = [
  ['accounts at several banks', forgedAccounts],
  ['entries of money', forgedEntries],
  ['what payers owe and answer', forgedPayers],
  ['claims', forgedClaims],
  ['lending', forgedLending],
  ['orders and postings', forgedMoney],
  ['yearly statements', forgedStatements],
  ['repayments after the compensation', forgedRecoveries],
  ['what is paid back directly', forgedBackPayments],
];

it.each(FORGED)('%s: what the owner of the tables forges is refused by its guard', async (_, forged) => {
  const rows = forged(ids);
  const said = await inSession(database().ownerUrl, async (client) => {
    const found: string[] = [];
    for (const row of rows) found.push(await refusalOf(client, row.sql));
    return found;
  });
  const shown = (row: Forgery, refused = ''): string => `${row.guard}, ${row.what}: ${refused}`;
  expect(rows.map((row, at) => shown(row, said[at]))).toEqual(rows.map((row) => shown(row, row.named)));
});

it('leaves no guard of the fund unseen', () => {
  const seen = new Set(FORGED.flatMap(([, forged]) => forged(ids).map(({ guard }) => guard)));
  expect(FUND_GUARDS.filter((guard) => !seen.has(guard))).toEqual([]);
});
