import { COUNTIES, PLAYERS } from '../../src/cli/demo/cast.ts';
import { badLoan } from './likely-funds.ts';
import type { Recipe } from './likely.ts';

const QINAN = COUNTIES.qinan.code;

/** A notice that was served with its scan calls the loan due, and claims may follow. */
export const callDue: Recipe = async (ask) => {
  const called = await ask.one<{ id: string; bank_id: string; notice_id: string }>(
    `select l.id::text, l.bank_id::text, d.id::text as notice_id from loan_dunning d join loan l on l.id = d.loan_id
     where d.kind = 'notice_posted' and exists (select from loan_dunning_proof p where p.dunning_id = d.id)
       and l.state = 'disbursed' and l.matures_on > business_day() and l.disbursed_on < business_day()
       and not exists (select from loan_change c where c.loan_id = l.id and c.kind = 'acceleration' and c.state <> 'refused')`,
  );
  if (!called) return null;
  const json = {
    ...{
      kind: 'acceleration',
      on_date: ask.today,
      reason: '多期欠息，催收无果',
      notice_id: called.notice_id,
    },
    ...{ called_for: 'contract', document_no: '借款合同第十二条' },
  };
  return { actor: ask.officerOf(called.bank_id), params: { id: called.id }, json };
};

export const confirmCall: Recipe = async (ask) => {
  const called = await ask.one<{ id: string; bank_id: string }>(
    `select id::text, bank_id::text from loan_change where state = 'proposed' and kind = 'acceleration'`,
  );
  if (!called) return null;
  // not every bank of the story has a reviewer
  const bank = ask.bankOf(called.bank_id);
  const reviewer = PLAYERS.find((player) => player.role === 'bank_reviewer' && player.bank === bank);
  return reviewer ? { actor: reviewer.username, params: { id: called.id } } : null;
};

/** Dunning, and what comes back after a compensation. */
export const RECOVERY_RECIPES: Readonly<Record<string, Recipe>> = {
  recordDunning: async (ask) => {
    const filed = `${badLoan} and exists (select from risk_fund_file f where f.loan_id = l.id and f.kind = 'contract')`;
    const loan =
      (await ask.one<{ id: string; bank_id: string }>(filed)) ??
      (await ask.one<{ id: string; bank_id: string }>(badLoan));
    const json = { kind: 'notice_posted', dunned_on: ask.today, proof: `挂号收据${ask.serial}号` };
    return loan && { actor: ask.officerOf(loan.bank_id), params: { id: loan.id }, json };
  },
  attachDunningProof: async (ask) => {
    const found = await ask.one<{ id: string; loan_id: string; bank_id: string }>(
      'select id::text, loan_id::text, bank_id::text from loan_dunning',
    );
    const file = { name: '回执.pdf', bytes: Buffer.from(`%PDF-1.7 ${ask.serial}`) };
    const params = { id: found?.loan_id ?? '', dunning_id: found?.id ?? '' };
    return found && { actor: ask.officerOf(found.bank_id), params, file };
  },
  proposeDunningStrike: async (ask) => {
    // nothing rests on a notice of today
    const found = await ask.one<{ id: string; loan_id: string; bank_id: string }>(
      `select d.id::text, d.loan_id::text, d.bank_id::text from loan_dunning d where d.dunned_on = $1
       and not exists (select from risk_fund_claim c where c.loan_id = d.loan_id and c.state not in ('returned', 'excluded'))
       and not exists (select from loan_change c where c.notice_id = d.id)
       and not exists (select from loan_dunning_strike s where s.dunning_id = d.id and s.state <> 'refused')`,
      ask.today,
    );
    const params = { id: found?.loan_id ?? '', dunning_id: found?.id ?? '' };
    return found && { actor: ask.officerOf(found.bank_id), params, json: { reason: '登记错户，划销重记' } };
  },
  listDunningStrikes: async (ask) => ({ actor: ask.inCounty('county_office', QINAN) }),
  confirmDunningStrike: strikeDecided(),
  refuseDunningStrike: strikeDecided({ reason: '登记无误，不予划销' }),
  readFundRecoveryDues: async (ask) => {
    const fund = await ask.one<{ id: string }>(
      `select id::text from risk_fund where county_code = '${QINAN}'`,
    );
    return fund && { actor: ask.inCounty('county_office', QINAN), params: { id: fund.id } };
  },
};

function strikeDecided(json?: unknown): Recipe {
  return async (ask) => {
    const strike = await ask.one<{ id: string; bank_id: string }>(
      `select s.id::text, l.bank_id::text from loan_dunning_strike s join loan l on l.id = s.loan_id where s.state = 'proposed'`,
    );
    return strike && { actor: ask.reviewerOf(strike.bank_id), params: { id: strike.id }, json };
  };
}
