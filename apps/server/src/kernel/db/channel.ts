import pg from 'pg';

/** Time between two attempts to connect, and between two looks whether the connection still works. */
const RETRY_MS = 1000;
const LOOK_MS = 20_000;
const ANSWER_MS = 10_000;

const NAME = 'gofigr_changes';

/** PostgreSQL refuses longer payloads (8,000 bytes). */
export const MOST_BYTES = 7900;

export interface ChannelListener {
  onMessage(payload: string): void;
  /** Called after each new connection. Messages may have been lost before. */
  onOpen(): void;
}

export interface Channel {
  /** Sends a message to all servers, this one too. Returns false if it may not have left. */
  send(payload: string): Promise<boolean>;
  close(): Promise<void>;
}

/** Listens to messages on a connection of its own, which it opens again whenever it breaks. */
export function openChannel(url: string, listener: ChannelListener): Channel {
  let client: pg.Client | undefined;
  let isClosed = false;
  let retry: NodeJS.Timeout | undefined;
  let opening = Promise.resolve();

  function lose(lost: pg.Client): void {
    if (client !== lost) return;
    client = undefined;
    lost.end().catch(() => undefined);
    if (!isClosed) retry = setTimeout(begin, RETRY_MS).unref();
  }

  async function open(): Promise<void> {
    const fresh = new pg.Client({
      connectionString: url,
      keepAlive: true,
      connectionTimeoutMillis: ANSWER_MS,
      query_timeout: ANSWER_MS,
      application_name: 'gofigr changes',
    });
    client = fresh;
    fresh.on('error', () => lose(fresh));
    fresh.on('end', () => lose(fresh));
    fresh.on('notification', ({ payload = '' }) => listener.onMessage(payload));
    try {
      await fresh.connect();
      await fresh.query(`listen ${NAME}`);
      if (client === fresh && !isClosed) listener.onOpen();
    } catch {
      lose(fresh);
    }
  }

  function begin(): void {
    opening = open();
  }

  begin();
  // A connection whose other end vanished looks open for hours.
  const look = setInterval(() => {
    const looked = client;
    looked?.query('select 1').catch(() => lose(looked));
  }, LOOK_MS).unref();

  return {
    async send(payload) {
      const by = client;
      if (!by) return false;
      try {
        await by.query('select pg_notify($1, $2)', [NAME, payload]);
        return true;
      } catch {
        lose(by);
        return false;
      }
    },
    async close() {
      isClosed = true;
      clearInterval(look);
      clearTimeout(retry);
      await opening;
      await client?.end().catch(() => undefined);
    },
  };
}
