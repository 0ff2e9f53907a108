// @vitest-environment happy-dom
import { render } from '@testing-library/react';
import { afterEach, expect, test, vi } from 'vitest';
import { useActiveInView } from './active-in-view.ts';

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

test('a row asks for no layout before the page has one', () => {
  const asked = vi.spyOn(HTMLElement.prototype, 'getBoundingClientRect');
  let report: (() => void) | undefined;
  vi.stubGlobal(
    'ResizeObserver',
    class {
      constructor(onSize: () => void) {
        report = onSize;
      }
      observe() {}
      disconnect() {}
    },
  );
  const Row = () => (
    <div ref={useActiveInView<HTMLDivElement>()}>
      <b data-active>chosen</b>
    </div>
  );
  render(<Row />);
  expect(asked).not.toHaveBeenCalled();
  report?.();
  expect(asked).toHaveBeenCalled();
});
