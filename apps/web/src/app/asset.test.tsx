// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Answers, mountApp, unmountApp } from './test-app.tsx';
import { ANALYSIS, ada, FIGURE, FIRST, KEY, SECOND, WORKSPACE, world } from './test-world.ts';

const ASSET = KEY;
const TIME = '2026-11-01T12:00:00.000000+00:00';
const stamps = { created_by: 'ada', created_on: TIME, updated_by: null, updated_on: null };
const scalars = (api_id: string, revision_index: number) => ({
  ...stamps,
  api_id,
  revision_index,
  size_bytes: revision_index === 0 ? 1000 : 1200,
  is_processing: false,
  metadata: {},
  asset: ASSET,
});
const asset = {
  ...stamps,
  child_updated_by: 'ada',
  child_updated_on: TIME,
  _shallow: false as const,
  api_id: ASSET,
  name: 'notes.md',
  description: null,
  size_bytes: 2200,
  workspace: WORKSPACE,
  analysis: null,
  revisions: [FIRST, SECOND].map((id, index) => ({ ...scalars(id, index), _shallow: true as const })),
};
const datum = (id: string) => ({
  api_id: id.replace(/\d$/, '9'),
  name: 'notes.md',
  type: 'file' as const,
  hash: 'a'.repeat(64),
  size_bytes: 12,
  is_clean_room: false,
  metadata: {},
  data: null,
});
const node = (api_id: string, name: string, distance: number, revision_index: number, parent: string) => ({
  api_id,
  kind: distance === 0 ? ('asset_revision' as const) : ('revision' as const),
  name,
  revision_index,
  parent,
  analysis: ANALYSIS,
  short_id: null,
  hash: null,
  size_bytes: 1,
  created_by: 'ada',
  created_on: TIME,
  distance,
});
const used = [node(SECOND, 'notes.md', 0, 1, ASSET), ...[0, 1, 2].map((n) => node(`${n}`, 'Dose', 1, n, FIGURE))];
const all = ['view', 'follow', 'create', 'update', 'delete', 'manage', 'own'] as const;
const pages: Answers = {
  ...world,
  'GET /asset/:id/': asset,
  'GET /asset/:id/rights/': [...all],
  'GET /asset/:id/path/': [{ api_id: WORKSPACE, kind: 'workspace', name: 'Lab' }],
  'GET /asset/:id/access/': { visibility: 'private', people: 1, grants: [], shared_by: null },
  'GET /asset/:id/changes/': [
    { revision: FIRST, changed: [], line: null },
    { revision: SECOND, changed: ['files'], line: '2 lines added' },
  ],
  'GET /asset_revision/:id/': ({ path }) => ({
    ...scalars(path['id']!, path['id'] === FIRST ? 0 : 1),
    figure_revisions: [],
    data: [datum(path['id']!)],
  }),
  'GET /asset_revision/:id/lineage/': {
    start: [SECOND],
    nodes: used,
    edges: [0, 1, 2].map((n) => ({ from: SECOND, to: `${n}`, type: 'use' as const, use_type: 'direct' as const })),
    cut: false,
  },
  'GET /data/:id/content/': () => new Response('# Heading\n\nwords'),
};

/** A request whose progress and answer the test controls. */
class FakeRequest extends EventTarget {
  static sent: FakeRequest[] = [];
  upload = new EventTarget();
  status = 0;
  responseText = '';
  url = '';
  body: Blob | undefined;
  open(_method: string, url: string) {
    this.url = url;
  }
  setRequestHeader() {}
  send(body: Blob) {
    this.body = body;
    FakeRequest.sent.push(this);
  }
  abort() {
    this.dispatchEvent(new Event('abort'));
  }
  progress(loaded: number, total: number) {
    this.upload.dispatchEvent(Object.assign(new Event('progress'), { loaded, total }));
  }
  answer(status: number, body: object) {
    Object.assign(this, { status, responseText: JSON.stringify(body) });
    this.dispatchEvent(new Event('load'));
  }
}
beforeEach(() => {
  FakeRequest.sent = [];
  vi.stubGlobal('XMLHttpRequest', FakeRequest);
});
afterEach(unmountApp);

const sent = async (count: number) => {
  await waitFor(() => expect(FakeRequest.sent).toHaveLength(count));
  return FakeRequest.sent[count - 1]!;
};
const drop = (element: HTMLElement, files: File[]) =>
  fireEvent.drop(element, { dataTransfer: { types: ['Files'], files, items: [] } });

