import { readFileSync, writeFileSync } from 'node:fs';

/** The most memory a process held since {@link forgetPeak}, in MB; null where the system does not tell. */
export function peakMemory(pid: number | undefined): number | null {
  try {
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return found ? Math.round(Number(found[1]) / 1024) : null;
  } catch {
    return null;
  }
}

/** Starts the peak anew from what the process holds now. */
export function forgetPeak(pid: number | undefined): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // then the peak is that of the process's whole life
  }
}
