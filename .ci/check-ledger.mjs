/** A county ledger as it arrives: the import check accepts and refuses exactly the rows expected of it. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';

const folder = process.argv[2];
const file = path.join(folder, 'ledger-county-a.xlsx');
const expected = JSON.parse(readFileSync(path.join(folder, 'ledger-county-a.expected.json'), 'utf8'));

const options = ['--unit', expected.unit, '--as-of', expected.as_of, '--json'];
const run = spawnSync('npm', ['run', '-s', 'sifang', '--', 'import', 'check', file, ...options], {
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
});
assert.equal(run.status, expected.rejected > 0 ? 1 : 0, run.stderr);
const actual = JSON.parse(run.stdout);

for (const key of ['rows', 'accepted', 'rejected', 'principal_yuan', 'balance_yuan']) {
  assert.equal(actual[key], expected[key], key);
}
const byRow = (rows) => rows.map(({ row, field }) => `${row} ${field}`).sort();
assert.deepEqual(byRow(actual.rejected_rows), byRow(expected.rejected_rows));
for (const { row, code, detail } of actual.rejected_rows) {
  assert.ok(code && detail, `row ${row} is refused with a code and a sentence`);
  assert.doesNotMatch(detail, /\d{17}[\dXx]/, `row ${row} shows no full ID number`);
}
console.log(`${actual.accepted} accepted, ${actual.rejected} refused, as expected`);
