import { describe, expect, test } from 'vitest';
import { body, nobody, signIn } from '../src/client.ts';
import { datum, fixture, newFigure, newRevision } from '../src/fixture.ts';
import { stranger } from '../src/target.ts';

describe('lineage', () => {
  const here = fixture();
  const newFile = async (text: string) => {
    const asset = (await body(201, here.user.post('asset/', { name: 'data.csv', workspace: here.workspace }))).api_id;
    const sent = { asset, metadata: {}, data: [datum('data.csv', text)] };
    return { asset, revision: (await body(201, here.user.post('asset_revision/', sent))).api_id as string };
  };
  const grow = async () => {
    const file = await newFile(crypto.randomUUID());
    const [plotted, explored] = [await newFigure(here.user, here.analysis), await newFigure(here.user, here.analysis)];
    const assets = [{ asset_revision: file.revision, use_type: 'indirect' }];
    const plot = (await newRevision(here.user, plotted.api_id, [], { assets })).api_id as string;
    const derive = `revision/${plot}/derive/`;
    const derived = (await body(201, here.user.post(derive, { figure: explored.api_id }))).api_id as string;
    return { file, plot, derived, plotted: plotted.api_id as string, explored: explored.api_id as string };
  };
  const distances = ({ nodes }: any) => Object.fromEntries(nodes.map((one: any) => [one.api_id, one.distance]));

  test('lists the files of a figure and the figures of a file, over several steps, the same from every end [10.3]', async () => {
    const { file, plot, derived, plotted, explored } = await grow();
    const edges = [
      { from: file.revision, to: plot, type: 'use', use_type: 'indirect' },
      { from: plot, to: derived, type: 'derive', use_type: null },
    ];
    for (const [path, expected] of [
      [`figure/${explored}`, { [derived]: 0, [plot]: -1, [file.revision]: -2 }],
      [`revision/${derived}`, { [derived]: 0, [plot]: -1, [file.revision]: -2 }],
      [`figure/${plotted}`, { [plot]: 0, [file.revision]: -1, [derived]: 1 }],
      [`asset/${file.asset}`, { [file.revision]: 0, [plot]: 1, [derived]: 2 }],
      [`asset_revision/${file.revision}`, { [file.revision]: 0, [plot]: 1, [derived]: 2 }],
    ] as const) {
      const seen = await body(200, here.user.get(`${path}/lineage/`));
      expect(distances(seen), path).toEqual(expected);
      expect([seen.edges, seen.cut], path).toEqual([edges, false]);
    }
    const up = await body(200, here.user.get(`revision/${plot}/lineage/?direction=up&depth=1`));
    expect(distances(up)).toEqual({ [plot]: 0, [file.revision]: -1 });
    expect(await body(200, here.user.get(`asset/${file.asset}/lineage/?depth=1`))).toMatchObject({ cut: true });
    await body(400, here.user.get(`asset/${file.asset}/lineage/?depth=0`));
  });

  test('recognizes the same bytes in another asset [10.3]', async () => {
    const text = crypto.randomUUID();
    const [first, second] = [await newFile(text), await newFile(text)];
    const seen = await body(200, here.user.get(`asset_revision/${second.revision}/lineage/`));
    const edge = { from: first.revision, to: second.revision, type: 'same_bytes', use_type: null };
    expect(seen.edges).toEqual([edge]);
    expect(seen.nodes[0].hash).toBe(seen.nodes[1].hash);
  });

  test('leaves out hidden objects, and is refused for a hidden object [10.3, 2.14]', async () => {
    const { file, plot, derived, explored } = await grow();
    const other = await signIn(stranger);
    for (const path of [
      `figure/${explored}`,
      `revision/${plot}`,
      `asset/${file.asset}`,
      `asset_revision/${file.revision}`,
    ])
      for (const caller of [other, nobody]) await body(403, caller.get(`${path}/lineage/`));
    await body(200, here.user.post(`figure/${explored}/share/link/`, { enabled: true }));
    for (const caller of [other, nobody]) {
      const seen = await body(200, caller.get(`figure/${explored}/lineage/`));
      expect([distances(seen), seen.edges]).toEqual([{ [derived]: 0 }, []]);
    }
    await body(200, here.user.post(`asset/${file.asset}/share/link/`, { enabled: true }));
    // The file is visible now, but the objects that link to it are not.
    expect(distances(await body(200, nobody.get(`figure/${explored}/lineage/`)))).toEqual({ [derived]: 0 });
  });
});
