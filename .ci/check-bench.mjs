/** The benchmark ran to its end and reported: one JSON line with a ratio measured in the same run. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const line = readFileSync(process.argv[2], 'utf8').trim().split('\n').at(-1);
const result = JSON.parse(line);
assert.equal(result.bench, 'subsidy');
for (const key of ['loans', 'seconds', 'loans_per_second', 'floor_seconds', 'ratio', 'peak_rss_mb']) {
  assert.ok(Number.isFinite(result[key]) && result[key] > 0, `${key} is a number above zero`);
}
