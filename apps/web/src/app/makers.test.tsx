// @vitest-environment happy-dom
import { screen } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { mountApp, unmountApp } from './test-app.tsx';
import { ANALYSIS, FIGURE, revision, SECOND, world } from './test-world.ts';

afterEach(unmountApp);

describe('the notebook or script', () => {
  const git = { hash: 'abcdef0123456789', commit_link: 'https://example.org/commit/abcdef0123456789' };
  const metadata = { notebook_name: 'dose.ipynb', notebook_path: '/home/ada/dose.ipynb', git };

  it('that made a figure is on its page: a path to copy, and a link only to the web', async () => {
    await mountApp(`/figure/${FIGURE}`, {
      ...world,
      'GET /revision/:id/': ({ path }) => ({ ...revision(path['id']!), metadata }),
    });
    expect((await screen.findByText('dose.ipynb')).closest('a')).toBeNull();
    expect(screen.getByRole('button', { name: 'Copy path of the notebook' })).toBeTruthy();
    const commit = screen.getByRole('link', { name: 'abcdef012345' });
    expect([commit.getAttribute('href'), commit.getAttribute('rel')]).toEqual([git.commit_link, 'noopener noreferrer']);
    expect(screen.getByRole('link', { name: 'Code' }).getAttribute('href')).toBe(`/figure/${FIGURE}?tab=code`);
  });

  it('that made the figures of an analysis are on its page', async () => {
    const nameless = { notebook_name: null, notebook_path: null, url: null, script: null };
    const maker = { ...nameless, figures: 2, newest: SECOND, published_on: '2026-11-01T12:00:00.000000+00:00' };
    const { user } = await mountApp(`/analysis/${ANALYSIS}`, {
      ...world,
      'GET /analysis/:id/makers/': [
        { ...maker, notebook_name: 'dose.ipynb', url: 'https://lab.example.org/dose.ipynb' },
        { ...maker, newest: '1', notebook_name: 'evil', url: 'javascript:alert(1)' },
        ...['2', '3', '4'].map((newest) => ({ ...maker, newest, script: `${newest}.py` })),
      ],
    });
    const link = await screen.findByRole('link', { name: 'dose.ipynb' });
    expect(link.getAttribute('href')).toBe('https://lab.example.org/dose.ipynb');
    expect(screen.getByText('evil').closest('a')).toBeNull();
    expect(screen.queryByText('4.py')).toBeNull();
    await user.click(screen.getByRole('button', { name: '2 more' }));
    expect(screen.getByText('4.py')).toBeTruthy();
    expect(screen.getAllByRole('link', { name: '2 figures' })[0]?.getAttribute('href')).toBe(
      `/revision/${SECOND}?tab=code`,
    );
  });
});
