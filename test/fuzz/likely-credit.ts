import type { Ask, Recipe } from './likely.ts';
import { RCB } from './likely.ts';

/** 评级授信 of a household on the bank's roster that the bank has not rated yet. */
const enterHouseholdCredit: Recipe = async (ask) => {
  const bank = ask.bankId(RCB);
  const found = await ask.one<{ household_id: string }>(
    `select e.household_id::text from roster_entry e join roster r on r.id = e.roster_id
     where r.state = 'approved' and r.bank_id = $1 and not exists (select from household_credit c
       where c.household_id = e.household_id and c.bank_id = $1)`,
    bank,
  );
  const json = { ...found, grade: '1', score: 80, credit_line: '50000.00', granted_on: ask.today };
  return found && { actor: ask.officerOf(bank), json };
};

const decided =
  (body: (ask: Ask) => unknown): Recipe =>
  async (ask) => {
    const credit = await ask.one<{ id: string }>(
      `select id::text from household_credit where state = 'proposed' and bank_id = $1`,
      ask.bankId(RCB),
    );
    return credit && { actor: 'shenpi.huining', params: { ...credit }, json: body(ask) };
  };

export const CREDIT_RECIPES: Readonly<Record<string, Recipe>> = {
  enterHouseholdCredit,
  confirmHouseholdCredit: decided(() => undefined),
  refuseHouseholdCredit: decided(() => ({ reason: '评级资料不全，请补充' })),
};
