import type { PlainDate } from '../../../kernel/date.ts';
import { invariant } from '../../../kernel/invariant.ts';
import type { ProposedChange } from './loan-change.ts';

/** What a confirmed change does to the facts that interest and subsidy are computed from. */
export type ChangeEvent =
  | { readonly kind: 'extended'; readonly on_date: PlainDate; readonly matures_on: PlainDate }
  | { readonly kind: 'called_due'; readonly on_date: PlainDate; readonly matures_on: PlainDate }
  | { readonly kind: 'rate_changed'; readonly on_date: PlainDate; readonly annual_percent: number }
  | { readonly kind: 'studies_moved'; readonly on_date: PlainDate; readonly studies_end_on: PlainDate }
  | { readonly kind: 'eligibility_lost' | 'eligibility_restored'; readonly on_date: PlainDate };

export interface ChangeEffects {
  readonly extensionSubsidised: boolean;
  readonly deathEffect: 'stop' | 'novation_or_stop' | 'keep';
  /** The maturity that an extension moves. */
  readonly maturesOn: PlainDate;
  /** Where the terms only stop the subsidy of the misused, the first day not yet paid; else its own day. */
  readonly misuseFrom: PlainDate;
  /** The subsidy stopped at an earlier death that nobody had taken the debt over from. */
  readonly stoppedByDeath: boolean;
}

/**
 * The events of a confirmed change. Novation itself leaves all sums as they are: only the name of who owes
 * changes, unless the subsidy had stopped at the death and goes on from the day the heir took over.
 */
export function eventsOfChange(change: ProposedChange, effects: ChangeEffects): ChangeEvent[] {
  const { onDate: on_date } = change;
  switch (change.kind) {
    case 'extension':
      return extensionEvents(change, effects);
    case 'acceleration':
      return [{ kind: 'called_due', on_date, matures_on: on_date }];
    case 'rate_change':
      invariant(change.annualPercent !== null, 'a change of rate has a rate');
      return [{ kind: 'rate_changed', on_date, annual_percent: change.annualPercent }];
    case 'misuse':
      return [{ kind: 'eligibility_lost', on_date: effects.misuseFrom }];
    case 'entitlement':
      return [
        { kind: change.entitlement === 'restored' ? 'eligibility_restored' : 'eligibility_lost', on_date },
      ];
    case 'studies':
      invariant(change.studiesEndOn !== null, 'a change of studies has their end');
      return [{ kind: 'studies_moved', on_date, studies_end_on: change.studiesEndOn }];
    case 'reversal':
    case 'undo':
      // their facts name those that they take back, which the tables know
      return [];
    case 'death':
      if (change.heirId !== null)
        return effects.stoppedByDeath ? [{ kind: 'eligibility_restored', on_date }] : [];
      return effects.deathEffect === 'keep' ? [] : [{ kind: 'eligibility_lost', on_date }];
  }
}

/** Where the terms do not subsidise the days of an extension, entitlement ends where they begin. */
function extensionEvents(change: ProposedChange, effects: ChangeEffects): ChangeEvent[] {
  invariant(change.maturesOn !== null, 'an extension has a maturity');
  const extended = {
    kind: 'extended',
    on_date: change.onDate,
    matures_on: change.maturesOn,
  } as const;
  return effects.extensionSubsidised
    ? [extended]
    : [extended, { kind: 'eligibility_lost', on_date: effects.maturesOn }];
}
