import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort } from '../servers.ts';
import { FrontendMessages } from './frontend-messages.ts';

/** Where a connection is cut: the fate of its transaction is known in the first two only. */
export const CUTS = ['unsent', 'unanswered', 'racing'] as const;
/** COMMIT does not reach the server; the server's answer does not come back; COMMIT and the cut race. */
export type Cut = (typeof CUTS)[number];

export interface Cutter {
  /** The database as seen through the cutter. */
  readonly url: string;
  readonly counts: Readonly<Record<Cut, number>>;
  close(): Promise<void>;
}

const KEPT_REPLY = 'insert into idempotency_key ';
const COMMITTED = 'COMMIT\0';

/**
 * Stands between the API and the database and cuts a connection around the COMMIT of a transaction that has
 * remembered the reply of a keyed request: the client was not answered, and only its key tells whether it
 * was served. `choose` says for each such COMMIT whether and where to cut.
 */
export async function startCutter(databaseUrl: string, choose: () => Cut | null): Promise<Cutter> {
  const target = new URL(databaseUrl);
  const counts: Record<Cut, number> = { unsent: 0, unanswered: 0, racing: 0 };
  const open = new Set<Socket>();
  const server = createServer((client) => {
    const database = connect(Number(target.port), target.hostname);
    for (const socket of [client, database]) {
      open.add(socket);
      socket.setNoDelay(true).on('error', () => undefined);
      socket.on('close', () => {
        open.delete(socket);
        client.destroy();
        database.destroy();
      });
    }
    join(client, database, () => {
      const cut = choose();
      if (cut) counts[cut] += 1;
      return cut;
    });
  });
  const port = await freePort();
  await listening(server, port);
  const url = new URL(databaseUrl);
  url.port = String(port);
  const close = async (): Promise<void> => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  };
  return { url: url.href, counts, close };
}

const listening = (server: Server, port: number): Promise<void> =>
  new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));

/** Forwards both ways, until a COMMIT is to be cut. */
function join(client: Socket, database: Socket, choose: () => Cut | null): void {
  const messages = new FrontendMessages();
  let keyed = false;
  let deaf = false;
  client.on('data', (chunk: Buffer) => {
    let racing = false;
    for (const { bytes, text } of messages.take(chunk)) {
      if (text === 'begin') keyed = false;
      keyed ||= text.startsWith(KEPT_REPLY);
      const cut = keyed && text === 'commit' ? choose() : null;
      if (cut === 'unsent') return void client.destroy();
      deaf ||= cut === 'unanswered';
      racing ||= cut === 'racing';
      database.write(bytes);
    }
    // what was written is still sent before the connection ends
    if (racing) void (client.destroy(), database.end());
  });
  database.on('data', (chunk: Buffer) => {
    if (!deaf) client.write(chunk);
    // the transaction is committed, and nobody will hear of it
    else if (chunk.includes(COMMITTED)) client.destroy();
  });
}
