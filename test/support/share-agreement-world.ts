import type { Response } from 'supertest';
import type { HouseholdId } from '../../src/kernel/ids.ts';
import { PARTICULARS } from './agreement-particulars.ts';
import type { TestDatabase } from './database.ts';
import { createDividendWorld, type DividendWorld } from './dividend-world.ts';
import { COUNTY } from './loan-world.ts';
import { shareIssue, shareTerms } from './share-world.ts';

/** A county that places fiscal money of households with the enterprise by agreements of three or four. */
export interface ShareAgreementWorld extends DividendWorld {
  readonly terms: string;
  /** An issue of some sealed households' fiscal money, equal parts of 10,000 yuan, used by the enterprise. */
  issue(
    households: number,
    changes?: object,
  ): Promise<{ readonly id: string; readonly households: string[] }>;
  draw(issue: string, household: string, changes?: object): Promise<Response>;
  sign(agreement: string, party: string, on: string, path?: string): Promise<Response>;
  /** Drawn up, issued and signed by three; answers its id. */
  signed(issue: string, household: string, changes?: object): Promise<string>;
  /** Another person of the office confirms the day of arrival that waits, if one does. */
  confirmArrival(agreement: string): Promise<void>;
}

export const SHARE_PROPOSED = {
  project: '肉牛养殖基地建设',
  particulars: { ...PARTICULARS, late_fee_percent: '0.05', copies: 3, attachments: ['股权证复印件'] },
};

const RECORDERS: Readonly<Record<string, 'office' | 'officer' | 'clerk'>> = {
  government: 'office',
  household: 'office',
  enterprise: 'clerk',
  bank: 'officer',
};

const must = (reply: Response): Response => {
  if (reply.status !== 201)
    throw new Error(`${String(reply.status)} ${String(reply.body.code)} ${String(reply.body.detail)}`);
  return reply;
};

export async function createShareAgreementWorld(database: TestDatabase): Promise<ShareAgreementWorld> {
  const world = await createDividendWorld(database);
  const enterprise = String(world.agreements.enterprise);
  // the version that loans of the county are frozen on
  const loan = await world.agreements.ledLoan();
  const terms = String(loan.terms_id);
  let villages = 0;
  const draw: ShareAgreementWorld['draw'] = (issue, household, changes = {}) =>
    world.post('office', '/share-agreements', {
      ...{ share_issue_id: issue, household_id: household, terms_id: terms },
      ...{ arrived_on: '2016-03-15', ...SHARE_PROPOSED, ...changes },
    });
  const sign: ShareAgreementWorld['sign'] = (agreement, party, on, path = 'agreements') =>
    world.post(RECORDERS[party] ?? 'office', `/${path}/${agreement}/signatures`, {
      ...{ party, signer_name: '某人', signed_on: on },
      manner: party === 'household' ? 'fingerprint' : 'signature_and_seal',
    });
  const confirmArrival = async (agreement: string): Promise<void> => {
    const [arrival] = await world.sql<{ id: string }>(
      `select id::text from countersign where kind = 'agreement_arrival' and subject_id = $1 and state = 'entered'`,
      [agreement],
    );
    if (arrival) must(await world.post('registrar', `/countersigns/${arrival.id}/confirmations`, {}));
  };
  return {
    ...world,
    ...{ terms, draw, sign, confirmArrival },
    issue: async (count, changes = {}) => {
      villages += 1;
      const code = `${COUNTY}100${String(400 + villages)}`;
      const households: HouseholdId[] = [];
      for (let no = 0; no < count; no += 1)
        households.push((await world.agreements.sealedHousehold(`张效${'甲乙丙丁'[no] ?? '戊'}`)).id);
      await settle(world, code, households);
      const entered = must(
        await world.post(
          'office',
          '/share-issues',
          shareIssue(
            { code, households: [] },
            {
              ...{ asset: undefined, operator_id: enterprise, terms: shareTerms({ policy: 'static' }) },
              ...{ total_amount: `${String(count * 10_000)}.00`, par: '100.00', ...changes },
            },
          ),
        ),
      );
      const id = String(entered.body.id);
      const body = { effective_on: '2016-03-01' };
      const allotted = must(await world.post('office', `/share-issues/${id}/allotments`, body));
      must(await world.post('registrar', `/share-allotments/${String(allotted.body.id)}/confirmations`, {}));
      return { id, households: households.map(String) };
    },
    signed: async (issue, household, changes = {}) => {
      const { body } = must(await draw(issue, household, changes));
      const id = String(body.id);
      await confirmArrival(id);
      must(await world.post('office', `/agreements/${id}/issues`, {}));
      const parties = body.bank_id === null ? [] : ['bank'];
      const [today] = await world.sql<{ day: string }>('select day::text from business_day_override');
      const on = today?.day ?? '2016-09-30';
      for (const party of ['government', 'household', 'enterprise', ...parties])
        must(await sign(id, party, on));
      return id;
    },
  };
}

/** Moves households into a village of their own: an issue is a village's. */
async function settle(world: DividendWorld, code: string, households: readonly HouseholdId[]): Promise<void> {
  await world.sql(
    `insert into region (code, edition, level, name, parent_code, valid_from)
     values ($1, 'test', 'village', '元朝村', left($1, 9) || '000', '2000-01-01')`,
    [code],
  );
  await world.sql(
    `update household set region_id = (select id from region where code = $1), township_code = left($1, 9)
     where id = any($2::bigint[])`,
    [code, households.map(String)],
  );
}
