import type { PersonId } from '../../src/kernel/ids.ts';
import type { Actor, Context, Scope } from '../../src/platform/context.ts';
import { inTransaction, setScope, type Tx } from '../../src/platform/db.ts';
import type { TestApp } from './app.ts';

/** A county of the edition that ships, and one of its villages. */
export const COUNTY = '620821';
export const OTHER_COUNTY = '620822';

/** A person of an office: the same person may sit behind several accounts. */
export const person = (id: number, scope: Partial<Scope> = {}, role = 'county_office'): Actor => ({
  accountId: null,
  personId: BigInt(id) as PersonId,
  personName: `某人${id}`,
  role,
  organisationId: null,
  permissions: new Set(),
  scope: { counties: [COUNTY], bank: null, enterprise: null, township: null, ...scope },
});

/** Runs an action as the API does: in the app role, bound by row-level security to the actor's scope. */
export const asPerson = <T>(
  test: TestApp,
  actor: Actor,
  work: (tx: Tx, context: Context) => Promise<T>,
): Promise<T> =>
  inTransaction(test.database.app, async (tx) => {
    await setScope(tx, actor.scope);
    return work(tx, { ...(await test.context(tx)), actor });
  });

/** Runs an action as the system does, in the worker role. */
export const asSystem = <T>(test: TestApp, work: (tx: Tx, context: Context) => Promise<T>): Promise<T> =>
  inTransaction(test.database.worker, async (tx) => work(tx, await test.context(tx)));

/** The refusal an action ends in; fails the test when it ends in none. */
export async function refusalOf(work: Promise<unknown>): Promise<{ code: string; detail: string }> {
  try {
    await work;
  } catch (error) {
    if (error instanceof Error && 'code' in error && 'detail' in error) {
      return { code: String(error.code), detail: String(error.detail) };
    }
    throw error;
  }
  throw new Error('the action was not refused');
}
