import { execFileSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('a worker computes after everything else on its host, and its children with it', () => {
  const script = `import { getPriority } from 'node:os'; import { execFileSync } from 'node:child_process';
    const { giveWay } = await import('./workers/give-way.ts'); const before = getPriority(); giveWay();
    const child = execFileSync(process.execPath, ['-p', 'os.getPriority()'], { encoding: 'utf8' });
    console.log(JSON.stringify([before, getPriority(), Number(child)]));`;
  const said = execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
    encoding: 'utf8',
  });
  const [before, after, child] = JSON.parse(said) as number[];
  expect(after).toBe(Math.max(10, before ?? 0));
  expect(child).toBe(after);
});
