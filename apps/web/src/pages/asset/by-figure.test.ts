import type { LineageNode } from '@gofigr/contract';
import { expect, it } from 'vitest';
import { byFigure } from './by-figure.ts';

it('figures made with a file are listed once, the last published first, without the file itself', () => {
  const use = (parent: string, day: number, more: Partial<LineageNode> = {}) =>
    ({
      api_id: `${parent}${day}`,
      parent,
      created_on: `2026-11-0${day}`,
      kind: 'revision',
      distance: 1,
      ...more,
    }) as LineageNode;
  const groups = byFigure([
    use('file', 1, { kind: 'asset_revision', distance: 0 }),
    use('a', 1),
    use('b', 2),
    use('a', 3),
    use('source', 4, { distance: -1 }),
  ]);
  expect(groups.map((group) => group.map(({ api_id }) => api_id))).toEqual([['a3', 'a1'], ['b2']]);
});
