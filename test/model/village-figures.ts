import type { Village } from './village-model.ts';
import { pockets } from './village-rules.ts';

type Said = readonly [string, string];

export function* villageFigures(village: Village): Generator<Said> {
  for (const { id, state, outstanding, settled, dueOn, own } of village.loans)
    yield [
      `village loan ${id}: state outstanding months due own`,
      [state, outstanding, settled, dueOn ?? '-', own].join(' '),
    ];
  for (const { id, kind, amount, fee, state } of village.entries)
    yield [`village entry ${id}: kind amount fee state`, [kind, amount, fee, state].join(' ')];
  for (const { id, year, fees, parts, state } of village.years)
    yield [`village year ${id}: year fees parts state`, [year, fees, ...parts, state].join(' ')];
  if (village.id === '') return;
  yield [`village ${village.id}: closed`, village.closedThrough ?? '-'];
  for (const [pocket, amount] of pockets(village))
    yield [`account mutual-${pocket}:${village.id}: posted pending`, `${amount} 0`];
}

/** The same as the tables have it; accounts are asked with all others. */
export const VILLAGE_FIGURES = `
select 'village loan ' || id || ': state outstanding months due own', concat_ws(' ', state, outstanding_fen, fee_months,
  coalesce(due_on::text, '-'), own_fen) from mutual_loan
union all
select 'village entry ' || id || ': kind amount fee state', concat_ws(' ', kind, amount_fen, fee_fen, state) from mutual_entry
union all
select 'village year ' || id || ': year fees parts state', concat_ws(' ', year, fees_fen, reserve_fen, welfare_fen, running_fen, state)
  from mutual_distribution
union all
select 'village ' || id || ': closed', coalesce(closed_through::text, '-') from mutual_society`;
