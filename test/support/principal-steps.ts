import type { Response } from 'supertest';
import { verifyBooks } from '../../src/domains/inspection/index.ts';
import { inTransaction } from '../../src/platform/db.ts';
import type { DividendStaff, DividendWorld } from './dividend-world.ts';

export interface PrincipalDue {
  readonly id: string;
  readonly kind: string;
  readonly due_on: string;
  readonly state: string;
  readonly cash: string;
  readonly received: string;
  readonly paid: string;
}

export const ok = (reply: Response): Response => {
  if (reply.status >= 300) throw new Error(`${String(reply.status)} ${reply.text}`);
  return reply;
};
export const said = (reply: Response): unknown[] => [reply.status, reply.body.code];

let serials = 0;
export const serial = (): string => `BJ-${String((serials += 1)).padStart(6, '0')}`;

/** What people do about principal that does not come back, through HTTP. */
export function principalSteps(world: DividendWorld) {
  const post = async (who: DividendStaff, path: string, body: object = {}): Promise<Response> =>
    ok(await world.post(who, path, body));
  const dues = async (query: string): Promise<PrincipalDue[]> =>
    (await world.get('office', `/dividend-dues?${query}`)).body.items as PrincipalDue[];
  const today = async (): Promise<string> =>
    (await world.sql<{ day: string }>('select business_day()::text as day'))[0]!.day;
  return {
    post,
    dues,
    /** Money that reached the county's account; answers the second person's confirmation. */
    received: async (
      source: string,
      amount: string,
      on: string,
      paid: { readonly due_ids?: string[]; readonly year?: number } = {},
    ): Promise<Response> => {
      await world.setDay(on);
      const entered = await post('examiner', '/dividend-receipts', {
        ...{ enterprise_id: String(world.agreements.enterprise), year: 2017, source, amount },
        ...{ received_on: on, bank_serial: serial(), payer_name: '某付款人', ...paid },
      });
      return world.post('approver', `/dividend-receipts/${String(entered.body.id)}/decisions`, {
        outcome: 'confirmed',
      });
    },
    /** Money passed on from the county's account, as finance enters it. */
    pass: async (due: string, amount: string, paid_to = 'loan', paid_on?: string): Promise<Response> =>
      world.post('examiner', `/dividend-dues/${due}/principal-payments`, {
        ...{ amount, paid_to, paid_on: paid_on ?? (await today()), bank_serial: serial() },
      }),
    confirmWork: (entered: Response, who: DividendStaff = 'approver'): Promise<Response> =>
      world.post(who, `/countersigns/${String(entered.body.id)}/confirmations`, {}),
    balances: async (): Promise<Record<string, string>> =>
      Object.fromEntries(
        ((await world.get('payer', '/ledger-accounts')).body.items as { name: string; posted: string }[]).map(
          ({ name, posted }) => [name, posted],
        ),
      ),
    /** What `sifang verify` says of the rules about agreements and dividends. */
    broken: async (): Promise<string[]> => {
      const { storage, cipher, database } = world.test.services;
      const { invariants } = await inTransaction(database.worker, (tx) =>
        verifyBooks(tx, { storage, cipher, anchors: [] }),
      );
      return invariants
        .filter(({ id }) => ['1', '2', '20', '21'].includes(id))
        .flatMap(({ samples }) => samples);
    },
  };
}
