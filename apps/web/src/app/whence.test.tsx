// @vitest-environment happy-dom
import type { FoundPicture } from '@gofigr/contract';
import { fireEvent, screen, waitFor, within } from '@testing-library/react';
import { afterEach, describe, expect, it } from 'vitest';
import { mountApp, unmountApp } from './test-app.tsx';
import { FIGURE, FIRST, SECOND, world } from './test-world.ts';

afterEach(unmountApp);

const found: FoundPicture = {
  certainty: 'exact',
  by: 'likeness',
  score: 0.987,
  page: 1,
  revision: FIRST,
  revision_index: 2,
  figure: FIGURE,
  figure_name: 'Drops',
  created_on: new Date().toISOString(),
};
const PICTURE = new File(['picture'], 'slide.pdf', { type: 'application/pdf' });

async function searchFor(results: FoundPicture[] | Response, file = PICTURE) {
  const asked: unknown[] = [];
  const mounted = await mountApp('/whence', {
    ...world,
    'POST /search/picture/': ({ body }) => {
      asked.push(body);
      return results instanceof Response ? results : { results };
    },
  });
  await screen.findByRole('button', { name: 'Choose a file' });
  const paste = new Event('paste') as Event & { clipboardData: { files: File[] } };
  paste.clipboardData = { files: [file] };
  fireEvent(window, paste);
  return { ...mounted, asked };
}
const list = () => screen.findByRole('list', { name: 'Revisions' });

describe('where a picture comes from', () => {
  it('is said with its reason if it is certain, with ways to its code and files', async () => {
    await searchFor([found]);
    expect(within(await list()).getByText('The same picture, 98 % agreement')).toBeTruthy();
    expect(screen.getByText('It comes from this revision')).toBeTruthy();
    expect(screen.getByText('slide.pdf')).toBeTruthy();
    expect(screen.getByRole('link', { name: 'Drops r3' }).getAttribute('href')).toBe(`/revision/${FIRST}`);
    expect(screen.getByRole('link', { name: 'Code' }).getAttribute('href')).toBe(`/revision/${FIRST}?tab=code`);
  });

  it('is no bare claim if revisions look alike', async () => {
    const likely = { ...found, certainty: 'likely' as const };
    await searchFor([likely, { ...likely, revision: SECOND, revision_index: 3, page: 2 }]);
    const [, second] = within(await list()).getAllByRole('listitem');
    expect(screen.getByText('It is this, or one of these that look alike')).toBeTruthy();
    expect(second?.textContent).toContain('Similar, 98 % agreement · page 2');
    expect(within(second!).getByRole('link', { name: 'Compare with the first' }).getAttribute('href')).toBe(
      `/compare/${FIRST}...${SECOND}`,
    );
  });

  it('is told by a code', async () => {
    await searchFor([{ ...found, by: 'code', score: null }]);
    expect(within(await list()).getByText('Its QR code names this revision')).toBeTruthy();
  });

  it('may be unknown', async () => {
    await searchFor([]);
    expect(await screen.findByText('Unknown picture')).toBeTruthy();
  });

  it('is not looked for in a file that is too large, or without a picture', async () => {
    const large = new File(['x'], 'large.png', { type: 'application/octet-stream' });
    Object.defineProperty(large, 'size', { value: 50_000_001 });
    const { asked } = await searchFor([], large);
    expect(await screen.findByText('“large.png” is larger than 50 MB.')).toBeTruthy();
    expect(asked).toEqual([]);
    unmountApp();
    const refusal = { code: 'not_drawable', detail: 'This is no picture.' };
    await searchFor(Response.json(refusal, { status: 422 }));
    await waitFor(() => expect(screen.getByText(/This is no picture/)).toBeTruthy());
  });
});
