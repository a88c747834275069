const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** Waits until the process is asked to stop; a second request ends it at once. */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    const stop = (): void => {
      for (const signal of SIGNALS) {
        process.off(signal, stop);
        process.on(signal, () => process.exit(1));
      }
      resolve();
    };
    for (const signal of SIGNALS) process.on(signal, stop);
  });
}
