import { execFileSync } from 'node:child_process';

/**
 * The pages are built once for all files that look at them, as a desk gets them: two builds would empty each
 * other's folder.
 */
export default function buildPages(): void {
  execFileSync('npm', ['run', '-s', 'web'], { env: { ...process.env, NODE_ENV: 'production' } });
}
