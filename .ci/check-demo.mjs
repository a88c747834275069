/** The demo left what it promises: a summary whose numbers agree and whose documents exist. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

const folder = process.argv[2];
const summary = JSON.parse(readFileSync(path.join(folder, 'summary.json'), 'utf8'));

for (const key of ['loans', 'batches', 'lines', 'returned_lines', 'agreements', 'seconds']) {
  assert.ok(Number(summary[key]) > 0, `${key} is above zero`);
}
for (const key of ['principal_yuan', 'subsidy_yuan', 'paid_yuan']) {
  assert.match(summary[key], /^\d+\.\d{2}$/, `${key} is yuan with two decimals`);
}

const located = (file) => [file, path.join(folder, file)].find((candidate) => existsSync(candidate));
assert.ok(summary.documents.length > 0, 'the demo leaves documents');
for (const document of summary.documents) {
  const file = located(document);
  assert.ok(file, `${document} exists`);
  assert.ok(statSync(file).size > 0, `${document} is not empty`);
}

const lines = readFileSync(located(summary.subsidy_lines), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
assert.equal(lines.length, Number(summary.lines), 'one line of subsidy_lines per subsidy line');
assert.ok(
  lines.every(({ input, stored }) => input && stored),
  'each line carries its input and the stored amounts',
);
console.log(`${summary.lines} lines, ${summary.subsidy_yuan} yuan of subsidy, ${summary.seconds} s`);
