import { expect, it } from 'vitest';
import { BY_FIELD, VALUES } from '../../web/src/words/values.ts';
import { ACTS } from '../../web/src/words/acts.ts';
import { FIELDS } from '../../web/src/words/fields.ts';
import { TERMS } from '../../web/src/words/terms.ts';
import { MENU } from '../../web/src/desk/menu.ts';
import { matterWord } from '../../web/src/words.ts';
import { documentOperations, replyOf, requestOf, within } from './document.ts';

function* named(): Generator<readonly [string, unknown]> {
  for (const operation of documentOperations()) {
    const filters = (operation.parameters ?? []).filter((one) => one.in === 'query');
    for (const { name, schema } of filters) yield* valuesOf(name, schema.enum ?? []);
    for (const whole of [requestOf(operation), replyOf(operation)]) {
      for (const [name, schema] of within(whole)) {
        yield* valuesOf(name, [
          ...(schema.enum ?? []),
          ...(schema.const === undefined ? [] : [schema.const]),
        ]);
      }
    }
  }
}
function* valuesOf(name: string, values: readonly unknown[]): Generator<readonly [string, unknown]> {
  yield [name, undefined];
  for (const value of values) yield [name, value];
}

it('has a Chinese word for every field and every value of a closed list', () => {
  const missing = new Set<string>();
  for (const [name, value] of named()) {
    if (name !== '' && FIELDS[name] === undefined && TERMS[name] === undefined) missing.add(name);
    if (
      typeof value === 'string' &&
      VALUES[value] === undefined &&
      BY_FIELD[`${name}:${value}`] === undefined
    ) {
      missing.add(`${name}:${value}`);
    }
  }
  expect([...missing]).toEqual([]);
});

it('names every matter of the menu in Chinese', () => {
  for (const [, names] of MENU)
    for (const name of names) expect(matterWord(name)).toMatch(/^[\p{Script=Han}]/u);
});

it('says an act on a button in ten characters, and the acts it names exist', () => {
  const acts = new Map(
    documentOperations()
      .filter(({ method }) => method !== 'get')
      .map(({ operationId, summary }) => [operationId, summary]),
  );
  expect(Object.keys(ACTS).filter((id) => !acts.has(id))).toEqual([]);
  const long = [...acts].map(([id, summary]) => ACTS[id] ?? summary.split(/[，；：（。]/)[0] ?? '');
  expect(long.filter((words) => words.length > 10)).toEqual([]);
});
