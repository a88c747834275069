import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, type WriteStream } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

export interface ProgramSpec {
  readonly name: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Settings of the next start alone. */
  readonly envOfStart?: () => Readonly<Record<string, string>>;
  /** What it prints when it is ready to work. */
  readonly ready: RegExp;
  readonly logFile: string;
  readonly ids?: { readonly uid?: number; readonly gid?: number };
  readonly cwd?: string;
}

const RESTART_AFTER_MS = 200;
const READY_WITHIN_MS = 60_000;
const TAIL = 4_096;

const alive = new Set<ChildProcess>();
process.on('exit', () => {
  for (const child of alive) signalGroup(child, 'SIGKILL');
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // it went in this very moment
  }
}

/** A program kept running, as a service manager would: whenever it ends it is started again. */
export class Supervised {
  readonly name: string;
  /** How often it ended without being killed by us. */
  ownEnds = 0;
  private readonly spec: ProgramSpec;
  private readonly log: WriteStream;
  private child: ChildProcess | null = null;
  private isReady = false;
  private wanted = false;
  private killed = false;
  private heldUntil = 0;

  constructor(spec: ProgramSpec) {
    this.name = spec.name;
    this.spec = spec;
    this.log = createWriteStream(spec.logFile, { flags: 'a' });
  }

  async start(): Promise<void> {
    this.wanted = true;
    this.launch();
    await this.untilReady();
  }

  /** Whether it runs, is ready and is not held by SIGSTOP. */
  get up(): boolean {
    return this.isReady && performance.now() >= this.heldUntil;
  }

  async untilReady(): Promise<void> {
    const deadline = performance.now() + READY_WITHIN_MS;
    while (!this.isReady) {
      if (performance.now() > deadline)
        throw new Error(`${this.name} does not come up: ${this.spec.logFile}`);
      await delay(20);
    }
  }

  kill(): void {
    this.killed = true;
    this.isReady = false;
    if (this.child) signalGroup(this.child, 'SIGKILL');
  }

  /** Lets it end in its own time, its work done; it is started again. */
  renew(): void {
    this.killed = true;
    this.isReady = false;
    if (this.child) signalGroup(this.child, 'SIGTERM');
  }

  /** Lets a process go on that has stopped itself. */
  continue(): void {
    if (this.child) signalGroup(this.child, 'SIGCONT');
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Stops it in its tracks for a while and lets it go on: it does not know that time has passed. */
  async hold(milliseconds: number): Promise<void> {
    const held = this.child;
    if (!held) return;
    this.heldUntil = performance.now() + milliseconds;
    signalGroup(held, 'SIGSTOP');
    await delay(milliseconds, undefined, { ref: false });
    signalGroup(held, 'SIGCONT');
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    this.wanted = false;
    const child = this.child;
    if (child && child.exitCode === null && child.signalCode === null) {
      const gone = new Promise((resolve) => child.once('exit', resolve));
      signalGroup(child, signal);
      const patience = delay(15_000, undefined, { ref: false }).then(() => signalGroup(child, 'SIGKILL'));
      await Promise.race([gone, patience.then(() => gone)]);
    }
    this.log.end();
  }

  private launch(): void {
    const [program = '', ...args] = this.spec.command;
    const child = spawn(program, args, {
      ...this.spec.ids,
      ...(this.spec.cwd ? { cwd: this.spec.cwd } : {}),
      env: { ...this.spec.env, ...this.spec.envOfStart?.() },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.child = child;
    this.killed = false;
    alive.add(child);
    let tail = '';
    const read = (chunk: Buffer): void => {
      if (!this.log.writableEnded) this.log.write(chunk);
      tail = (tail + chunk.toString()).slice(-TAIL);
      if (!this.isReady && !this.killed && this.child === child && this.spec.ready.test(tail)) {
        this.isReady = true;
      }
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('exit', () => void this.relaunch(child));
  }

  private async relaunch(ended: ChildProcess): Promise<void> {
    alive.delete(ended);
    this.isReady = false;
    if (!this.wanted) return;
    if (!this.killed) this.ownEnds += 1;
    await delay(RESTART_AFTER_MS);
    if (this.wanted) this.launch();
  }
}
