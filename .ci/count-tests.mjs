/**
 * Reads vitest's JSON report and prints one line per outcome: `passed 312`, then `failed 1 NAME` and
 * `skipped 1 NAME` for each test that did not run to its end. A run that broke outside a test is one failure.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const [, , report = '', exitCode = '1'] = process.argv;

function outcomes() {
  if (!existsSync(report)) return ['failed 1 vitest wrote no report'];
  const files = JSON.parse(readFileSync(report, 'utf8')).testResults;
  const lines = [];
  let passed = 0;
  for (const file of files) {
    const where = path.relative(process.cwd(), file.name);
    if (file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed')) {
      lines.push(`failed 1 ${where} could not run`);
    }
    for (const { status, fullName } of file.assertionResults) {
      if (status === 'passed') passed += 1;
      else lines.push(`${status === 'failed' ? 'failed' : 'skipped'} 1 ${where}: ${fullName.trim()}`);
    }
  }
  if (passed === 0) lines.push('failed 1 no test passed');
  if (exitCode !== '0' && !lines.some((line) => line.startsWith('failed'))) {
    lines.push(`failed 1 vitest ended with ${exitCode}`);
  }
  return [`passed ${passed}`, ...lines];
}

for (const line of outcomes()) console.log(line);
