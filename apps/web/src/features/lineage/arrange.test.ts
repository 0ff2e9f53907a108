import type { LineageEdge, LineageNode } from '@gofigr/contract';
import { expect, it } from 'vitest';
import { arrange, BOX, curve, placeBoxes } from './arrange.ts';

const node = (api_id: string, name: string, distance: number, revision_index = 0): LineageNode => ({
  api_id,
  kind: name.includes('.') ? 'asset_revision' : 'revision',
  name,
  revision_index,
  parent: `parent of ${name}`,
  analysis: null,
  short_id: null,
  hash: null,
  size_bytes: 1,
  created_by: null,
  created_on: '2026-11-01T12:00:00.000000+00:00',
  distance,
});
const edge = (from: string, to: string, type: LineageEdge['type'] = 'use'): LineageEdge => ({
  from,
  to,
  type,
  use_type: type === 'use' ? 'direct' : null,
});

it('puts sources at the left and results at the right, one box for each figure or asset', () => {
  const { columns, lines } = arrange({
    nodes: [
      node('f', 'data.csv', 0),
      node('a1', 'Dose', 1, 0),
      node('a3', 'Dose', 1, 2),
      node('b1', 'Time', 1),
      node('c1', 'Derived', 2),
    ],
    edges: [edge('f', 'a1'), edge('f', 'a3'), edge('f', 'b1'), edge('a3', 'c1', 'derive')],
  });
  expect(columns.map(({ distance, boxes }) => [distance, ...boxes.map(({ name }) => name)])).toEqual([
    [0, 'data.csv'],
    [1, 'Dose', 'Time'],
    [2, 'Derived'],
  ]);
  expect(columns[1]?.boxes[0]?.revisions.map(({ api_id }) => api_id)).toEqual(['a3', 'a1']);
  expect(lines.map(({ type }) => type)).toEqual(['use', 'use', 'derive']);
});

it('puts boxes near those that they are connected with', () => {
  const { columns } = arrange({
    nodes: [
      ...['x', 'y'].map((name) => node(name, name, 0)),
      node('1', 'of y', -1),
      node('2', 'to x', -1),
      node('3', 'far of y', -2),
      node('4', 'far to x', -2),
    ],
    edges: [edge('1', 'y'), edge('2', 'x'), edge('3', '1'), edge('4', '2')],
  });
  const names = columns.map(({ boxes }) => boxes.map(({ name }) => name));
  expect(names).toEqual([
    ['far to x', 'far of y'],
    ['to x', 'of y'],
    ['x', 'y'],
  ]);
});

it('places columns side by side, each in the middle, and no box over another', () => {
  const { columns } = arrange({ nodes: [node('f', 'a.csv', 0), node('1', 'A', 1), node('2', 'B', 1)], edges: [] });
  const { width, height, at } = placeBoxes(columns);
  expect([width, height]).toEqual([2 * BOX.width + BOX.gapX, 2 * BOX.height + BOX.gapY]);
  const places = [...at.values()];
  expect(places[0]).toEqual({ x: 0, y: (height - BOX.height) / 2 });
  expect((places[2]?.y ?? 0) - (places[1]?.y ?? 0)).toBe(BOX.height + BOX.gapY);
  expect(curve({ x: 0, y: 0 }, { x: 300, y: 0 })).toMatch(new RegExp(`^M${BOX.width},`));
  expect(placeBoxes([])).toMatchObject({ width: 0, height: 0 });
});
