// @vitest-environment happy-dom
import type { TableDiff as Diff } from '@gofigr/compare';
import { act, render, screen } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { TableDiff } from './table-diff.tsx';

afterEach(() => vi.unstubAllGlobals());

test('of a row with many changed cells, those in view are drawn, and the summary stays short', () => {
  let reachEnd: (() => void) | undefined;
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(onChange: (entries: { isIntersecting: boolean }[]) => void) {
        reachEnd = () => onChange([{ isIntersecting: true }]);
      }
      observe() {}
      disconnect() {}
    },
  );
  const names = Array.from({ length: 1000 }, (_, index) => `column ${index}`);
  const diff: Diff = {
    equal: false,
    rows: { a: 1, b: 1, added: 0, removed: 0, changed: 1, rewritten: 0, moved: 0 },
    columns: {
      added: [],
      removed: [],
      moved: false,
      changed: names.map((name) => ({ name, changed: 1, rewritten: 0, within: 0 })),
      common: names,
    },
    changes: [
      {
        kind: 'changed',
        a: 0,
        b: 0,
        moved: false,
        cells: names.map((column) => ({ column, kind: 'changed', a: '1', b: '2', difference: '1' })),
      },
    ],
    unlisted: 0,
  };
  render(<TableDiff diff={diff} />);
  expect(screen.getAllByText('+1')).toHaveLength(40);
  expect(screen.getByText('970 more columns changed.')).toBeTruthy();
  act(() => reachEnd?.());
  expect(screen.getAllByText('+1')).toHaveLength(80);
  expect(screen.getByText('column 79')).toBeTruthy();
});
