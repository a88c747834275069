import { agreementArrivalWork, enterArrival } from '../../src/domains/agreement/index.ts';
import { confirmWork } from '../../src/domains/countersign/actions/decide-work.ts';
import { approvePayout, instructPayout } from '../../src/domains/dividend/actions/instruct-payout.ts';
import { decideReceipt } from '../../src/domains/dividend/actions/decide-receipt.ts';
import { draftPayout } from '../../src/domains/dividend/actions/draft-payout.ts';
import { enterReceipt } from '../../src/domains/dividend/actions/enter-receipt.ts';
import { postPayout } from '../../src/domains/dividend/actions/post-payout.ts';
import { drawDues, settlePayout } from '../../src/domains/dividend/index.ts';
import { recordBankAnswer, writeBankFile } from '../../src/domains/payment/index.ts';
import { date, type PlainDate } from '../../src/kernel/date.ts';
import type { AgreementId, OrganisationId } from '../../src/kernel/ids.ts';
import { fen } from '../../src/kernel/money.ts';
import type { Context } from '../../src/platform/context.ts';
import { createCipher, sha256 } from '../../src/platform/crypto.ts';
import { sql, type Tx } from '../../src/platform/db.ts';

type Role = 'bank_officer' | 'county_office' | 'finance_approver' | 'finance_payer' | 'finance_reviewer';
type As = <T>(role: Role, day: PlainDate, work: (tx: Tx, context: Context) => Promise<T>) => Promise<T>;

const ENTERPRISE = 4n as OrganisationId;
const BANK = 1n as OrganisationId;
/** 66 of 365 days of 8 % on 50,000. */
const FIRST_YEAR = fen(723_29n);
const step = (payoutId: bigint) => ({ payoutId, remark: null });

/** The story's agreement owes its first year, which arrives late and is paid to the household's card. */
export async function playDividends(as: As): Promise<void> {
  const arrival = await as('bank_officer', date('2016-10-20'), (tx, context) =>
    enterArrival(tx, context, 1n as AgreementId, date('2016-10-15')),
  );
  await as('county_office', date('2016-10-20'), (tx, context) =>
    confirmWork(tx, context, [agreementArrivalWork], arrival.id),
  );
  await as('county_office', date('2016-10-20'), async (tx, { cipher }) => {
    const sealed = cipher.seal('6217000000000002', 'household.card_account');
    await sql(
      tx,
      `update household set card_account_cipher = ?, card_account_index = ?, card_account_last4 = '0002',
         card_account_name = head_name, card_bank_name = '某县农商银行' where id = 2`,
      [sealed, createCipher(Buffer.alloc(32, 7)).blindIndex('6217000000000002', 'household.card_account')],
    );
  });
  await as('county_office', date('2016-11-01'), drawDues);
  const after = date('2016-12-21');
  await as('county_office', after, drawDues);
  const receipt = await as('finance_reviewer', after, (tx, context) =>
    enterReceipt(tx, context, {
      ...{
        enterpriseId: ENTERPRISE,
        year: 2016,
        source: 'enterprise',
        amount: FIRST_YEAR,
        receivedOn: after,
      },
      ...{
        bankSerial: 'FH0001',
        payerName: '某农业公司',
        dueIds: null,
        quarter: null,
        shareDividendId: null,
        remark: null,
      },
    }),
  );
  await as('finance_approver', after, (tx, context) =>
    decideReceipt(tx, context, { id: receipt.id, outcome: 'confirmed' }),
  );
  await pay(as, after);
}

async function pay(as: As, on: PlainDate): Promise<void> {
  const payout = await as('county_office', on, (tx, context) =>
    draftPayout(tx, context, {
      enterpriseId: ENTERPRISE,
      bankId: BANK,
      shareDividendId: null,
      memo: null,
      remark: null,
    }),
  );
  await as('county_office', on, (tx, context) => postPayout(tx, context, step(payout.id)));
  const free = date('2017-02-20');
  await as('finance_approver', free, (tx, context) => approvePayout(tx, context, step(payout.id)));
  const order = await as('finance_payer', free, (tx, context) =>
    instructPayout(tx, context, step(payout.id)),
  );
  await as('finance_payer', free, (tx, context) => writeBankFile(tx, context, order.id));
  await as('bank_officer', free, (tx, context) =>
    recordBankAnswer(tx, context, {
      orderId: order.id,
      answer: {
        orderNo: order.order_no,
        lines: [
          {
            ...{ lineNo: 1, amount: FIRST_YEAR, outcome: 'paid', bankSerial: 'FHB1' },
            ...{ returnReason: null, answeredOn: free },
          },
        ],
      },
      fileSha256: sha256('dividend answer'),
    }),
  );
  await as('finance_payer', free, (tx, context) => settlePayout(tx, context, payout.id));
}
