// @vitest-environment happy-dom
import type { SimilarFigure } from '@gofigr/contract';
import { act, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type Answers, mountApp, unmountApp } from './test-app.tsx';
import { FIGURE, FIRST, SECOND, world } from './test-world.ts';

/** Says that all that waits to be near is near. */
let comeNear: () => void;

beforeEach(() => {
  const waiting = new Set<() => void>();
  comeNear = () => act(() => waiting.forEach((tell) => tell()));
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      readonly #tell: () => void;
      constructor(onChange: (entries: { isIntersecting: boolean }[]) => void) {
        this.#tell = () => onChange([{ isIntersecting: true }]);
      }
      observe() {
        waiting.add(this.#tell);
      }
      disconnect() {
        waiting.delete(this.#tell);
      }
    },
  );
});
afterEach(unmountApp);

const OTHER = '00000000-0000-4000-8000-000000000099';
const found: SimilarFigure = {
  score: 0.93,
  figure: OTHER,
  figure_name: 'Drops in winter',
  revision: SECOND,
  revision_index: 1,
  created_on: '2026-11-01T10:00:00.000000+00:00',
};

async function open(address: string, answer: Answers['GET /figure/:id/similar/']) {
  let asked = 0;
  await mountApp(address, {
    ...world,
    'GET /figure/:id/similar/': (sent) => {
      asked += 1;
      expect(sent.path).toEqual({ id: FIGURE });
      return typeof answer === 'function' ? answer(sent) : (answer ?? { figures: [] });
    },
  });
  await screen.findByRole('heading', { level: 1, name: 'Drops' });
  return { asked: () => asked };
}

it('similar figures are asked for when their place comes near, and lead to their pages [18.43]', async () => {
  const { asked } = await open(`/revision/${FIRST}`, { figures: [found] });
  expect(asked()).toBe(0);
  comeNear();
  const list = await screen.findByRole('list', { name: 'Similar figures' });
  const link = within(list).getByRole('link', { name: 'Drops in winter' });
  expect(link.getAttribute('href')).toBe(`/figure/${OTHER}`);
  expect(list.querySelector('img')?.getAttribute('src')).toContain(`/revision/${SECOND}/thumbnail/`);
  expect(asked()).toBe(1);
});

it.each([
  ['there are none', { figures: [] }],
  ['the server refuses', Response.json({ code: 'not_allowed', detail: 'No.' }, { status: 403 })],
])('the page says nothing of similar figures if %s', async (_why, answer) => {
  const { asked } = await open(`/figure/${FIGURE}`, answer);
  comeNear();
  await vi.waitFor(() => expect(asked()).toBe(1), 60_000);
  await act(async () => new Promise((resolve) => setTimeout(resolve, 50)));
  expect(screen.queryByText('Similar figures')).toBeNull();
  expect(screen.queryByText('No.')).toBeNull();
});
