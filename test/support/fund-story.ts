import { date, type PlainDate } from '../../src/kernel/date.ts';
import { fen } from '../../src/kernel/money.ts';
import type { LoanId, OrganisationId } from '../../src/kernel/ids.ts';
import type { Context } from '../../src/platform/context.ts';
import type { Tx } from '../../src/platform/db.ts';
import { confirmWork } from '../../src/domains/countersign/actions/decide-work.ts';
import { recordBankAnswer, writeBankFile } from '../../src/domains/payment/index.ts';
import { approveClaim } from '../../src/domains/risk-fund/actions/approve-claim.ts';
import { confirmStatement } from '../../src/domains/risk-fund/actions/confirm-statement.ts';
import { decideMovement } from '../../src/domains/risk-fund/actions/decide-movement.ts';
import { decideRecovery } from '../../src/domains/risk-fund/actions/decide-recovery.ts';
import { drawStatement } from '../../src/domains/risk-fund/actions/draw-statement.ts';
import { enterMovement } from '../../src/domains/risk-fund/actions/enter-movement.ts';
import { enterRecovery } from '../../src/domains/risk-fund/actions/enter-recovery.ts';
import { examineClaim } from '../../src/domains/risk-fund/actions/examine-claim.ts';
import { householdInterest, subsidyPaidToBank } from '../../src/domains/subsidy/index.ts';
import { fileClaim } from '../../src/domains/risk-fund/actions/file-claim.ts';
import { instructCompensation } from '../../src/domains/risk-fund/actions/instruct-compensation.ts';
import { keepClaimFile } from '../../src/domains/risk-fund/actions/keep-claim-file.ts';
import { openFund } from '../../src/domains/risk-fund/actions/open-fund.ts';
import { postClaimNotice } from '../../src/domains/risk-fund/actions/post-claim-notice.ts';
import { enterFundTerms, fundTermsWork } from '../../src/domains/risk-fund/actions/publish-fund-terms.ts';
import { recordDunning } from '../../src/domains/loan/index.ts';
import { reviewClaim } from '../../src/domains/risk-fund/actions/review-claim.ts';
import { settleClaim } from '../../src/domains/risk-fund/index.ts';
import { newFundTerms } from './fund-terms.ts';

type Role = 'bank_officer' | 'county_office' | 'finance_approver' | 'finance_payer' | 'finance_reviewer';
type As = <T>(role: Role, today: PlainDate, work: (tx: Tx, context: Context) => Promise<T>) => Promise<T>;

const COUNTY = '620102';
const BANK = 1n as OrganisationId;
/** Due on 1 March 2017, nothing repaid; the state pays its interest, so the household owes none. */
const BAD_LOAN = 4n as LoanId;

/** 金寨: 30 days, 70:30 of principal and interest; three levels share the part of the fund. */
const TERMS = newFundTerms({
  ...{ trigger_days: 30, dunning_min_count: 1, checklist: ['contract', 'dunning'] },
  shares: [
    {
      party: 'fund',
      percent: 700_000,
      nested: [
        { party: 'county', percent: 500_000, nested: [] },
        { party: 'township', percent: 300_000, nested: [] },
        { party: 'village', percent: 200_000, nested: [] },
      ],
    },
    { party: 'bank', percent: 300_000, nested: [] },
  ],
});

/** A loan goes bad: dunned, claimed, compensated 7:3 and partly recovered. */
export async function playFund(as: As): Promise<void> {
  const fundId = await setUp(as);
  const claimId = await claim(as);
  await compensate(as, claimId);
  await recover(as, claimId);
  const { id } = await as('finance_reviewer', date('2017-06-21'), (tx, context) =>
    enterMovement(tx, context, {
      ...{ fundId, kind: 'interest', source: null, amount: fen(1_234n), onDate: date('2017-06-21') },
      ...{ documentNo: '利息清单2017-2', remark: null, bookedOn: null, accountId: null, toAccountId: null },
    }),
  );
  await as('finance_approver', date('2017-06-22'), (tx, context) =>
    decideMovement(tx, context, { id, outcome: 'confirmed' }),
  );
  await closeYear(as, fundId);
}

