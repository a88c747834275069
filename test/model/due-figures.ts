import type { DueDays } from './maturity-model.ts';

export function* dueFigures({ changes, reliefs }: DueDays): Generator<readonly [string, string]> {
  for (const { id, loan, kind, on, state } of changes)
    yield [`${kind} ${id}: loan day state`, [loan.id, on, state].join(' ')];
  for (const { id, state, moved, compensated } of reliefs)
    yield [`relief ${id}: state moved compensated`, [state, moved ?? '-', compensated ?? '-'].join(' ')];
}

/** The same as the tables have it. */
export const DUE_FIGURES = `
select 'loan ' || id || ': due', coalesce(matures_on::text, '-') from loan
union all
select kind || ' ' || id || ': loan day state', concat_ws(' ', loan_id, on_date, state) from loan_change
  where kind in ('extension', 'acceleration')
union all
select 'relief ' || id || ': state moved compensated',
  concat_ws(' ', state, coalesce(loans_moved::text, '-'), coalesce(loans_compensated::text, '-')) from relief_order`;
