import { describe, expect, test } from 'vitest';
import { body, nobody, signIn } from '../src/client.ts';
import { datum, fixture, newFigure, newRevision } from '../src/fixture.ts';
import { stranger } from '../src/target.ts';

describe('comparisons', () => {
  const here = fixture();
  const text = (name: string, type: string, content: string, format?: string) =>
    datum(name, content, { type, metadata: format === undefined ? {} : { format } });
  const publish = async (figure: string, step: number) =>
    (
      await newRevision(
        here.user,
        figure,
        [
          text('cell', 'code', `x = ${step}\nplot(x)\n`),
          text('pip freeze', 'text', `numpy==1.${step}\n`),
          text('weights', 'dataframe', `id,weight\na,1\nb,${step}.5\n`, 'csv'),
          text('figure', 'image', `<svg><rect width="${step}"/><text>Weight</text></svg>`, 'svg'),
        ],
        { metadata: { threshold: step / 10 } },
      )
    ).api_id as string;
  const grow = async () => {
    const figure = (await newFigure(here.user, here.analysis)).api_id as string;
    return { figure, a: await publish(figure, 5), b: await publish(figure, 7) };
  };
  const path = (a: string, b: string) => `compare/?a=${a}&b=${b}`;

  test('of two revisions have all parts, and one line that sums them up [15.1]', async () => {
    const { a, b } = await grow();
    const seen = await body(200, here.user.get(path(a, b)));
    expect(seen).toMatchObject({
      a,
      b,
      equal: false,
      line: '`threshold` 0.5 → 0.7 · code +1 line, −1 line · numpy 1.5 → 1.7 · 1 row changed · picture 1 element changed',
      parameters: { changes: [{ path: ['threshold'], kind: 'changed', a: 0.5, b: 0.7, difference: '+0.2' }] },
      environment: { packages: { up: 1, changes: [{ source: 'pip', name: 'numpy', kind: 'up' }] } },
      code: [{ kind: 'changed', content: { text: { added: 1, removed: 1 } } }],
      tables: [{ content: { table: { key: { columns: ['id'] }, rows: { changed: 1 } } } }],
      pictures: [{ content: { svg: { elements: { changed: 1 }, texts: [] } } }],
      assets: [],
    });
    const other = await publish((await newFigure(here.user, here.analysis)).api_id, 5);
    expect(await body(200, here.user.get(path(a, other)))).toMatchObject({ equal: true, line: 'nothing changed' });
  });

  test('need the right to view both revisions, which are named once [15.2]', async () => {
    const { figure, a, b } = await grow();
    const hidden = (await grow()).a;
    const other = await signIn(stranger);
    for (const caller of [other, nobody]) await body(403, caller.get(path(a, b)));
    await body(200, here.user.post(`figure/${figure}/share/link/`, { enabled: true }));
    await body(200, other.get(path(a, b)));
    for (const caller of [other, nobody])
      for (const pair of [path(a, hidden), path(hidden, a)]) await body(403, caller.get(pair));
    await body(404, here.user.get(path(a, crypto.randomUUID())));
    await body(404, here.user.get(path(a, figure)));
    await body(404, here.user.get(path(a, 'x%00')));
    for (const query of ['', `?a=${a}`, `?b=${b}`, `?a=${a}&b=${b}&b=${a}`])
      await body(400, here.user.get(`compare/${query}`));
  });

  test('are only read by anonymous callers [15.3]', async () => {
    const { figure, a, b } = await grow();
    await body(200, here.user.post(`figure/${figure}/share/link/`, { enabled: true }));
    // Only the comparison with the revision before is stored.
    await body(404, nobody.get(path(b, a)));
    const seen = await body(200, here.user.get(path(a, b)));
    expect(await body(200, nobody.get(path(a, b)))).toEqual(seen);
  });

  test('by choice are refused to anonymous callers in words that say what to do [15.50]', async () => {
    const { figure, a, b } = await grow();
    await body(200, here.user.post(`figure/${figure}/share/link/`, { enabled: true }));
    for (const choice of ['keys=["id"]', 'tolerance=1%25'])
      expect(await body(404, nobody.get(`${path(a, b)}&${choice}`))).toMatchObject({
        code: 'not_found',
        detail: expect.stringMatching(/never stored\. Sign in, .* or leave both out\.$/),
      });
  });

  test('of what can not be compared say why [15.4]', async () => {
    const figure = (await newFigure(here.user, here.analysis)).api_id as string;
    const broken = async (content: string) =>
      (await newRevision(here.user, figure, [text('figure', 'image', `<svg>${content}`, 'svg')])).api_id as string;
    expect(await body(200, here.user.get(path(await broken('1'), await broken('2'))))).toMatchObject({
      equal: false,
      line: 'picture not compared',
      pictures: [{ kind: 'changed', content: { skipped: 'the SVG is not well-formed XML' } }],
    });
  });

  test('are summed up in the list of changes, for those who may view the figure [15.30]', async () => {
    const { figure, a, b } = await grow();
    const { line } = await body(200, here.user.get(path(a, b)));
    const changed = ['picture', 'code', 'data', 'environment', 'metadata'];
    const entries = [
      { revision: a, changed: [], line: null },
      { revision: b, changed, line },
    ];
    expect(await body(200, here.user.get(`figure/${figure}/changes/`))).toEqual(entries);
    expect(await body(200, here.user.get(`figure/${figure}/changes/?from=1&limit=1`))).toEqual([entries[1]]);
    await body(400, here.user.get(`figure/${figure}/changes/?limit=201`));
    await body(403, nobody.get(`figure/${figure}/changes/`));
    await body(200, here.user.post(`figure/${figure}/share/link/`, { enabled: true }));
    expect(await body(200, nobody.get(`figure/${figure}/changes/?from=1`))).toEqual([entries[1]]);
  });
});
