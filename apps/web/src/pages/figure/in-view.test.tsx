// @vitest-environment happy-dom
import { render } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { InView } from './in-view.tsx';

beforeEach(() => {
  vi.spyOn(HTMLElement.prototype, 'clientHeight', 'get').mockReturnValue(1000);
  vi.spyOn(HTMLElement.prototype, 'offsetHeight', 'get').mockImplementation(function (this: HTMLElement) {
    return this.textContent === 'opened' ? 300 : 100;
  });
});
afterEach(() => vi.restoreAllMocks());

test('an item that has grown keeps its height when another comes before it', () => {
  const scroll = { current: document.createElement('div') };
  const starts = new Map<string, number>();
  const list = (ids: readonly string[]) => (
    <InView
      count={ids.length}
      idAt={(index) => ids[index] ?? ''}
      size={100}
      scroll={scroll}
      draw={(items, { measure }) =>
        items.map(({ index, start }) => {
          starts.set(ids[index] ?? '', start);
          return (
            <div key={ids[index]} ref={measure} data-index={index}>
              {ids[index]}
            </div>
          );
        })
      }
    />
  );
  const { rerender } = render(list(['a', 'opened', 'b']));
  expect(Object.fromEntries(starts)).toEqual({ a: 0, opened: 100, b: 400 });
  rerender(list(['new', 'a', 'opened', 'b']));
  expect(Object.fromEntries(starts)).toEqual({ new: 0, a: 100, opened: 200, b: 500 });
});