/** The three institutions find the year right. */
async function closeYear(as: As, fundId: bigint): Promise<void> {
  const day = date('2018-01-08');
  const { id: statementId, closing_fen: closing } = await as('finance_reviewer', day, (tx, context) =>
    drawStatement(tx, context, { fundId, year: 2017 }),
  );
  for (const role of ['finance_approver', 'county_office', 'bank_officer'] as const)
    await as(role, day, (tx, context) =>
      confirmStatement(tx, context, { statementId, closing, reason: null }),
    );
}

async function setUp(as: As): Promise<bigint> {
  const day = date('2017-01-05');
  const { id: fundId } = await as('finance_approver', day, (tx, context) =>
    openFund(tx, context, {
      ...{
        countyCode: COUNTY,
        name: '某县风险补偿金',
        depositBankId: BANK,
        bankIds: [BANK],
        accountNo: null,
      },
      productCodes: ['microloan'],
    }),
  );
  const { id: asked } = await as('finance_approver', day, (tx, context) =>
    enterFundTerms(tx, context, { fundId, terms: TERMS }),
  );
  await as('county_office', day, (tx, context) => confirmWork(tx, context, [fundTermsWork], asked));
  const { id } = await as('finance_reviewer', day, (tx, context) =>
    enterMovement(tx, context, {
      ...{ fundId, kind: 'injection', source: 'county', amount: fen(100_000_00n), onDate: day },
      ...{ documentNo: '财预〔2017〕3号', remark: null, bookedOn: null, accountId: null, toAccountId: null },
    }),
  );
  await as('finance_approver', day, (tx, context) =>
    decideMovement(tx, context, { id, outcome: 'confirmed' }),
  );
  return fundId;
}

async function claim(as: As): Promise<bigint> {
  await as('bank_officer', date('2017-03-15'), (tx, context) =>
    recordDunning(tx, context, {
      ...{ loanId: BAD_LOAN, kind: 'notice_signed', dunnedOn: date('2017-03-14'), proof: '户主签收' },
    }),
  );
  for (const kind of ['contract', 'dunning'] as const)
    await as('bank_officer', date('2017-04-05'), (tx, context) =>
      keepClaimFile(tx, context, {
        ...{ loanId: BAD_LOAN, kind, fileName: `${kind}.pdf`, mediaType: 'application/pdf' },
        content: Buffer.from(`%PDF-1.7 ${kind}`),
      }),
    );
  const { id: claimId } = await as('bank_officer', date('2017-04-05'), (tx, context) =>
    fileClaim(
      tx,
      context,
      { subsidyPaidToBank, householdInterest },
      {
        ...{ loanId: BAD_LOAN, principal: fen(30_000_00n), interest: fen(0n), disposed: fen(0n) },
        ...{ documents: ['contract', 'dunning'], lossDeterminedOn: null },
      },
    ),
  );
  const day = date('2017-04-10');
  await as('county_office', day, (tx, context) => reviewClaim(tx, context, { claimId }));
  await as('finance_reviewer', day, (tx, context) => examineClaim(tx, context, { claimId }));
  await as('county_office', day, (tx, context) => postClaimNotice(tx, context, { claimId }));
  await as('finance_approver', date('2017-04-24'), (tx, context) => approveClaim(tx, context, { claimId }));
  return claimId;
}

async function compensate(as: As, claimId: bigint): Promise<void> {
  const day = date('2017-04-25');
  const order = await as('finance_payer', day, (tx, context) =>
    instructCompensation(tx, context, { claimId }),
  );
  await as('finance_payer', day, (tx, context) => writeBankFile(tx, context, order.id));
  await as('bank_officer', day, (tx, context) => {
    const paid = { lineNo: 1, amount: fen(order.total_fen), outcome: 'paid' as const, answeredOn: day };
    const lines = [{ ...paid, bankSerial: 'DC-0001', returnReason: null }];
    const answer = { orderNo: order.order_no, lines };
    return recordBankAnswer(tx, context, { orderId: order.id, answer, fileSha256: 'c'.repeat(64) });
  });
  await as('finance_payer', day, (tx, context) => settleClaim(tx, context, claimId));
}

async function recover(as: As, claimId: bigint): Promise<void> {
  const day = date('2017-06-20');
  const { id } = await as('bank_officer', day, (tx, context) =>
    enterRecovery(tx, context, {
      ...{ claimId, receivedOn: day, gross: fen(1_000_00n), cost: fen(50_00n), bankSerial: 'ZH-0001' },
    }),
  );
  await as('finance_approver', day, (tx, context) =>
    decideRecovery(tx, context, { id, outcome: 'confirmed' }),
  );
}
