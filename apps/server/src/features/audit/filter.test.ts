import { AUDIT_EVENTS, type AuditEvent } from '@gofigr/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { type Proof, startTestServer, type TestServer } from '../../testing/index.ts';
import { groupOf } from './service/filter.ts';

let test: TestServer;
let administrator: { username: string; proof: Proof };
let ada: typeof administrator;
const OBJECT = newId();
const NOON = Date.parse('2020-05-05T12:00:00Z') * 1000;
const HOUR = 3_600_000_000;

beforeAll(async () => {
  test = await startTestServer();
  [administrator, ada] = [await test.account(), await test.account('ada')];
  const { db } = test.server.database;
  await db.updateTable('users').set({ is_staff: 1 }).where('username', '=', administrator.username).execute();
  const rows: [event: AuditEvent, username: string, subject: string, hours: number, address: string][] = [
    ['key_created', 'ada', 'ada', 0, '10.0.0.1'],
    ['member_added', 'bob', 'ada', 1, '10.0.0.2'],
    ['member_removed', 'bob', 'carl', 12, '10.0.0.2'],
    ['sign_in', 'carl', 'carl', 13, '10.0.0.3'],
  ];
  for (const [event, username, subject, hours, address] of rows) {
    const object = { object_id: event.startsWith('member') ? OBJECT : null, object_kind: null, object_name: null };
    const row = { id: newId(), event, username, subject, timestamp: NOON + hours * HOUR, address, client: 'c' };
    await db
      .insertInto('audit')
      .values({ ...row, ...object, details: '{}' })
      .execute();
  }
});
afterAll(() => test.close());

const ask = (query: string, as = administrator) => test.call('GET', `audit/?${query}`, undefined, as.proof);
const of = async (query: string, as = administrator) =>
  (await ask(query, as)).body.entries.map((entry: { event: string }) => entry.event);

describe('filters of the audit list', () => {
  it.each([
    ['event=member_added', ['member_added']],
    ['group=people', ['member_removed', 'member_added']],
    ['group=people&event=member_removed', ['member_removed']],
    ['group=keys&event=member_removed', []],
    ['user=ada', ['member_added', 'key_created']],
    ['user=carl', ['sign_in', 'member_removed']],
    [`object=${OBJECT.toUpperCase()}`, ['member_removed', 'member_added']],
    ['address=10.0.0.3', ['sign_in']],
    ['since=2020-05-05T13:00:00Z', ['sign_in', 'member_removed', 'member_added']],
    ['until=2020-05-05T13:00:00Z', ['key_created']],
    ['until=2020-05-05', ['member_added', 'key_created']],
    ['since=2020-05-06', ['sign_in', 'member_removed']],
    ['user=bob&since=2020-05-06&address=10.0.0.2', ['member_removed']],
    ['since=2020-06-01', []],
  ])('%s', async (query, expected) => {
    const filter = `everyone=true&${query}${query.includes('until') ? '' : '&until=2020-12-31'}`;
    expect(await of(filter)).toEqual(expected);
    const exported = await test.call('GET', `audit/export/?${filter}&format=jsonl`, undefined, administrator.proof);
    const lines = exported.text.split('\n').filter((line) => line !== '');
    expect(lines.map((line) => JSON.parse(line).event)).toEqual(expected.toReversed());
  });

  it('keep their order over pages', async () => {
    const first = (await ask('everyone=true&user=bob&limit=1')).body;
    expect(await of(`everyone=true&user=bob&before=${first.next}`)).toEqual(['member_added']);
  });

  it('are for own entries too, and no address of others is found by them', async () => {
    expect(await of('until=2020-12-31', ada)).toEqual(['member_added', 'key_created']);
    expect(await of('user=bob', ada)).toEqual(['member_added']);
    expect(await of('user=carl', ada)).toEqual([]);
    expect(await of('address=10.0.0.1', ada)).toEqual(['key_created']);
    expect(await of('address=10.0.0.2', ada)).toEqual([]);
  });

  it.each(['event=nonsense', 'group=nonsense', 'since=yesterday', 'until=2020-02-30', 'limit=0'])(
    '%s is refused',
    async (query) => {
      expect((await ask(query)).status).toBe(400);
    },
  );
});

it('each event has a group, and only few have that of the server', () => {
  const rest = AUDIT_EVENTS.filter((event) => groupOf(event) === 'server');
  expect(rest).toContain('registration_changed');
  expect(rest.length).toBeLessThan(5);
});
