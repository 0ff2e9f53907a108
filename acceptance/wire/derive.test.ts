import { describe, expect, test } from 'vitest';
import { body, nobody, signIn } from '../src/client.ts';
import { base64, datum, fixture, newFigure, newRevision, TIME, UUID4 } from '../src/fixture.ts';
import { png } from '../src/pictures.ts';
import { stranger } from '../src/target.ts';

const frame = (name: string, text: string) => ({
  name,
  type: 'dataframe',
  metadata: { format: 'parquet', local_id: name },
  data: base64(text),
  is_clean_room: true,
});

describe('a revision derived in the browser', () => {
  const here = fixture();
  const publish = (more: object = {}) =>
    newRevision(here.user, here.figure, [datum('a', 'abc'), frame('one', '11'), frame('two', '2222')], more);

  test('keeps the data frames and is_clean_room and gets a short ID from the server [5.49, 11.21, 11.48]', async () => {
    for (const version of ['v1.4', 'v1.4.1']) {
      const user = here.user.at(version);
      const origin = await publish({ is_clean_room: true, metadata: { from: 'origin' } });
      const figure = (await newFigure(user, here.analysis)).api_id;
      const made = await body(201, user.post(`revision/${origin.api_id}/derive/`, { figure, metadata: { a: 1.0 } }));
      expect(made).toMatchObject({
        figure,
        revision_index: 0,
        is_clean_room: true,
        metadata: { a: 1 },
        size_bytes: 6,
        assets: [],
        updated_on: null,
      });
      expect(made.api_id).toMatch(UUID4);
      expect(made.short_id).toMatch(/^[0-9a-zA-Z]{9,20}$/);
      expect((await body(200, user.get(`short_id/${made.short_id}/`))).revision).toBe(made.api_id);
      const [, ...frames] = origin.data;
      const seen = (list: any[]) => list.map((one) => ({ ...one, api_id: null }));
      expect(seen(made.data)).toEqual(seen(frames));
      for (const [index, { api_id }] of made.data.entries()) {
        expect(api_id).not.toBe(frames[index].api_id);
        expect((await body(200, user.get(`data/${api_id}/`))).data).toBe(base64(['11', '2222'][index] ?? ''));
      }
      expect(await body(200, user.get(`revision/${made.api_id}/`))).toEqual(made);
      const { child_updated_on, size_bytes } = await body(200, user.get(`figure/${figure}/`));
      expect([child_updated_on, size_bytes]).toEqual([made.created_on, 6]);
      // A derived revision does not depend on its origin.
      await body(204, user.delete(`revision/${origin.api_id}/`));
      expect((await body(200, user.get(`data/${made.data[0].api_id}/`))).data).toBe(base64('11'));
    }
  });

  test('needs no metadata and is one item of activity [5.49, 11.21, 7.4]', async () => {
    const origin = await publish();
    const made = await body(201, here.user.post(`revision/${origin.api_id}/derive/`, { figure: here.figure }));
    expect([made.metadata, made.is_clean_room]).toEqual([{}, false]);
    const log = await body(200, here.user.get(`analysis/${here.analysis}/log/`));
    const items = log.filter((item: any) => item.target_id === made.api_id);
    expect(items).toMatchObject([{ action: 'create', target_type: 'revision' }]);
  });

  test('is refused without the right to see the origin or to publish there [5.49]', async () => {
    const origin = await publish();
    const other = await signIn(stranger);
    const workspace = (await body(200, other.get('workspace/')))[0].api_id;
    const analysis = (await body(201, other.post('analysis/', { name: 'theirs', workspace }))).api_id;
    const theirs = (await newFigure(other, analysis)).api_id;
    const path = `revision/${origin.api_id}/derive/`;
    await body(403, nobody.post(path, { figure: here.figure }));
    await body(403, other.post(path, { figure: theirs }));
    await body(403, other.post(path, { figure: 5 }));
    await body(200, here.user.post(`revision/${origin.api_id}/share/link/`, { enabled: true }));
    await body(403, other.post(path, { figure: here.figure }));
    expect((await body(201, other.post(path, { figure: theirs }))).size_bytes).toBe(6);
    await body(400, here.user.post(path, {}));
    await body(404, here.user.post(`revision/${crypto.randomUUID()}/derive/`, { figure: here.figure }));
    await body(204, other.delete(`analysis/${analysis}/`));
  });

  test('accepts more data, which are appended to the existing data [5.50, 11.48]', async () => {
    const origin = await publish();
    const made = await body(201, here.user.post(`revision/${origin.api_id}/derive/`, { figure: here.figure }));
    const image = { name: 'figure', type: 'image', metadata: { format: 'png', is_watermarked: true } };
    const path = `revision/${made.api_id}/append_data/`;
    const sent = [
      { ...image, data: base64(png(60, 40)) },
      { ...datum('b', 'bb'), api_id: made.data[0].api_id },
    ];
    const after = await body(200, here.user.post(path, { data: sent }));
    expect(after.data.map((one: any) => [one.name, one.type, one.size_bytes])).toEqual([
      ['one', 'dataframe', 2],
      ['two', 'dataframe', 4],
      ['figure', 'image', png(60, 40).length],
      ['b', 'file', 2],
    ]);
    expect(after.data.slice(0, 2)).toEqual(made.data);
    expect(new Set(after.data.map((one: any) => one.api_id)).size).toBe(4);
    expect(after.size_bytes).toBe(8 + png(60, 40).length);
    expect(after).toEqual(await body(200, here.user.get(`revision/${made.api_id}/`)));
    // Appending is neither PUT nor PATCH.
    expect(after.updated_on).toBeNull();
    const figure = await body(200, here.user.get(`figure/${here.figure}/`));
    expect(figure.child_updated_on).toMatch(TIME);
    expect(figure.child_updated_on > made.created_on).toBe(true);
    expect((await body(200, here.user.get(`revision/${made.api_id}/thumbnail/32`))).thumbnail).not.toBeNull();
    expect((await body(200, here.user.post(path, { data: [] }))).data).toEqual(after.data);
  });

  test('appending needs the right to change it and is one item of activity, or none if silent [5.50, 7.4, 5.45]', async () => {
    const revision = await publish();
    const path = `revision/${revision.api_id}/append_data/`;
    await body(200, here.user.post(path, { data: [datum('x', 'x')] }));
    await body(200, here.user.post(`${path}?silent=true`, { data: [datum('y', 'y')] }));
    const log = await body(200, here.user.get(`analysis/${here.analysis}/log/`));
    const actions = log.filter((item: any) => item.target_id === revision.api_id).map((item: any) => item.action);
    expect(actions).toEqual(['update', 'create']);
    await body(200, here.user.post(`revision/${revision.api_id}/share/link/`, { enabled: true }));
    await body(403, (await signIn(stranger)).post(path, { data: [datum('z', 'z')] }));
    await body(403, nobody.post(path, { data: [datum('z', 'z')] }));
    await body(400, here.user.post(path, { data: [{ name: 'z', type: 'file' }] }));
    await body(400, here.user.post(path, {}));
  });

  test('ten data appended at once are all kept [5.50]', async () => {
    const revision = await newRevision(here.user, here.figure);
    const path = `revision/${revision.api_id}/append_data/`;
    const names = Array.from({ length: 10 }, (_, index) => `datum ${index}`);
    await Promise.all(names.map((name) => body(200, here.user.post(path, { data: [datum(name, name)] }))));
    const { data, size_bytes } = await body(200, here.user.get(`revision/${revision.api_id}/`));
    expect(data.map((one: any) => one.name).toSorted()).toEqual(names);
    expect(size_bytes).toBe(names.join('').length);
  });
});
