import type { PlainDate } from '../../../kernel/date.ts';

export type Level = 'village' | 'township' | 'county';

/** Days one level is posted. */
export interface PostedDays {
  readonly startsOn: PlainDate;
  readonly endsOn: PlainDate;
  /** First day on which a decision may follow. */
  readonly freeOn: PlainDate;
  readonly provisional: boolean;
}

/**
 * Days of every level (公示层级). In sequence, a level is posted on the day the level before is free; in
 * parallel, all are posted together. `daysFrom` counts one level from its day of posting, by the terms and
 * the calendar.
 */
export function publicityPlan(
  levels: readonly Level[],
  order: 'sequential' | 'parallel',
  postedOn: PlainDate,
  daysFrom: (postedOn: PlainDate) => PostedDays,
): (PostedDays & { readonly level: Level })[] {
  let next = postedOn;
  return levels.map((level) => {
    const days = daysFrom(next);
    if (order === 'sequential') next = days.freeOn;
    return { level, ...days };
  });
}
