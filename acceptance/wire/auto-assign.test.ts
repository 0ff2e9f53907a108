import { describe, expect, test } from 'vitest';
import { body, nobody, signIn } from '../src/client.ts';
import { base64, fixture, newAnalysis, newFigure } from '../src/fixture.ts';
import { png } from '../src/pictures.ts';
import { repeats, stranger } from '../src/target.ts';

const code = (text: string, language = 'Python') => ({
  name: 'Jupyter Cell',
  type: 'code',
  metadata: { language, format: 'text', encoding: 'utf-8' },
  data: base64(text),
});
const image = (bytes: Buffer) => ({
  name: 'figure',
  type: 'image',
  metadata: { format: 'png', is_watermarked: false },
  data: base64(bytes),
});

describe('auto-assign', () => {
  const here = fixture();
  const newPlace = async () => (await newAnalysis(here.user, here.workspace)).api_id as string;
  const publish = (analysis: string, data: object[], more: object = {}) =>
    body(201, here.user.post('revision/auto-assign/', { analysis, metadata: {}, data, assets: [], ...more }));
  const nameOf = (revision: any) => revision.figure_metadata.name;

  test('publishes like a revision, but without a figure [5.51, 11.48]', async () => {
    for (const version of ['v1.4', 'v1.4.1']) {
      const analysis = await newPlace();
      const user = here.user.at(version);
      const { prefix } = await body(201, user.post('short_id_prefix/reserve/'));
      const client_id = crypto.randomUUID();
      const sent = { analysis, metadata: { title: 'Titled', a: 1 }, data: [image(png(30, 20))], assets: [] };
      const more = { is_clean_room: true, client_id, short_id: `${prefix}0` };
      const made = await body(201, user.post('revision/auto-assign/', { ...sent, ...more }));
      expect(made).toMatchObject({
        api_id: client_id,
        short_id: `${prefix}0`,
        is_clean_room: true,
        is_processing: false,
        metadata: { title: 'Titled', a: 1 },
        figure_metadata: { name: 'Titled', analysis },
      });
      expect(await body(200, user.get(`revision/${client_id}/`))).toEqual(made);
      await body(409, user.post('revision/auto-assign/', { ...sent, client_id }));
      const { figures } = await body(200, user.get(`analysis/${analysis}/`));
      expect(figures).toMatchObject([{ name: 'Titled', size_bytes: made.size_bytes }]);
      const log = await body(200, user.get(`analysis/${analysis}/log/`));
      expect(log.map((item: any) => [item.action, item.target_type])).toEqual([
        ['create', 'revision'],
        ['create', 'figure'],
        ['create', 'analysis'],
      ]);
    }
  });

  test('chooses an existing or new figure by the title in the metadata or the code [5.51]', async () => {
    const analysis = await newPlace();
    const there = (await newFigure(here.user, analysis, 'MPG vs horsepower')).api_id;
    const r = code('ggplot(mtcars) + geom_point() +\n  labs(title = "MPG vs horsepower")', 'R');
    const titled = [
      [await publish(analysis, [r]), 'MPG vs horsepower'],
      [await publish(analysis, [code('plt.plot(x)\nplt.title("Growth")')]), 'Growth'],
      [await publish(analysis, [code('px.bar(df, title="Counts")')]), 'Counts'],
      [await publish(analysis, [code('fig.suptitle("All")\naxes[0].set_title("left")')]), 'All'],
      [await publish(analysis, [r], { metadata: { figure_title: 'Growth' } }), 'Growth'],
    ] as const;
    for (const [made, title] of titled) expect(nameOf(made)).toBe(title);
    expect([titled[0][0].figure, titled[4][0].figure]).toEqual([there, titled[1][0].figure]);
  });

  test('without a title chooses the figure with similar image and code, always the same one [5.51]', async () => {
    const analysis = await newPlace();
    const [wide, flat] = [png(300, 200), png(300, 200, 255)];
    const cell = 'for day in days:\n  axes.bar(day.index, day.growth)';
    const bars = await publish(analysis, [image(wide), code(cell)], { metadata: { title: 'Bars' } });
    for (let count = 0; count < repeats; count++) {
      expect(nameOf(await publish(analysis, [image(wide)]))).toBe('Bars');
      // Different image, same code.
      expect((await publish(analysis, [image(flat), code(cell)])).figure).toBe(bars.figure);
    }
  });

  test('falls back to "Anonymous Figure", also without an image [11.22, 5.51]', async () => {
    const analysis = await newPlace();
    const made = [
      await publish(analysis, []),
      await publish(analysis, [code('plt.plot(x)')]),
      await publish(analysis, [image(Buffer.from('no picture at all'))]),
      await body(201, here.user.post('revision/auto-assign/', { analysis })),
    ];
    expect(made.map(nameOf)).toEqual(Array(4).fill('Anonymous Figure'));
    expect(made.map(({ revision_index }) => revision_index)).toEqual([0, 1, 2, 3]);
  });

  test('ten requests at once with one new title create one figure [5.51]', async () => {
    for (let count = 0; count < repeats; count++) {
      const analysis = await newPlace();
      const sent = { metadata: { title: 'Raced' } };
      const made = await Promise.all(Array.from({ length: 10 }, () => publish(analysis, [], sent)));
      expect(new Set(made.map(({ figure }) => figure)).size).toBe(1);
      expect((await body(200, here.user.get(`analysis/${analysis}/`))).figures.length).toBe(1);
    }
  });

  test('needs the right to publish in the analysis [5.51]', async () => {
    const analysis = await newPlace();
    const other = await signIn(stranger);
    await body(200, here.user.post(`analysis/${analysis}/share/link/`, { enabled: true }));
    await body(403, other.post('revision/auto-assign/', { analysis, metadata: {}, data: [] }));
    await body(403, other.post('revision/auto-assign/', { analysis, metadata: {}, data: 5 }));
    await body(403, nobody.post('revision/auto-assign/', { analysis, metadata: {}, data: [] }));
    await body(404, here.user.post('revision/auto-assign/', { analysis: crypto.randomUUID(), data: [] }));
    await body(400, here.user.post('revision/auto-assign/', { metadata: {}, data: [] }));
    expect((await body(200, here.user.get(`analysis/${analysis}/`))).figures).toEqual([]);
  });
});
