import { afterEach, describe, expect, it } from 'vitest';
import { type FeedListener, openFeed } from './change-feed.ts';
import { type Change, type Channel, type ChannelListener, type Database, noteChange, transact } from './db/index.ts';
import { createTestDatabase, ENGINES } from './db/test-databases.ts';

const change = (id: string): Change => ({ kind: 'created', ids: [id] });

/** Collects what a feed tells; `until` resolves when that is as expected. */
function collector() {
  const told: (Change | 'lost')[] = [];
  const waiting = new Set<() => void>();
  const tell = (...more: (Change | 'lost')[]) => {
    told.push(...more);
    for (const look of waiting) look();
  };
  const listener: FeedListener = { onChanges: (changes) => tell(...changes), onLost: () => tell('lost') };
  const until = (isThere: (told: readonly (Change | 'lost')[]) => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!isThere(told)) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return { told, listener, until };
}

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** Two servers, each with a database object of its own, on one channel that the test can cut. */
function pair() {
  const ends: ChannelListener[] = [];
  const sent: string[] = [];
  let isCut = false;
  let held: Promise<void> | undefined;
  const server = () => {
    const db = { isTransaction: false } as Database['db'];
    const channel = (listener: ChannelListener): Channel => {
      ends.push(listener);
      return {
        async send(payload) {
          sent.push(payload);
          if (!isCut) for (const end of ends) end.onMessage(payload);
          await held;
          return !isCut;
        },
        close: async () => undefined,
      };
    };
    const seen = collector();
    const feed = openFeed({ db, channel } as unknown as Database, seen.listener);
    closing.push(feed.close);
    return { db, ...seen };
  };
  return {
    first: server(),
    second: server(),
    ends,
    sent,
    cut: (value: boolean) => (isCut = value),
    hold(until: Promise<void>) {
      held = until;
    },
  };
}

describe('changes of several servers', () => {
  it('reach each server once', async () => {
    const { first, second } = pair();
    noteChange(first.db, change('a'));
    await second.until((told) => told.length > 0);
    expect([first.told, second.told]).toEqual([[change('a')], [change('a')]]);
  });

  it('come in messages that PostgreSQL accepts', async () => {
    const { first, second, sent } = pair();
    const changes = Array.from({ length: 500 }, (_, index) => change(`${index}`.padStart(36, '0')));
    for (const each of changes) noteChange(first.db, each);
    await second.until((told) => told.length === 500);
    expect(second.told).toEqual(changes);
    expect(Math.max(...sent.map((payload) => Buffer.byteLength(payload)))).toBeLessThan(8000);
  });

  it('that are too many for messages are told as lost', async () => {
    const { first, second, sent } = pair();
    for (let count = 0; count < 2500; count++) noteChange(first.db, change(`${count}`));
    await second.until((told) => told.includes('lost'));
    expect(sent).toHaveLength(1);
  });

  it('that are too many while a message leaves are told as lost after it', async () => {
    const { first, second, sent, hold } = pair();
    const { promise, resolve } = Promise.withResolvers<void>();
    hold(promise);
    noteChange(first.db, change('a'));
    await expect.poll(() => sent.length).toBe(1);
    // The last one is too many, so that none waits.
    for (let count = 0; count <= 2000; count++) noteChange(first.db, change(`${count}`));
    resolve();
    await second.until((told) => told.includes('lost'));
  });

  it('that a broken connection has lost are told as such to all servers, when it is back', async () => {
    const { first, second, ends, cut, sent } = pair();
    cut(true);
    noteChange(first.db, change('a'));
    await expect.poll(() => sent.length).toBe(1);
    cut(false);
    ends[0]?.onOpen();
    await second.until((told) => told.includes('lost'));
    expect(first.told).toContain('lost');
  });

  it('that another version or a stranger wrote do no harm', () => {
    const { first, ends } = pair();
    const odd = ['', '{', 'null', '[]', '{"from":1}', '{"from":"x","changes":[{"kind":"unknown","ids":[]}]}'];
    for (const payload of odd) ends[0]?.onMessage(payload);
    expect(first.told).toEqual(['lost']);
  });
});

describe.each(ENGINES)('on %s', (engine) => {
  it('a change is told after its commit, to all servers, and never if it is rolled back', async () => {
    const place = await createTestDatabase(engine);
    closing.push(place.remove);
    const database = place.open();
    const here = collector();
    closing.push(openFeed(database, here.listener).close);
    const there = engine === 'postgres' ? collector() : here;
    if (there !== here) {
      closing.push(openFeed(place.open(), there.listener).close);
      await there.until((told) => told.includes('lost'));
      // Each server first tells the others that they may have missed something. This would cover the change.
      await here.until((told) => told.filter((each) => each === 'lost').length > 1);
    }
    const failing = transact(database.db, async (trx) => {
      noteChange(trx, change('never'));
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await transact(database.db, async (trx) => {
      noteChange(trx, change('a'));
      expect(here.told).not.toContainEqual(change('a'));
    });
    const isThere = (told: readonly unknown[]) => told.some((each) => each !== 'lost');
    await Promise.all([here, there].map((each) => each.until(isThere)));
    for (const { told } of [here, there]) expect(told.filter((each) => each !== 'lost')).toEqual([change('a')]);
  });
});
