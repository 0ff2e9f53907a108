// @vitest-environment happy-dom
import { screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { mountApp, refusal, unmountApp } from './test-app.tsx';
import { ANALYSIS, FIGURE, FIRST, figure, revision, SECOND, world } from './test-world.ts';

afterEach(unmountApp);

const picture = (name: string, metadata: Record<string, unknown>) => ({
  api_id: crypto.randomUUID(),
  name,
  type: 'image' as const,
  hash: '0'.repeat(64),
  size_bytes: 10,
  is_clean_room: false,
  metadata,
  data: null,
});
const images = [
  picture('figure', { format: 'png', is_watermarked: false }),
  picture('figure', { format: 'png', is_watermarked: true }),
  picture('figure', { format: 'svg', is_watermarked: false }),
];
const { revisions: _, ...listed } = figure();
const access = { visibility: 'private' as const, people: 1, guests: 0 };
const withFigures = {
  ...world,
  'GET /analysis/:id/figures/': {
    entries: [
      {
        ...listed,
        _shallow: true as const,
        revision_count: 2,
        newest_revision: SECOND,
        tags: [],
        kind: 'picture' as const,
        has_table: false,
        access,
      },
    ],
    next: null,
    total: 1,
  },
};
const withImages = {
  ...world,
  'GET /revision/:id/': ({ path }: { path: Record<string, string> }) => ({
    ...revision(path['id']!),
    data: images,
  }),
};

describe('a gallery', () => {
  it('whose next page is refused asks for it once, and again when the user wants to', async () => {
    const { entries } = withFigures['GET /analysis/:id/figures/'];
    let asked = 0;
    const { user } = await mountApp(`/analysis/${ANALYSIS}`, {
      ...withFigures,
      'GET /analysis/:id/figures/': ({ query }) => {
        if (!query.has('cursor')) return { entries, next: 'second', total: 2 };
        asked += 1;
        return asked === 1
          ? refusal(429, 'too_many_requests', 'Too many requests.')
          : { entries: entries.map((entry) => ({ ...entry, api_id: FIRST, name: 'Snow' })), next: null, total: 2 };
      },
    });
    await user.click(await screen.findByRole('button', { name: 'Try again' }));
    expect(await screen.findByRole('link', { name: 'Snow' })).toBeTruthy();
    expect(asked).toBe(2);
  });
});

describe('shortcuts', () => {
  it.each([
    ['a switch', () => screen.findByRole('switch', { name: 'Show watermark' })],
    ['a choice of the format', () => screen.findByRole('radio', { name: 'SVG' })],
    ['a tab', () => screen.findByRole('tab', { name: /^Code/ })],
  ])('work after a click on %s', async (_what, find) => {
    const { user, address } = await mountApp(`/revision/${SECOND}`, withImages);
    await user.click(await find());
    const chosen = screen.queryAllByRole('radio', { checked: true }).map((radio) => radio.getAttribute('value'));
    await user.keyboard('{ArrowLeft}');
    await waitFor(() => expect(address()).toContain(`/revision/${FIRST}`));
    expect(screen.queryAllByRole('radio', { checked: true }).map((radio) => radio.getAttribute('value'))).toEqual(
      chosen,
    );
    await user.keyboard('?');
    expect(await screen.findByRole('dialog')).toBeTruthy();
  });

  it('leave the arrow keys to a choice that the keyboard reached', async () => {
    const { user, address } = await mountApp(`/revision/${SECOND}`, withImages);
    const choice = await screen.findByRole('tab', { name: /^Image/ });
    while (document.activeElement !== choice) await user.tab();
    await user.keyboard('{ArrowRight}');
    expect(address()).toContain(`/revision/${SECOND}?tab=code`);
  });

  it('leave letters to texts', async () => {
    const { user } = await mountApp(`/analysis/${ANALYSIS}`, withFigures);
    await user.type(await screen.findByRole('textbox', { name: 'Filter figures by name' }), '?');
    expect(screen.queryByRole('dialog')).toBeNull();
  });

  it('that step through revisions add nothing to the history', async () => {
    const { user, address, back } = await mountApp(`/analysis/${ANALYSIS}`, withFigures);
    await user.click(await screen.findByRole('link', { name: 'Drops' }));
    await screen.findByText('Revision #2', { selector: 'span' });
    await user.keyboard('{ArrowLeft}');
    await waitFor(() => expect(address()).toContain(`/revision/${FIRST}`));
    await user.keyboard('{ArrowRight}');
    await waitFor(() => expect(address()).toContain(`/revision/${SECOND}`));
    back();
    await waitFor(() => expect(address()).toBe(`/analysis/${ANALYSIS}`));
  });
});

describe('after a failure of the network or the server', () => {
  it.each([
    ['a page', 'GET /figure/:id/', `/figure/${FIGURE}`, () => screen.findByRole('heading', { name: 'Drops' })],
    ['a part of it', 'GET /analysis/:id/figures/', `/analysis/${ANALYSIS}`, () => screen.findByText('Drops')],
  ] as const)('%s comes back by itself', async (_what, route, at, found) => {
    vi.useFakeTimers({ shouldAdvanceTime: true, advanceTimeDelta: 200 });
    try {
      let isAway = true;
      const there = withFigures[route] as unknown;
      await mountApp(at, {
        ...withFigures,
        [route]: (sent: unknown) => {
          if (isAway) return refusal(503, 'unavailable', 'Not now.');
          return typeof there === 'function' ? there(sent) : there;
        },
      });
      expect(await screen.findByRole('alert')).toBeTruthy();
      isAway = false;
      expect(await found()).toBeTruthy();
      expect(screen.queryByRole('alert')).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('a filter', () => {
  it('is in the address, and there again on Back', async () => {
    const { user, address, back } = await mountApp(`/analysis/${ANALYSIS}`, withFigures);
    await user.type(await screen.findByRole('textbox', { name: 'Filter figures by name' }), 'dro');
    await waitFor(() => expect(address()).toBe(`/analysis/${ANALYSIS}?filter=dro`));
    await user.click(await screen.findByRole('link', { name: 'Drops' }));
    await screen.findByText('Revision #2', { selector: 'span' });
    back();
    const field = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Filter figures by name' });
    expect(field.value).toBe('dro');
    await user.clear(field);
    await waitFor(() => expect(address()).toBe(`/analysis/${ANALYSIS}`));
  });
});

describe('a revision', () => {
  const showing = (fields: object) => ({
    ...world,
    'GET /revision/:id/': () => ({ ...revision(SECOND), ...fields }),
  });

  it.each([
    ['nothing', { data: [], metadata: {} }, 'This revision is empty', 'without data and metadata'],
    ['metadata only', { data: [], metadata: { a: 1 } }, 'This revision has metadata only', 'without an image'],
    ['code only', {}, 'No image in this revision', 'It has 1 code file, in the tabs above.'],
  ])('with %s says so', async (_what, fields, title, words) => {
    await mountApp(`/revision/${SECOND}`, showing(fields));
    expect(await screen.findByText(title)).toBeTruthy();
    expect(await screen.findByText(words, { exact: false })).toBeTruthy();
  });

  it('tells above its code what was masked in it', async () => {
    await mountApp(`/revision/${SECOND}?tab=code`, showing({ metadata: { secrets_redacted: { password: 2 } } }));
    expect(await screen.findByText('2 values were masked before publishing: 2 passwords')).toBeTruthy();
  });

  it('of a clean room is marked', async () => {
    await mountApp(`/revision/${SECOND}`, showing({ is_clean_room: true }));
    expect(await screen.findByText('Clean room')).toBeTruthy();
  });
});

describe('descriptions', () => {
  it('are Markdown, and run nothing', async () => {
    const text =
      'See **the paper**: https://example.org/paper\n[click](javascript:alert(1)) ![spy](https://spy.example/a.png)\n<script>alert(1)</script>';
    await mountApp(`/figure/${FIGURE}`, { ...world, 'GET /figure/:id/': figure({ description: text }) });
    const link = await screen.findByRole('link', { name: 'https://example.org/paper' });
    expect(link.getAttribute('rel')).toContain('noopener');
    expect(screen.getByText('the paper').tagName).toBe('STRONG');
    expect(screen.queryByRole('link', { name: 'click' })).toBeNull();
    expect(screen.getByRole('link', { name: 'spy' }).getAttribute('href')).toBe('https://spy.example/a.png');
    expect(document.querySelector('img[src*="spy"], script')).toBeNull();
    expect(screen.getByText(/<script>/)).toBeTruthy();
  });
});

describe('recent figures', () => {
  const recent = {
    ...listed,
    _shallow: true as const,
    analysis_name: 'Rain',
    workspace_name: 'Lab',
    access: { visibility: 'link' as const, people: 1, guests: 0 },
  };

  it('name their analysis and workspace', async () => {
    await mountApp('/', {
      ...world,
      'GET /recent/': { analyses: [], figures: [recent], assets: [] },
    });
    const list = within(await screen.findByRole('list', { name: 'Recent figures' }));
    expect(await list.findByText('Rain')).toBeTruthy();
    expect(list.getByText('Lab')).toBeTruthy();
  });

  it('of the home page are marked like those of other lists', async () => {
    await mountApp('/', {
      ...world,
      'GET /recent/': {
        analyses: [],
        figures: [
          recent,
          { ...recent, api_id: SECOND, name: 'Waves', access: { visibility: 'private', people: 1, guests: 0 } },
        ],
        assets: [],
      },
    });
    const list = within(await screen.findByRole('list', { name: 'Recent figures' }));
    expect(await list.findByTitle('Anyone with the link can see it')).toBeTruthy();
    expect(list.getAllByTitle(/can see it|Shared by name/)).toHaveLength(1);
  });
});
