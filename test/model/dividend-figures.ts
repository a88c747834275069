import { COUNTY } from './places.ts';
import { owed, type Dividends, type Source } from './dividend-model.ts';
import { recourse } from './dividend-rules.ts';
import { total } from './model.ts';

type Said = readonly [string, string];
const said = (name: string, ...parts: readonly (string | bigint | number | null)[]): Said => [
  name,
  parts.map((part) => (part === null ? '-' : String(part))).join(' '),
];

function* rowFigures({ dues, reports, receipts, payouts, recoveries }: Dividends): Generator<Said> {
  for (const due of dues) {
    const name = `dividend ${due.id}: from on state capital floor share owed received in-time paid`;
    const amounts = [due.capital, due.floor, due.share, owed(due), due.received, due.inTime, due.paid];
    yield said(name, due.from, due.on, due.state, ...amounts);
  }
  for (const { id, year, state } of reports) yield said(`dividend report ${id}: year state`, year, state);
  for (const { id, state, amount } of receipts)
    yield said(`dividend receipt ${id}: state amount`, state, amount);
  for (const { id, state, amount } of recoveries)
    yield said(`dividend recovery ${id}: state amount`, state, amount);
  for (const { id, state, lines } of payouts) {
    const paid = lines.filter((line) => line.state === 'paid');
    const sums = [
      lines.length,
      total(lines.map(({ withheld }) => withheld)),
      total(lines.map(({ net }) => net)),
    ];
    yield said(
      `payout ${id}: state lines withheld net, paid lines paid`,
      ...[state, ...sums, paid.length, total(paid.map(({ net }) => net))],
    );
    for (const { no, allotment, net, state: at } of lines)
      yield said(
        `payout ${id} line ${no}: dividend gross net state`,
        allotment.due.id,
        allotment.amount,
        net,
        at,
      );
  }
}

/** Orders and payments of lists, in the words of all others. */
function* orderFigures({ orders }: Dividends): Generator<Said> {
  for (const { id, payout, payments, answers } of orders) {
    const settled = payments.every(({ state }) => state !== 'sent') ? 'settled' : 'instructed';
    const sum = total(payments.map(({ line }) => line.net));
    yield said(
      `order ${id}: batch state lines total answers`,
      ...[payout.id, settled, payments.length, sum, answers.length],
    );
    for (const { no, line, state } of payments)
      yield said(
        `order ${id} payment ${no}: loan to state amount`,
        line.allotment.due.agreement.loan.id,
        '',
        state,
        line.net,
      );
  }
}

function* accountFigures(dividends: Dividends): Generator<Said> {
  const { enterprise, receipts, recoveries, orders, payouts } = dividends;
  const confirmed = receipts.filter(({ state }) => state === 'confirmed');
  const from = (source: Source): bigint =>
    total(confirmed.filter((receipt) => receipt.source === source).map(({ amount }) => amount));
  const payments = orders.flatMap((order) => order.payments);
  const net = (state: string): bigint =>
    total(payments.filter((payment) => payment.state === state).map(({ line }) => line.net));
  const paidLines = payouts.flatMap(({ lines }) => lines).filter(({ state }) => state === 'paid');
  const tax = total(paidLines.map(({ withheld }) => withheld));
  const account = (name: string, posted: bigint, pending = 0n): Said =>
    said(`account dividend-${name}:${enterprise}: posted pending`, posted, pending);
  if (confirmed.length > 0)
    yield account('money', total(confirmed.map(({ amount }) => amount)) - net('paid') - tax, -net('sent'));
  if (from('enterprise') + from('county') > 0n)
    yield account('enterprise', -from('enterprise') - from('county'));
  if (from('deposit') > 0n) yield account('deposit', -from('deposit'));
  if (payments.length > 0) yield account('paid', net('paid'), net('sent'));
  if (tax > 0n) yield account('tax', tax);
  if (from('county') === 0n) return;
  const back = total(recoveries.filter(({ state }) => state === 'confirmed').map(({ amount }) => amount));
  yield account('recourse', recourse(dividends));
  yield said(`account county-budget:${COUNTY}: posted pending`, back - from('county'), 0);
}

export function* dividendFigures(dividends: Dividends): Generator<Said> {
  yield* rowFigures(dividends);
  yield* orderFigures(dividends);
  yield* accountFigures(dividends);
}

/** The same as the tables have it; orders and accounts are asked with all others. */
export const DIVIDEND_FIGURES = `
select 'dividend ' || id || ': from on state capital floor share owed received in-time paid', concat_ws(' ', period_from, due_on, state,
  invested_fen, floor_fen, profit_share_fen, cash_fen, received_fen, in_time_fen, paid_fen) from dividend_due
  where kind <> 'principal'
union all
select 'dividend report ' || id || ': year state', concat_ws(' ', year, state) from dividend_report
union all
select 'dividend receipt ' || id || ': state amount', concat_ws(' ', state, amount_fen) from dividend_receipt
union all
select 'dividend recovery ' || id || ': state amount', concat_ws(' ', state, amount_fen) from dividend_recovery
union all
select 'payout ' || id || ': state lines withheld net, paid lines paid', concat_ws(' ', state, line_count, withheld_fen, net_fen,
  paid_count, paid_fen) from dividend_payout
union all
select 'payout ' || payout_id || ' line ' || line_no || ': dividend gross net state', concat_ws(' ', due_id, gross_fen, net_fen, state)
  from dividend_payout_line`;
