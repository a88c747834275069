import type { LoanId } from '../../src/kernel/ids.ts';
import { inYearlyParts } from './call-due.ts';
import { createClaimWorld, type ClaimWorld } from './claim-world.ts';
import type { TestDatabase } from './database.ts';
import {
  approveAndPay,
  bankPays,
  fileAndPost,
  lendOwing,
  move,
  must,
  openFund,
  papers,
  TERMS,
} from './risk-fund-world.ts';

/** Measures by which each instalment is claimed ninety days after its own due date, dunned for itself. */
export const BY_INSTALMENTS = { ...TERMS, early_claim: 'instalments', dunning_min_count: 1 };

/** Two loans of 50,000 in yearly parts of 20,000, 20,000 and 10,000, and a fund that compensates by parts. */
export interface InstalmentWorld {
  readonly world: ClaimWorld;
  readonly loan: LoanId;
  readonly other: LoanId;
  readonly fund: string;
  /** A notice served on the household on a day, which becomes today. */
  dun(on: string, of?: LoanId): Promise<void>;
  /** A claim taken to its end, the bank's answer on that day. */
  compensate(part: object, on: string): Promise<{ readonly id: string; readonly total: string }>;
}

export async function createInstalmentWorld(database: TestDatabase): Promise<InstalmentWorld> {
  const world = await createClaimWorld(database, '2017-06-20');
  const terms = { disbursedOn: '2016-06-10', maturesOn: '2019-06-10' };
  const [loan, other] = (await lendOwing(world, 2, terms)) as [LoanId, LoanId];
  for (const each of [loan, other]) await inYearlyParts(world, each);
  const fund = await openFund(world, BY_INSTALMENTS);
  await move(world, fund, { on_date: '2017-06-20' });
  for (const each of [loan, other]) await papers(world, each);
  return {
    ...{ world, loan, other, fund },
    dun: async (on, of = loan) => {
      await world.setDay(on);
      const notice = { kind: 'notice_signed', dunned_on: on, proof: '户主签收回执' };
      must(await world.post('officer', `/loans/${of}/dunnings`, notice));
    },
    compensate: async (part, on) => {
      const id = await fileAndPost(world, loan, part);
      const order = await approveAndPay(world, id);
      await world.setDay(on);
      await bankPays(world, order, on);
      return { id, total: order.total };
    },
  };
}
