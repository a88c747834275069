import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A disk of its own size, filled and freed by a ballast of zeros. */
export interface SmallDisk {
  readonly folder: string;
  /** Leaves so many free megabytes. */
  fill(leave: number): void;
  free(): void;
  unmount(): void;
}

const MEGABYTE = 1024 * 1024;

/** Mounts a tmpfs; null where this machine does not let us. */
export function mountDisk(folder: string, megabytes: number): SmallDisk | null {
  mkdirSync(folder, { recursive: true });
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  if (mounted.status !== 0) return null;
  const ballast = join(folder, 'ballast');
  const unmount = (): void => void spawnSync('umount', ['--lazy', folder]);
  process.once('exit', unmount);
  return {
    folder,
    fill: (leave) => {
      const { bavail, bsize } = statfsSync(folder);
      const bytes = Math.max(0, bavail * bsize - leave * MEGABYTE);
      writeFileSync(ballast, Buffer.alloc(bytes));
    },
    free: () => rmSync(ballast, { force: true }),
    unmount,
  };
}
