import { join } from 'node:path';
import { date } from '../../kernel/date.ts';
import { importLedgers } from './act-import.ts';
import { strikeOff } from './act-clawback.ts';
import { drawUpAgreements } from './act-agreements.ts';
import { approve, claimAndPost, grantBudget, objectAndUphold, readBatch } from './act-claim.ts';
import { payDividends } from './act-dividends.ts';
import { pay } from './act-pay.ts';
import { allocateQuotas, registerSingly } from './act-register.ts';
import { compensate, dunTwice, reconcile, recover, setUpFund } from './act-fund.ts';
import { relieve } from './act-relief.ts';
import { repay } from './act-repay.ts';
import { moveShares } from './act-shares.ts';
import { settleOn, type BatchSeen } from './act-settle.ts';
import { insureVillage } from './act-insurance.ts';
import { closeVillageYear } from './act-village.ts';
import { PLAYERS } from './cast.ts';
import { collectPapers } from './papers.ts';
import { playerAt, type Play } from './play.ts';
import { readTotals, writeLines } from './report.ts';
import { verifyWhole } from './verify-whole.ts';

/** The story of the main job, in the order of its days; what it answers becomes summary.json. */
export async function playStory(play: Play) {
  const say = (line: string): void => play.say(line);
  await play.setDay(date('2016-04-05'));
  say('一、额度与登记：省级分解额度；建档立卡户登记、复核、入名册；逐笔放款');
  await allocateQuotas(play);
  const registered = await registerSingly(play, date('2016-04-05'));
  for (const refusal of registered.refusals)
    say(`  拒绝 ${refusal.errors[0]?.code ?? refusal.code}：${refusal.detail}`);
  say('二、四方协议：一百户带动型贷款');
  const agreements = await drawUpAgreements(play, registered.led, date('2016-04-06'));
  say('三、台账导入：四家银行的县级台账');
  await play.setDay(date('2016-05-31'));
  const imports = await importLedgers(play);
  say('四、还款：柜面与文件');
  await play.setDay(date('2016-06-12'));
  const repaid = await repay(play, registered.self);
  say('五、2016年6月20日结息');
  const june = await settleOn(play, date('2016-06-21'));
  const returned = await carryThrough(play, june);
  say('六、2016年9月20日结息');
  const september = await settleOn(play, date('2016-09-21'));
  const [clawedBack, order] = await carryFirst(play, september, registered.self);
  const kept = [...agreements.papers, order];
  say('七、风险补偿：设立、逾期催收、代偿、追偿、三方对账');
  const fund = await playFund(play, registered.self);
  const { shares, village, insurance, totals, lines, linesFile, verified } = await closeStory(play);
  return {
    ...totals,
    lines,
    returned_lines: returned,
    agreements: agreements.count,
    imports,
    repayments: repaid,
    refusals: registered.refusals.map((refusal) => refusal.errors[0]?.code ?? refusal.code),
    verified,
    fund: { loss: fund.loss, compensated: fund.compensated, recovered: fund.recovered },
    relieved: fund.relieved,
    dividends: fund.dividends,
    clawed_back: clawedBack,
    village: { fees: village.fees, reserve: village.reserve },
    insurance: { premium: insurance.premium, subsidy: insurance.subsidy, received: insurance.received },
    shares: { total: shares.shares, moved: shares.moved, ...shares.dividend },
    documents: [
      ...(await collectPapers(play, [...june, ...september], kept)),
      ...fund.papers,
      ...[...shares.papers, ...village.papers, ...insurance.papers],
    ],
    subsidy_lines: linesFile,
  };
}

/** Shares move on, a village fund closes its year; then what the story comes to, counted and verified. */
async function closeStory(play: Play) {
  const say = (line: string): void => play.say(line);
  say('八、折股量化：财政资金折股到户，一户脱贫后股份重新分配');
  const shares = await moveShares(play);
  const village = await closeVillageYear(play);
  const insurance = await insureVillage(play);
  say('十一、核对');
  const totals = await readTotals(play);
  const linesFile = join(play.out, 'subsidy-lines.ndjson');
  const lines = await writeLines(play, linesFile);
  const verified = await verifyWhole(play);
  say(`  贷款 ${totals.loans} 笔 ${totals.principal_yuan} 元；批次 ${totals.batches} 个，明细 ${lines} 行`);
  say(
    `  贴息 ${totals.subsidy_yuan} 元；已付 ${totals.paid_yuan} 元 = 账务 ${totals.ledger_yuan} = 指标 ${totals.budget_yuan}`,
  );
  return { shares, village, insurance, totals, lines, linesFile, verified };
}

/** A loan goes bad, is dunned twice, claimed, compensated 7:3 and partly recovered; others are relieved. */
async function playFund(play: Play, self: readonly string[]) {
  // the first two repay in their year
  const loan = self[2];
  if (!loan) throw new Error('nobody borrowed for himself');
  await play.setDay(date('2016-09-23'));
  const fund = await setUpFund(play);
  play.say('  其间，2016年度保底分红：填报、到账、一户短缺由保证金补足、公示、代发');
  const dividends = await payDividends(play);
  await play.setDay(date('2019-02-20'));
  const relieved = await relieve(play);
  const notices = await dunTwice(play, loan);
  const [claim, papers] = await compensate(play, loan, notices);
  const recovered = await recover(play, loan, claim);
  const statement = await reconcile(play, fund);
  const documents = [...notices, ...papers, ...statement, ...dividends.papers];
  return {
    dividends: dividends.told,
    relieved,
    loss: claim.loss,
    compensated: claim.fund,
    recovered,
    papers: documents,
  };
}

/** June goes all the way: claim, review, publicity with one objection, approval, payment with two returns. */
async function carryThrough(play: Play, batches: readonly BatchSeen[]): Promise<number> {
  await play.setDay(date('2016-06-22'));
  let free = date('2016-06-22');
  for (const batch of batches) {
    const freeOn = await claimAndPost(play, batch);
    if (freeOn > free) free = freeOn;
  }
  await play.setDay(date('2016-06-28'));
  const [first] = batches;
  if (!first) throw new Error('nothing was settled');
  const again = await objectAndUphold(play, first);
  if (again > free) free = again;
  await grantBudget(play, 'huining', '1200000.00', '甘财农〔2016〕88号');
  await grantBudget(play, 'qinan', '400000.00', '甘财农〔2016〕89号');
  await play.setDay(free);
  let returned = 0;
  for (const [index, batch] of batches.entries()) {
    await approve(play, batch);
    returned += (await pay(play, batch, index === 0 ? 2 : 0)).returned;
  }
  return returned;
}

/**
 * September stands at different desks, as an ordinary day finds it: a household is struck off and asked for
 * what was overpaid in June, the first bank claims.
 */
async function carryFirst(
  play: Play,
  batches: readonly BatchSeen[],
  self: readonly string[],
): Promise<[amount: string, paper: string]> {
  const [first, second] = batches;
  const struckOff = self[3];
  if (!first || !second || !struckOff) throw new Error('nothing was settled');
  await play.setDay(date('2016-09-22'));
  const clawedBack = await strikeOff(play, struckOff);
  await claimAndPost(play, first);
  const officer = await play.desk(playerAt(PLAYERS, { role: 'province_supervisor' }));
  const seen = await readBatch(officer, first.id);
  play.say(`  ${seen.batch_no} 公示中；其余批次待申报`);
  return clawedBack;
}
