import { PARTICULARS } from '../support/agreement-particulars.ts';
import { formatYuan } from '../../src/kernel/money.ts';
import { whoDoes, type Name } from './actors.ts';
import type { Loan, Model } from './model.ts';
import type { Reply, Stage } from './stage.ts';

/**
 * What each household's agreement is secured with: the deposit of the last is smaller than a year's floor.
 */
const DEPOSITS = [10_000_00n, 500_00n, 123_45n] as const;

/** Four-party agreements of the loans that the cooperative uses, signed by all on the first day. */
export async function signAgreements(stage: Stage, model: Model, led: readonly Loan[]): Promise<void> {
  const { dividends } = model;
  dividends.enterprise = await stage.enterpriseId();
  for (const [at, loan] of led.entries()) {
    const deposit = DEPOSITS[at % DEPOSITS.length] ?? 0n;
    const id = await inForce(stage, model, loan, deposit);
    const { principal: amount, months, disbursedOn } = loan;
    if (disbursedOn === null) throw new Error(`loan ${loan.id} was not lent`);
    const arrivedOn = disbursedOn;
    dividends.agreements.push({ id, loan, amount, months, arrivedOn, deposit, returns: [] });
  }
}

async function inForce(stage: Stage, model: Model, loan: Loan, deposit: bigint): Promise<string> {
  const officer = whoDoes(null, 'register a loan', loan.bank);
  const drawn = must(
    await stage.post(officer, '/agreements', {
      ...{ loan_id: loan.id, arrived_on: 'disbursement', project: '肉牛养殖基地建设' },
      particulars: {
        ...PARTICULARS,
        late_fee_percent: '0.05',
        security: { ...PARTICULARS.security, deposit: formatYuan(deposit) },
      },
    }),
  );
  const id = String(drawn.body['id']);
  must(await stage.post(officer, `/agreements/${id}/issues`));
  const signing = async (who: Name, party: string, manner: string): Promise<Reply> =>
    must(
      await stage.post(who, `/agreements/${id}/signatures`, {
        ...{ party, manner, signer_name: '某签字人', signed_on: model.today },
      }),
    );
  await signing('office', 'government', 'signature_and_seal');
  await signing(officer, 'bank', 'signature_and_seal');
  await signing('cooperative', 'enterprise', 'signature_and_seal');
  await signing('office', 'household', 'fingerprint');
  return id;
}

function must(reply: Reply): Reply {
  if (reply.status >= 300) throw new Error(`${reply.status} ${reply.text}`);
  return reply;
}
