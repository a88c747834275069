import { execFile } from 'node:child_process';
import { cp, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
const SEEDS = ['organisation', 'programme'].map((slice) => `src/domains/${slice}/seed`);
const BESIDE = ['node_modules', 'templates', 'package.json'];

/**
 * Compiles this tree as it is installed, with the harness's own programs: a process that is killed hundreds
 * of times should spend its life working, not translating itself. Answers the folder.
 */
export async function buildProduct(home: string): Promise<string> {
  const out = join(home, 'product');
  const project = join(ROOT, 'test/chaos/tsconfig.product.json');
  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  await promisify(execFile)(process.execPath, [compiler, '-p', project, '--outDir', out]);
  for (const seed of SEEDS) await cp(join(ROOT, seed), join(out, seed), { recursive: true });
  for (const name of BESIDE) await symlink(join(ROOT, name), join(out, name));
  return out;
}
