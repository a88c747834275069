import type { PlainDate } from '../kernel/date.ts';
import type { Failure } from '../kernel/failure.ts';
import type { PersonId } from '../kernel/ids.ts';
import { actingPerson } from './acting-person.ts';
import type { Context } from './context.ts';

/** How what waits for a second person refuses to be decided. */
export interface SecondPerson<State extends string> {
  /** The state in which it waits. */
  readonly waits: State;
  /** Who had a hand in it before: one person, or each of several. */
  readonly enteredBy: bigint | readonly bigint[];
  readonly decided: (state: State) => Failure;
  readonly samePerson: () => Failure;
}

/**
 * One enters, another decides (一人经办、另一人复核): who decides now, and on which day. Refuses what was decided
 * before, and whoever entered it, by whatever account. A chain of decisions (审核、审批、拨付) that wants a person
 * of its own for each step is kept by a unique key of the database.
 */
export function decidedByAnother<State extends string>(
  context: Context,
  { state }: { readonly state: State },
  { waits, enteredBy, decided, samePerson }: SecondPerson<State>,
): { readonly decided_by: PersonId; readonly decided_on: PlainDate } {
  if (state !== waits) throw decided(state);
  return { decided_by: anotherPerson(context, enteredBy, samePerson), decided_on: context.today };
}

/** Who decides now, where what waits has no state of its own: none of those who entered it. */
export function anotherPerson(
  context: Context,
  enteredBy: SecondPerson<string>['enteredBy'],
  samePerson: () => Failure,
): PersonId {
  const person = actingPerson(context);
  if ([enteredBy].flat().includes(person)) throw samePerson();
  return person;
}
