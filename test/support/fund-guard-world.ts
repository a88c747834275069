import type { LoanId } from '../../src/kernel/ids.ts';
import { createClaimWorld, type ClaimWorld } from './claim-world.ts';
import type { TestDatabase } from './database.ts';
import { loanSteps } from './loan-steps.ts';
import {
  approveAndPay,
  bankPays,
  dun,
  fileAndPost,
  idOf,
  move,
  movement,
  must,
  openFund,
  readClaim,
  TERMS,
  publishMeasures,
} from './risk-fund-world.ts';

const share = (party: string, percent: string) => ({ party, percent });
/** 陇西: fund 20, bank 10, insurer 70; the fund advances for the insurer, who waits three months. */
const LONGXI = {
  ...TERMS,
  ...{ effective_to: '2016-12-31', loss_basis: 'principal', refused_part: 'bank' },
  shares: [share('fund', '20'), share('bank', '10'), share('insurer', '70')],
  waterfall: [
    { party: 'fund', basis: 'principal', advances: true },
    { party: 'insurer', basis: 'principal', waiting_months: 3 },
  ],
  premium_shares: [share('county', '50'), share('household', '50')],
};
/** What was lent in 2017 is provided for by the year. */
const STUDENT = {
  ...TERMS,
  ...{ document_no: '教财〔2017〕15号', effective_from: '2017-01-01', effective_to: '2017-12-31' },
  ...{ loss_basis: 'on_disbursement', disbursement_percent: '15', surplus_to: 'bank' },
  shares: [share('bank', '50'), share('aid_centre', '50')],
};
/** 云南, from 2018: of what exceeds 120 % of the premiums the fund pays 80; the insurer reports its years. */
const YUNNAN = {
  ...LONGXI,
  ...{ document_no: '云政办发〔2018〕1号', effective_from: '2018-01-01', effective_to: null },
  shares: [share('fund', '0'), share('bank', '30'), share('insurer', '70')],
  waterfall: [
    { party: 'fund', basis: 'principal' },
    {
      ...{ party: 'insurer', basis: 'principal', waiting_days: 30 },
      layer: { above_percent: '120', ceded_percent: '80', payer: 'fund' },
    },
  ],
};

/** Ids of what the story left, each in the state its name says. */
export interface GuardedFund {
  readonly fund: string;
  /** Compensated, answered by the insurer and settled; with recoveries and a write-off proposed. */
  readonly settled: string;
  /** Compensated; the insurer still waits. */
  readonly waiting: string;
  /** Compensated; the insurer refused, and the bank owes it back. */
  readonly refused: string;
  readonly noticed: string;
  readonly approved: string;
  /** Dunned, with its papers, not claimed. */
  readonly unclaimed: string;
  readonly approvedLoan: string;
  readonly signedLoan: string;
  readonly coveredLoan: string;
  /** Drawn, and confirmed by finance alone. */
  readonly statement: string;
  /** A premium confirmed and not paid; one and an advance that only were entered. */
  readonly premium: string;
}

/** A fund's whole story, so that each of its tables has rows to be forged. */
export async function playGuardedFund(
  database: TestDatabase,
): Promise<{ world: ClaimWorld; ids: GuardedFund }> {
  const world = await createClaimWorld(database, '2016-01-15');
  const fund = await openFund(world, LONGXI);
  for (const terms of [STUDENT, YUNNAN]) await publishMeasures(world, fund, terms);
  await move(world, fund, { on_date: '2016-01-15' });
  await world.followUp();
  const lent = await lendInSteps(world);
  await world.setDay('2019-06-03');
  const loans = await world.lend(6);
  await world.lend(1, { disbursedOn: '2017-03-01', maturesOn: '2020-03-01', principal: 8_000_00n });
  for (const loan of loans) await dun(world, loan);
  const claims = await claimLosses(world, loans);
  await world.setDay('2020-01-10');
  const statement = idOf(await world.post('examiner', `/risk-funds/${fund}/year-statements`, { year: 2019 }));
  const { closing } = (await world.get('office', `/fund-statements/${statement}`)).body as {
    closing: string;
  };
  must(await world.post('approver', `/fund-statements/${statement}/confirmations`, { closing }));
  const premium = await leaveOpen(world, fund, claims.settled, loans[5]!);
  return {
    world,
    ids: { fund, statement, premium, unclaimed: String(loans[5]), ...lent, ...claims },
  };
}

