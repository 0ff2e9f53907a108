import { describe, expect, test } from 'vitest';
import { diffSvg } from './diff-svg.ts';

const svg = (inside: string) => `<?xml version="1.0"?>
<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">
<svg xmlns="http://www.w3.org/2000/svg" width="100" height="80">${inside}</svg>`;

const plot = (line: string, title: string, clip = 'p1', date = '2026-01-01') =>
  svg(`<metadata><date>${date}</date></metadata>
    <defs><clipPath id="${clip}"><rect x="1" y="2" width="90" height="70"/></clipPath></defs>
    <g id="axes_1"><path d="${line}" clip-path="url(#${clip})" style="stroke: blue"/><!-- ${title} --></g>`);

describe('the difference of two SVGs', () => {
  test('is empty for an SVG and itself', () => {
    expect(diffSvg(plot('M 1 1', 'Weight'), plot('M 1 1', 'Weight'))).toEqual({
      equal: true,
      rest_differs: false,
      elements: { a: 7, b: 7, added: 0, removed: 0, changed: 0 },
      changes: [],
      texts: [],
      unlisted: 0,
    });
  });

  test('names changed attributes and texts', () => {
    const diff = diffSvg(plot('M 1 1', 'Weight'), plot('M 2 9', 'Height in cm'));
    expect(diff.changes).toEqual([
      { kind: 'changed', path: 'svg > g#axes_1 > path', attributes: [{ name: 'd', a: 'M 1 1', b: 'M 2 9' }] },
    ]);
    expect(diff.texts).toEqual([{ kind: 'changed', a: 'Weight', b: 'Height in cm' }]);
    expect(diff).toMatchObject({ equal: false, rest_differs: false, elements: { changed: 1 } });
  });

  test('lists added and removed elements and texts', () => {
    const a = svg('<circle r="1"/><rect width="2"/><text>one</text>');
    const b = svg('<circle r="1"/><text>one</text><g><text y="4">two &amp; <tspan>three</tspan></text></g>');
    const diff = diffSvg(a, b);
    expect(diff.changes).toEqual([
      { kind: 'removed', path: 'svg > rect' },
      { kind: 'added', path: 'svg > g' },
      { kind: 'added', path: 'svg > g > text' },
      { kind: 'added', path: 'svg > g > text > tspan' },
    ]);
    expect(diff.texts).toEqual([
      { kind: 'added', text: 'two &' },
      { kind: 'added', text: 'three' },
    ]);
  });

  test('ignores random IDs, dates and spaces, but says that the files differ', () => {
    const diff = diffSvg(plot('M 1 1', 'Weight'), plot('M 1 1', ' Weight\n', 'p8f2e', '2026-02-02'));
    expect(diff).toMatchObject({ equal: false, rest_differs: true, changes: [], texts: [] });
  });

  test('notices another target of a reference, and another style', () => {
    const glyph = (target: string) =>
      svg(`<defs><path id="a" d="M1"/><path id="b" d="M2"/></defs><use href="#${target}"/><style>.x{fill:red}</style>`);
    expect(diffSvg(glyph('a'), glyph('b')).changes).toMatchObject([
      { path: 'svg > use', attributes: [{ name: 'href', a: '#a', b: '#b' }] },
    ]);
    const restyled = glyph('a').replace('red', 'blue');
    expect(diffSvg(glyph('a'), restyled).changes).toMatchObject([{ path: 'svg > style' }]);
  });

  test('cuts long values, lists a thousand changes and counts the others', () => {
    const rects = (fill: string) => svg(`<rect fill="${fill}"/>`.repeat(1_200));
    const diff = diffSvg(rects('red'), rects('y'.repeat(500)));
    expect(diff).toMatchObject({ elements: { changed: 1_200 }, unlisted: 200 });
    expect(diff.changes).toHaveLength(1_000);
    expect(diff.changes[0]).toMatchObject({ attributes: [{ a: 'red', b: `${'y'.repeat(200)}…` }] });
    const deep = (id: string) => svg(`${'<g>'.repeat(300)}<a id="${id}" x="${id}"/>${'</g>'.repeat(300)}`);
    const [change] = diffSvg(deep('one'), deep('two')).changes;
    expect(change!.path).toHaveLength(201);
    expect(change!.path).toMatch(/^….* > a#two$/);
  });

  test('is refused for other texts, and leaves entities alone', () => {
    for (const text of ['', 'no XML', '<svg>', '<svg>'.repeat(100_000)])
      expect(() => diffSvg(text, text)).toThrow('the SVG is not well-formed XML');
    const laughs = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><svg><text>&b;</text></svg>';
    expect(diffSvg(laughs, laughs.replace('<text>', '<text>x')).texts).toEqual([
      { kind: 'changed', a: '&b;', b: 'x&b;' },
    ]);
  });
});
