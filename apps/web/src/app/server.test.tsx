// @vitest-environment happy-dom
import type { AdminHealth, AdminSettings, AuditEntry, WorkspaceUse } from '@gofigr/contract';
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { type Answers, mountApp, refusal, unmountApp } from './test-app.tsx';
import { ada, OTHER_WORKSPACE, WORKSPACE, world } from './test-world.ts';

afterEach(unmountApp);

const TIME = '2026-11-01T12:00:00.000000+00:00';
const administrator = { ...world, 'GET /session/': { user: { ...ada, is_staff: true } } } as const;

describe('the storage page', () => {
  const use = (api_id: string, name: string, size_bytes: number): WorkspaceUse => ({
    ...{ api_id, name, size_bytes, owner: 'bob', organization: null },
    ...{ figures: 2, revisions: 3, trash_bytes: 4000, deleted: name === 'Small', changed_on: TIME },
  });
  const answers: Answers = {
    ...administrator,
    'GET /admin/storage/': {
      ...{ database_bytes: 2000, blobs: { count: 2, bytes: 3000 } },
      trash: { count: 2, bytes: 4000 },
      ...{ free_bytes: 5_000_000_000, workspaces: 2, users: 1 },
    },
    'GET /admin/storage/user/': {
      entries: [
        { username: 'bob', account: 'person', revisions: 3, size_bytes: 1500, api_keys: 1, workspaces: 2 },
        { username: 'carl', account: 'gone', revisions: 1, size_bytes: 5, api_keys: 0, workspaces: 0 },
      ],
      next: null,
    },
  };

  it('shows sizes by workspace and by user, and is sorted by the headings', async () => {
    const asked: string[] = [];
    const { user } = await mountApp('/admin/storage', {
      ...answers,
      'GET /admin/storage/workspace/': ({ query }) => {
        asked.push(`${query.get('sort')} ${query.get('order')} ${query.get('offset')}`);
        if (query.get('offset') === '1') return { entries: [use(OTHER_WORKSPACE, 'Small', 1000)], next: null };
        return { entries: [use(WORKSPACE, 'Large', 2_000_000)], next: '1' };
      },
    });
    expect(await screen.findByText(/2 workspaces of 1 person hold 3.0 kB/)).toBeTruthy();
    const table = within(await screen.findByRole('table', { name: 'Workspaces' }));
    expect(screen.getByText(/The trash holds 2 deleted objects with 4.0 kB/)).toBeTruthy();
    expect(table.getByText('2.0 MB')).toBeTruthy();
    expect(table.getByText('4.0 kB')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Show more' }));
    expect(await table.findByText('Small (in the trash)')).toBeTruthy();
    await user.click(table.getByRole('button', { name: 'Owner' }));
    await waitFor(() =>
      expect(table.getByRole('columnheader', { name: 'Owner' }).getAttribute('aria-sort')).toBe('ascending'),
    );
    await user.click(table.getByRole('button', { name: 'Owner' }));
    await waitFor(() =>
      expect(asked).toEqual(['size_bytes desc 0', 'size_bytes desc 1', 'owner asc 0', 'owner desc 0']),
    );
    expect(screen.getByText('carl (deleted account)')).toBeTruthy();
  });

  it('is not for other users', async () => {
    await mountApp('/admin/storage', world);
    expect(await screen.findByText(/Only administrators/)).toBeTruthy();
  });
});

describe('the health page', () => {
  const well: AdminHealth = {
    ...{ version: '9.9', engine: 'sqlite', warnings: [], missing_protection: [], page_problem: null },
    scrub: {
      ...{ enabled: true, mb_s: 5, pass_started_on: null, pass_done_bytes: 0, pass_total_bytes: 0 },
      ...{ last_pass_completed_on: TIME, damaged_count: 0, damaged: [] },
    },
    blobs: { count: 3, bytes: 5000 },
    backup: { completed_on: TIME, folder: 'nightly', problem_count: 0 },
    mail: { configured: true, last_sent_on: null, last_failed_on: null, last_problem: null },
    disk: { free_bytes: 5_000_000_000, total_bytes: 9_000_000_000, has_reserve: true },
  };
  const settings: AdminSettings = {
    ...{ registration: 'invite', registration_is_fixed: false, audit_days: 365, address_days: 0 },
  };
  const answers = { ...administrator, 'GET /admin/health/': well, 'GET /admin/setting/': settings } as const;

  it('says that all is well, or what needs the administrator', async () => {
    await mountApp('/admin/health', answers);
    expect(await screen.findByText('All is well.')).toBeTruthy();
    expect(screen.getByText(/to the folder “nightly”/)).toBeTruthy();
    expect(await screen.findByText(/stay for 365 days .* addresses in them for ever/)).toBeTruthy();
    unmountApp();
    await mountApp('/admin/health', {
      ...answers,
      'GET /admin/health/': {
        ...well,
        backup: null,
        warnings: [{ code: 'no_backup', text: 'There is no backup of this server.' }],
        scrub: {
          ...well.scrub,
          damaged_count: 2,
          damaged: [
            {
              ...{ hash: 'a', size_bytes: 5, problem: 'missing', found_on: TIME },
              data: [
                {
                  ...{ api_id: WORKSPACE, name: 'notes', revision: WORKSPACE, kind: 'revision' },
                  ...{ parent_name: 'Drops', created_by: 'bob' },
                },
              ],
            },
          ],
        },
      },
    });
    expect(await screen.findByText('There is no backup of this server.')).toBeTruthy();
    expect(screen.getByRole('link', { name: '“notes” of “Drops”' })).toBeTruthy();
    expect(screen.getByText('And 1 more.')).toBeTruthy();
  });

  it('sends a test mail and shows the words of the mail server', async () => {
    let problem: string | null = 'The mail server refused the password. It said: 535';
    const { user } = await mountApp('/admin/health', {
      ...answers,
      'POST /admin/test_mail/': () => ({ sent: problem === null, to: 'ada@example.org', problem }),
    });
    await user.click(await screen.findByRole('button', { name: 'Send me a test mail' }));
    expect(await screen.findByText(/It said: 535/)).toBeTruthy();
    problem = null;
    await user.click(screen.getByRole('button', { name: 'Send me a test mail' }));
    expect(await screen.findByText(/took a test mail to ada@example.org/)).toBeTruthy();
  });

  it('changes who may open an account, and undoes it', async () => {
    let current = settings;
    const { user, changes } = await mountApp('/admin/health', {
      ...answers,
      'GET /admin/setting/': () => current,
      'PATCH /admin/setting/': ({ body }) => {
        current = { ...current, ...body };
        return current;
      },
    });
    await user.click(await screen.findByRole('radio', { name: 'Nobody' }));
    await user.click(await screen.findByRole('button', { name: 'Undo' }));
    await waitFor(() => expect(changes.map(({ body }) => body.registration)).toEqual(['closed', 'invite']));
    await waitFor(() => expect(screen.getByRole('radio', { name: 'Invited people' }).matches(':checked')).toBe(true));
  });

  it('says that the environment fixes the setting, and that a change failed', async () => {
    await mountApp('/admin/health', {
      ...answers,
      'GET /admin/setting/': { ...settings, registration_is_fixed: true },
    });
    expect(await screen.findByText(/GOFIGR_REGISTRATION sets this/)).toBeTruthy();
    expect(screen.getByRole('radio', { name: 'Nobody' }).matches(':disabled')).toBe(true);
    unmountApp();
    const { user } = await mountApp('/admin/health', {
      ...answers,
      'PATCH /admin/setting/': refusal(503, 'unavailable', 'The database does not answer.'),
    });
    await user.click(await screen.findByRole('radio', { name: 'Nobody' }));
    expect(await screen.findByText('The database does not answer.')).toBeTruthy();
  });
});

describe('the audit page', () => {
  const entry = (fields: Partial<AuditEntry>): AuditEntry => ({
    ...{ api_id: WORKSPACE, timestamp: TIME, event: 'sign_in', username: 'bob', subject: 'bob', object_id: null },
    ...{ object_kind: null, object_name: null, address: '10.0.0.7', client: null, details: {}, ...fields },
  });
  const mount = async (address: string) => {
    const asked: Record<string, string>[] = [];
    const mounted = await mountApp(address, {
      ...administrator,
      'GET /audit/': ({ query }) => {
        asked.push(Object.fromEntries(query));
        return { entries: query.get('user') === 'nobody' ? [] : [entry({})], next: null };
      },
    });
    return { ...mounted, asked };
  };
  const exported = (label: string) =>
    new URL(screen.getByRole('link', { name: `Export as ${label}` }).getAttribute('href') ?? '', 'http://x');

  it('takes its filters from the address, for the list and for the export', async () => {
    const { asked } = await mount('/admin/audit?group=keys&user=bob&from=2026-11-28&to=2026-11-28');
    expect(await screen.findByText('Signed in')).toBeTruthy();
    const expected = {
      ...{ everyone: 'true', group: 'keys', user: 'bob' },
      since: new Date('2026-11-28T00:00').toISOString(),
      until: new Date('2026-11-29T00:00').toISOString(),
    };
    expect(asked.at(-1)).toEqual({ limit: '50', ...expected });
    expect(Object.fromEntries(exported('JSON lines').searchParams)).toEqual({ ...expected, format: 'jsonl' });
  });

  it('filters by fields and by clicks on entries, and keeps that in the address', async () => {
    const { user, asked, address } = await mount('/admin/audit');
    await user.click(await screen.findByRole('button', { name: '10.0.0.7' }));
    await waitFor(() => expect(asked.at(-1)?.['address']).toBe('10.0.0.7'));
    expect(screen.getByLabelText<HTMLInputElement>('Address').value).toBe('10.0.0.7');
    await user.selectOptions(screen.getByLabelText('Event'), 'sign_in');
    await user.type(screen.getByLabelText('User'), 'nobody');
    expect(await screen.findByText('No such entries')).toBeTruthy();
    expect(address()).toBe('/admin/audit?event=sign_in&user=nobody&address=10.0.0.7');
    await user.click(screen.getByRole('button', { name: 'Clear' }));
    expect(await screen.findByText('Signed in')).toBeTruthy();
    expect([address(), screen.getByLabelText<HTMLInputElement>('User').value]).toEqual(['/admin/audit', '']);
  });
});
