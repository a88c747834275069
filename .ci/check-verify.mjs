/** `verify --json` says that every invariant is whole, and that it looked at something. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const { ok, invariants } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
assert.equal(ok, true);
assert.ok(invariants.length > 0, 'no invariant was checked');
for (const { id, name, checked, violations } of invariants) {
  assert.ok(id && name, 'an invariant has an id and a name');
  assert.equal(Number(Array.isArray(violations) ? violations.length : violations), 0, `${id} ${name}`);
  assert.ok(Number(checked) >= 0, `${id} says how many it checked`);
}
assert.ok(
  invariants.some(({ checked }) => Number(checked) > 0),
  'after the demo there is something to check',
);
console.log(`${invariants.length} invariants whole`);
