import { writeFileSync } from 'node:fs';
import { readProcess } from './resource-use.ts';

/** The most memory a process held since {@link forgetPeak}, in MB; null where the system does not tell. */
export function peakMemory(pid: number | undefined): number | null {
  const reading = readProcess(pid ?? 0);
  return reading && Math.round(reading.peakRssMb);
}

/** Starts the peak anew from what the process holds now. */
export function forgetPeak(pid: number | undefined): void {
  try {
    writeFileSync(`/proc/${pid}/clear_refs`, '5');
  } catch {
    // then the peak is that of the process's whole life
  }
}
