// @vitest-environment happy-dom
import { type Datum, type DatumDiff, diffCells, diffPackages, diffSvg, diffText, diffValues } from '@gofigr/compare';
import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, cleanup, render } from '@testing-library/react';
import type { ReactElement } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { DataDiffs } from './data-diffs.tsx';
import { EnvironmentDiff } from './environment-diff.tsx';
import { SvgDiff } from './svg-diff.tsx';
import { ValuesDiff } from './values-diff.tsx';

/** The drawn ends, and a call that says they are in view. */
const ends = new Map<Element, () => void>();

beforeEach(() => {
  ends.clear();
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      readonly #onChange: (entries: { isIntersecting: boolean }[]) => void;
      #element: Element | undefined;
      constructor(onChange: (entries: { isIntersecting: boolean }[]) => void) {
        this.#onChange = onChange;
      }
      observe(element: Element) {
        this.#element = element;
        ends.set(element, () => this.#onChange([{ isIntersecting: true }]));
      }
      disconnect() {
        if (this.#element) ends.delete(this.#element);
      }
    },
  );
  // The worker that colours code is not needed.
  vi.stubGlobal(
    'Worker',
    class extends EventTarget {
      postMessage() {}
    },
  );
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const many = <T,>(make: (index: number) => T): T[] => Array.from({ length: 1_000 }, (_, index) => make(index));
const lines = (make: (index: number) => string) => many(make).join('\n');

const packages = (minor: number) => [{ name: 'pip freeze', text: lines((index) => `p${index}==1.${minor}`) }];
const environment = {
  packages: diffPackages(packages(1), packages(2)),
  interpreter: diffValues({}, {}),
  system: diffValues({}, {}),
  git: diffValues({}, {}),
};
const drawing = (step: number) =>
  `<svg>${lines((index) => `<rect x="${index}" width="${step}" height="${step}"/>`)}</svg>`;
const datum = (name: string): Datum => ({ id: name, name, type: 'code', hash: name.padEnd(64, '0'), size: 10 });
const code = many(
  (index): DatumDiff => ({
    kind: 'changed',
    a: datum(`a${index}`),
    b: datum(`b${index}`),
    content: { text: diffText('x = 1\n', 'x = 2\n') },
  }),
);
const text = [
  {
    ...code[0],
    content: {
      text: diffText(
        lines((index) => `${index}`),
        lines((index) => `${-index}`),
      ),
    },
  },
] as DatumDiff[];
const cells = (step: number) => ({
  cells: many((index) => ({ type: 'code' as const, text: `${index} + ${step}` })),
  rest: '',
});
const notebook = [{ ...code[0], content: { cells: diffCells(cells(1), cells(2)) } }] as DatumDiff[];

test.each<[what: string, few: number, drawn: string, element: ReactElement]>([
  ['packages', 40, 'tbody tr', <EnvironmentDiff key="" diff={environment} split={false} />],
  [
    'values',
    40,
    'tbody tr',
    <ValuesDiff
      key=""
      title="Metadata"
      diff={diffValues(
        many(Number),
        many((n) => -n - 1),
      )}
    />,
  ],
  ['elements of drawings', 40, 'tbody tr', <SvgDiff key="" diff={diffSvg(drawing(1), drawing(2))} />],
  ['lines of a text', 50, 'tr', <DataDiffs key="" what="code" diffs={text} split={false} />],
  ['data', 4, 'h3', <DataDiffs key="" what="code" diffs={code} split={false} />],
  ['cells of a notebook', 4, 'section section > h3', <DataDiffs key="" what="code" diffs={notebook} split={false} />],
])('of many %s, a few are drawn, and more when the end comes near', (_, few, drawn, element) => {
  const { container } = render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>{element}</QueryClientProvider>
    </MantineProvider>,
  );
  const count = () => container.querySelectorAll(drawn).length;
  // The end of a list may be a row, too.
  expect(count()).toBeGreaterThanOrEqual(few);
  expect(count()).toBeLessThanOrEqual(few + 1);
  for (const times of [2, 3]) {
    for (const reach of [...ends.values()]) act(reach);
    expect(count()).toBeGreaterThanOrEqual(times * few);
    expect(count()).toBeLessThanOrEqual(times * few + 1);
  }
});
