import { BEARERS, type Fund, type FundClaim } from './fund-model.ts';
import { openBack, recoveredOf } from './fund-rules.ts';
import { total } from './model.ts';

type Said = readonly [string, string];

function* claimFigures(claim: FundClaim): Generator<Said> {
  const { id, loan, loss, state, shares, order, recoveries, backs } = claim;
  yield [`fund claim ${id}: loan loss fund state`, [loan.id, loss, shares[0], state].join(' ')];
  for (const [at, { party }] of BEARERS.entries())
    yield [`fund claim ${id} ${party}: bears got back`, [shares[at], recoveredOf(claim, at)].join(' ')];
  for (const recovery of recoveries) {
    const { parts, beyond, rest } = recovery;
    const shared =
      parts.length > 0 ? [parts[0], (parts[1] ?? 0n) + (parts[2] ?? 0n), beyond, rest] : ['-', '-', 0, '-'];
    yield [
      `fund recovery ${recovery.id}: state fund others beyond rest`,
      [recovery.state, ...shared].join(' '),
    ];
  }
  for (const [party, amount] of backs)
    if (amount > 0n) yield [`fund claim ${id} claims back of ${party}: open`, String(openBack(claim, party))];
  if (!order) return;
  const settled = order.state === 'sent' ? 'instructed' : 'settled';
  const answers = order.state === 'sent' ? 0 : 1;
  yield [
    `order ${order.id}: batch state lines total answers`,
    [id, settled, 1, shares[0], answers].join(' '),
  ];
  yield [
    `order ${order.id} payment 1: loan to state amount`,
    [loan.id, '', order.state, shares[0]].join(' '),
  ];
}

export function* fundFigures({ id, measures, paidIn, claims }: Fund): Generator<Said> {
  if (measures !== '') yield [`entered ${measures}: kind state`, 'fund_terms confirmed'];
  for (const claim of claims) yield* claimFigures(claim);
  const paid = (kind: string) => total(paidIn.filter((one) => one.kind === kind).map(({ amount }) => amount));
  const sent = (state: string) =>
    total(claims.filter(({ order }) => order?.state === state).map(({ shares }) => shares[0] ?? 0n));
  const confirmed = claims
    .flatMap(({ recoveries }) => recoveries)
    .filter(({ parts }) => (parts[0] ?? 0n) > 0n);
  const back = total(
    confirmed.filter(({ state }) => state === 'confirmed').map(({ parts }) => parts[0] ?? 0n),
  );
  const account = (name: string, posted: bigint, pending = 0n): Said => [
    `account risk-fund${name}:${id}: posted pending`,
    `${posted} ${pending}`,
  ];
  if (paidIn.length > 0)
    yield account('', paid('injection') + paid('interest') - sent('paid') + back, -sent('sent'));
  for (const kind of ['injection', 'interest'] as const)
    if (paid(kind) > 0n) yield account(`-${kind}`, -paid(kind));
  if (claims.some(({ order }) => order)) yield account('-compensation', sent('paid'), sent('sent'));
  if (confirmed.length > 0) yield account('-recovery', -back);
}

/** The same as the tables have it; orders and accounts are asked with all others. */
export const FUND_FIGURES = `
select 'fund claim ' || id || ': loan loss fund state', concat_ws(' ', loan_id, loss_fen, fund_fen, state) from risk_fund_claim
union all
select 'fund claim ' || claim_id || ' ' || party || ': bears got back', concat_ws(' ', amount_fen, recovered_fen)
  from risk_fund_claim_share where parent is null
union all
select 'fund recovery ' || id || ': state fund others beyond rest', concat_ws(' ', state, coalesce(fund_fen::text, '-'),
  coalesce(others_fen::text, '-'), beyond_fen, coalesce(rest_fen::text, '-')) from risk_fund_recovery
union all
select 'fund claim ' || claim_id || ' claims back of ' || party || ': open', open_fen::text from risk_fund_claim_back_open`;
