import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

interface LockedPackage {
  readonly hasInstallScript?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly resolved?: string;
}
interface Lock {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}
interface Manifest {
  readonly allowScripts: Readonly<Record<string, boolean>>;
}

const root = path.resolve(import.meta.dirname, '../..');
const read = <T>(name: string): T => JSON.parse(readFileSync(path.join(root, name), 'utf8')) as T;

/** Optional dependencies that the lock names but does not describe: `npm ci` refuses such a lock. */
function undescribed({ packages }: Lock): string[] {
  const described = (from: string, name: string): boolean => {
    for (let at = from; ; at = at.slice(0, Math.max(at.lastIndexOf('/node_modules/'), 0))) {
      if (packages[`${at === '' ? '' : `${at}/`}node_modules/${name}`]) return true;
      if (at === '') return false;
    }
  };
  return Object.entries(packages).flatMap(([from, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !described(from, name)),
  );
}

const unreviewed = ({ packages }: Lock, { allowScripts }: Manifest): string[] =>
  Object.entries(packages)
    .filter(([, { hasInstallScript }]) => hasInstallScript)
    .map(([place]) => place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length))
    .filter((name) => allowScripts[name] === undefined);

describe('package-lock.json', () => {
  it('describes the programs of every platform, also those this registry lacks', () => {
    expect(undescribed(read<Lock>('package-lock.json'))).toEqual([]);
  });

  it('holds no package whose install script nobody has judged', () => {
    expect(unreviewed(read<Lock>('package-lock.json'), read<Manifest>('package.json'))).toEqual([]);
  });

  it('would be noticed if it did not', () => {
    const broken: Lock = {
      packages: {
        'node_modules/a': {
          hasInstallScript: true,
          optionalDependencies: { '@a/linux': '1', '@a/win': '1' },
        },
        'node_modules/@a/linux': {},
      },
    };
    expect(undescribed(broken)).toEqual(['@a/win']);
    expect(unreviewed(broken, { allowScripts: {} })).toEqual(['a']);
  });
});
