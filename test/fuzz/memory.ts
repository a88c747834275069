/** Memory of the API process by its own measures, in megabytes. */
export interface Memory {
  readonly resident: number;
  readonly heap: number;
}

export async function readMemory(url: string): Promise<Memory | null> {
  try {
    const text = await (await fetch(`${url}/metrics`)).text();
    const measure = (name: string): number =>
      Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? 0);
    const megabytes = (bytes: number): number => Math.round(bytes / 1024 / 1024);
    return {
      resident: megabytes(measure('process_resident_memory_bytes')),
      heap: megabytes(measure('nodejs_heap_size_used_bytes')),
    };
  } catch {
    return null;
  }
}

const EVERY_MS = 1_000;

/** Watches the API's memory until stopped; answers the highest seen. */
export function watchMemory(url: string): { readonly stop: () => Memory } {
  let peak: Memory = { resident: 0, heap: 0 };
  const look = async (): Promise<void> => {
    const now = await readMemory(url);
    if (now) peak = { resident: Math.max(peak.resident, now.resident), heap: Math.max(peak.heap, now.heap) };
  };
  const timer = setInterval(() => void look(), EVERY_MS);
  return {
    stop: () => {
      clearInterval(timer);
      return peak;
    },
  };
}