describe('an asset', () => {
  it('is shown by its format, with what changed in each revision', async () => {
    await mountApp(`/asset/${ASSET}`, pages);
    // Only Markdown can be shown as its source too. The code that draws it comes later.
    expect(await screen.findByRole('radio', { name: 'Source' }, { timeout: 25_000 })).toBeTruthy();
    const list = within(screen.getByRole('list', { name: 'Revisions' }));
    const rows = list.getAllByRole('listitem').map(({ textContent }) => textContent);
    await waitFor(() => expect(list.getByText(/2 lines added/)).toBeTruthy());
    expect(list.getAllByRole('listitem')[0]?.textContent).toContain('2 lines added · 1.2 kB (+200 B)');
    expect(rows).toHaveLength(2);
  });

  it('lists each figure made with it once, and draws its lineage as links', async () => {
    await mountApp(`/asset/${ASSET}`, pages);
    const uses = within(await screen.findByRole('list', { name: 'Figures made with it' }));
    expect(uses.getAllByRole('listitem')).toHaveLength(1);
    expect(uses.getAllByRole('link', { name: /^r\d/ }).map(({ textContent }) => textContent)).toEqual([
      'r3 of Dose',
      'r2 of Dose',
      'r1 of Dose',
    ]);
    const results = within(await screen.findByRole('list', { name: 'Results, 1 step away' }));
    const link = results.getByRole('link', { name: /Dose/ });
    expect(link.getAttribute('href')).toBe('/revision/2');
    expect(link.textContent).toBe('Doser3, r2, r1, made from notes.md');
    const own = within(screen.getByRole('list', { name: 'This one' })).getByRole('link');
    expect(own.getAttribute('aria-current')).toBe('true');
  });

  it('gets a new revision from a dropped file, with progress', async () => {
    await mountApp(`/asset/${ASSET}`, pages);
    drop(await screen.findByRole('list', { name: 'Revisions' }), [new File(['new words'], 'later.md')]);
    const request = await sent(1);
    expect(request.url).toContain('/asset_revision/');
    const [json = '', bytes] = (await new Response(request.body as Blob).text()).split('\n');
    expect(JSON.parse(json)).toEqual({
      asset: ASSET,
      metadata: {},
      data: [{ name: 'later.md', type: 'file', metadata: {}, bytes: 9 }],
    });
    expect(bytes).toBe('new words');
    request.progress(1, 4);
    expect(await screen.findByText('25 % · 9 B')).toBeTruthy();
    expect(screen.getByRole('progressbar', { name: 'Upload of later.md' }).getAttribute('aria-valuenow')).toBe('25');
    request.answer(201, { ...scalars(FIRST, 2), figure_revisions: [], data: [] });
    expect(await screen.findByText('Uploaded as r3 · 9 B')).toBeTruthy();
  });

  it('takes no files from those who may not publish, and not two at once', async () => {
    await mountApp(`/asset/${ASSET}`, pages);
    const two = [new File(['1'], '1'), new File(['2'], '2')];
    drop(await screen.findByRole('list', { name: 'Revisions' }), two);
    expect(await screen.findByText('Drop one file: each revision of an asset holds one.')).toBeTruthy();
    unmountApp();
    vi.stubGlobal('XMLHttpRequest', FakeRequest);
    await mountApp(`/asset/${ASSET}`, { ...pages, 'GET /asset/:id/rights/': ['view'] });
    drop(await screen.findByRole('list', { name: 'Revisions' }), [new File(['1'], '1')]);
    expect(screen.queryByRole('button', { name: 'Upload a new revision' })).toBeNull();
    expect(FakeRequest.sent).toEqual([]);
  });
});

describe('assets of a workspace', () => {
  const listed = { entries: [], next: null, total: 0 };
  const workspacePage = { ...world, 'GET /session/': { user: ada }, 'GET /workspace/:id/assets/': listed };

  it('are uploaded one after the other; a failed one is told and sent again, and one can be cancelled', async () => {
    const { user } = await mountApp(`/workspace/${WORKSPACE}?tab=assets`, workspacePage);
    const names = ['a.csv', 'b.csv', 'c.csv'];
    drop(
      await screen.findByText('No assets yet'),
      names.map((name) => new File([name], name)),
    );
    const first = await sent(1);
    const [json = ''] = (await new Response(first.body as Blob).text()).split('\n');
    expect(JSON.parse(json)).toMatchObject({
      workspace: WORKSPACE,
      asset: 'a.csv',
    });
    expect(screen.getAllByText(/^Waiting/)).toHaveLength(2);
    first.answer(413, { code: 'body_too_large', detail: 'This is larger than the server takes.' });
    expect(await screen.findByText('This is larger than the server takes.')).toBeTruthy();
    await sent(2);
    await user.click(screen.getByRole('button', { name: 'Cancel the upload of b.csv' }));
    const third = await sent(3);
    expect(screen.queryByText('b.csv')).toBeNull();
    third.answer(201, { ...scalars(FIRST, 0), figure_revisions: [], data: [] });
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    (await sent(4)).answer(201, { ...scalars(FIRST, 0), figure_revisions: [], data: [] });
    await waitFor(() => expect(screen.getAllByText(/Uploaded as r1/)).toHaveLength(2));
  });
});