async function lendInSteps(world: ClaimWorld) {
  const { lent, register, approve, sign } = loanSteps(world.loans);
  const covered = await lent();
  const signed = await register();
  await approve(signed.id);
  await sign(signed.id);
  const approved = await register();
  await approve(approved.id);
  await world.followUp();
  return {
    coveredLoan: String(covered.id),
    signedLoan: String(signed.id),
    approvedLoan: String(approved.id),
  };
}

const LOSS = { principal: '10000.00', interest: '0.00' };

async function claimLosses(world: ClaimWorld, loans: readonly LoanId[]) {
  const posted: string[] = [];
  for (const loan of loans.slice(0, 5)) {
    await world.setDay('2019-07-01');
    posted.push(await fileAndPost(world, loan, LOSS));
  }
  const [settled, waiting, refused, noticed, approved] = posted as [string, string, string, string, string];
  for (const claim of [settled, waiting, refused])
    await bankPays(world, await approveAndPay(world, claim), '2019-07-12');
  must(await world.post('approver', `/risk-fund-claims/${approved}/approvals`, {}));
  await world.setDay('2019-10-14');
  const heard = { answered_on: '2019-10-12', document_no: '保险赔字2019-7' };
  await answer(world, settled, { ...heard, outcome: 'paid', amount: '7000.00', bank_serial: 'BX-0001' });
  await answer(world, refused, { ...heard, outcome: 'refused', reason: '超出保险责任' });
  const back = { received_on: '2019-10-14', gross: '100.00', cost: '0.00', bank_serial: 'ZH-0001' };
  const recovery = idOf(await world.post('officer', `/risk-fund-claims/${settled}/recoveries`, back));
  const path = `/risk-fund-recoveries/${recovery}/decisions`;
  must(await world.post('approver', path, { outcome: 'confirmed' }));
  return { settled, waiting, refused, noticed, approved };
}

async function answer(world: ClaimWorld, claim: string, body: object): Promise<void> {
  const owed = (await readClaim(world, claim)).transfers.find((each) => each.from_party === 'insurer');
  const entered = await world.post('examiner', `/risk-fund-transfers/${owed?.id ?? '0'}/answers`, body);
  const path = `/risk-fund-answers/${idOf(entered)}/decisions`;
  must(await world.post('approver', path, { outcome: 'confirmed' }));
}

/** One of everything that one person entered and nobody has decided yet; answers a confirmed premium. */
async function leaveOpen(world: ClaimWorld, fund: string, claim: string, loan: LoanId): Promise<string> {
  const day = { on_date: '2020-01-10', document_no: '财金〔2020〕8号' };
  must(await world.post('examiner', `/risk-funds/${fund}/movements`, movement({ on_date: '2020-01-10' })));
  const back = { received_on: '2020-01-10', gross: '50.00', cost: '0.00', bank_serial: 'ZH-0002' };
  must(await world.post('officer', `/risk-fund-claims/${claim}/recoveries`, back));
  const writeOff = { document_no: '核销〔2020〕3号', reason: '借款人死亡，无可执行财产' };
  must(await world.post('officer', `/risk-fund-claims/${claim}/write-offs`, writeOff));
  const advance = { kind: 'advance', amount: '100.00', ...day, bank_serial: null };
  must(await world.post('examiner', `/risk-fund-claims/${claim}/county-advances`, advance));
  const bank = { bank_id: String(world.loans.bank), year: 2017, loss: '1000.00', document_no: '助学清算1号' };
  must(await world.post('examiner', `/risk-funds/${fund}/year-settlements`, bank));
  const report = { party: 'insurer', on_date: '2019-12-31', premium: '1000.00', claims: '0.00' };
  const reported = { ...report, document_no: '赔付率表2019' };
  must(await world.post('examiner', `/risk-funds/${fund}/loss-reports`, reported));
  const premium = (policy_no: string) =>
    world.post('examiner', `/loans/${loan}/premium-subsidies`, {
      ...{ insurer: '人保财险', policy_no, premium: '333.33', ...day },
      ...{ payee_account: '27006208210000880001', payee_bank: '工商银行某县支行' },
    });
  await premium('PDAA2020-1').then(must);
  const confirmed = idOf(await premium('PDAA2020-2'));
  must(await world.post('approver', `/county-payments/${confirmed}/decisions`, { outcome: 'confirmed' }));
  return confirmed;
}
