import { expect, it } from 'vitest';
import { operations } from '../../web/src/api/operations.ts';
import { ACTS_BY_STATE, statesOf } from '../../web/src/desk/act-states.ts';
import { COLUMNS } from '../../web/src/desk/columns.ts';
import { MATTERS } from '../../web/src/desk/matters.ts';
import { MENU } from '../../web/src/desk/menu.ts';
import { ABOVE, BESIDE, KEYS, LINKS, NESTED } from '../../web/src/desk/nested.ts';
import { TOTALS } from '../../web/src/desk/totals.ts';
import { WAITING } from '../../web/src/desk/work.ts';
import { PICKERS } from '../../web/src/parts/pickers.ts';
import { fieldsAt } from './document.ts';

/** The frame's own: who is logged in, what is computed while typing. */
const OF_THE_FRAME = [
  'readSession',
  'logOut',
  'logIn',
  'confirmSession',
  'changePassword',
  'calculate',
  'countWorkingDays',
];

const menu = new Set(MENU.flatMap(([, names]) => names));

/**
 * Matters that a person can come to: from the menu, from rows that hold them, from names that lead to them.
 */
function reached(): Set<string> {
  const found = new Set(menu);
  for (const matter of Object.values(NESTED)) found.add(matter);
  for (const [matter] of Object.values(LINKS)) found.add(matter);
  for (const matter of [...Object.keys(BESIDE), ...Object.keys(ABOVE)]) found.add(matter);
  return found;
}

it('has a place for every operation of the API', () => {
  const places = reached();
  const offered = [...MATTERS.values()]
    .filter(({ name }) => places.has(name))
    .flatMap((one) => [
      one.list,
      one.read,
      ...one.begins,
      ...one.acts,
      ...one.parts,
      ...one.files,
      ...one.exports,
    ]);
  const totals: readonly string[] = Object.values(TOTALS);
  const missing = Object.keys(operations).filter(
    (id) => !offered.includes(id as never) && !OF_THE_FRAME.includes(id) && !totals.includes(id),
  );
  expect(missing).toEqual([]);
});

it('sums a list by the filters that the list has, and names what its rows name', () => {
  for (const [list, sum] of Object.entries(TOTALS)) {
    const filters = Object.keys(operations[list]?.query ?? {});
    const apart = ['after', 'limit', 'dues_on'];
    expect(Object.keys(operations[sum]?.query ?? {}), sum).toEqual(
      filters.filter((one) => !apart.includes(one)),
    );
    const { rows, ...sums } = fieldsAt(sum);
    expect(rows, sum).toBeDefined();
    const columns = Object.keys(fieldsAt(`${list}.items`));
    expect([...columns, 'households', 'counted_on'], sum).toEqual(expect.arrayContaining(Object.keys(sums)));
  }
});

it('names places, matters and fields that the API has', () => {
  for (const [place, matter] of Object.entries(NESTED)) {
    expect(MATTERS.has(matter), matter).toBe(true);
    const key = KEYS[matter] ?? 'id';
    expect(Object.keys(fieldsAt(place)), `${place} tells the number of ${matter}`).toContain(key);
  }
  for (const name of [...menu, ...Object.values(ABOVE)]) expect(MATTERS.get(name)?.list, name).toBeDefined();
  for (const [place, names] of Object.entries(COLUMNS)) {
    expect(Object.keys(fieldsAt(place)), place).toEqual(expect.arrayContaining([...names]));
  }
});

it('asks lists for what waits by words they know', () => {
  for (const { list, act, matter, query } of WAITING) {
    expect(operations[act], act).toBeDefined();
    expect(MATTERS.get(matter)?.list, matter).toBe(list);
    for (const [name, value] of Object.entries(query)) {
      expect(operations[list]?.query[name]?.schema.enum, `${list} by ${name}`).toContain(value);
    }
  }
  for (const { list, by, query = {} } of Object.values(PICKERS)) {
    for (const name of [...Object.keys(query), ...(by === undefined ? [] : [by])]) {
      expect(operations[list]?.query[name], `${list} by ${name}`).toBeDefined();
    }
  }
});

it('offers acts in states that their matter may have', () => {
  for (const act of ACTS_BY_STATE) {
    const matter = [...MATTERS.values()].find((one) => one.acts.includes(act as never));
    const places = [
      ...(matter?.read ? [matter.read] : []),
      ...Object.entries(NESTED)
        .filter(([, name]) => name === matter?.name)
        .map(([place]) => place),
      ...(matter?.list ? [`${matter.list}.items`] : []),
    ];
    const states = places.flatMap((place) => (fieldsAt(place)['state']?.enum ?? []) as string[]);
    for (const state of statesOf(act) ?? []) expect(states, `${act} of ${matter?.name}`).toContain(state);
  }
});
