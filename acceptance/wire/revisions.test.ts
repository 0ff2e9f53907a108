import { randomBytes, randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { body } from '../src/client.ts';
import { base64, datum, fixture, newFigure, newRevision, UUID4 } from '../src/fixture.ts';
import { png } from '../src/pictures.ts';

/** BLAKE3 test vectors: the bytes 0, 1, … 250, 0, 1, … */
const counting = (length: number) => Buffer.from(Array.from({ length }, (_, index) => index % 251));
const VECTORS: [Buffer, string][] = [
  [counting(0), 'af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262'],
  [counting(1), '2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213'],
  [counting(1025), 'd00278ae47eb27b34faecf67b4fe263f82d5412916c1ffd97c8cb7fb814b8444'],
];

/** Metadata that change if they are parsed and printed. */
const EXACT = [
  '{"integer":123456789012345678901234567890,"float":1.0,"tiny":1e-7,"exp":1E+2,"minus":-0.0}',
  '{"__proto__":{"polluted":true},"constructor":{"prototype":1},"hasOwnProperty":null}',
  '{"b":1,"a":2,"":{"nested":[[],{},[null,true,false]]}}',
  '{"text":"quote \\" slash \\\\ tab \\t é 你 🎉"}',
  '{"data":"eA==","figure":"not the figure","metadata":{"data":[{"data":"x"}]}}',
  '[1,2,3]',
  '"text"',
  '0',
  'false',
];

describe('revisions', () => {
  const here = fixture();
  const bytesOf = async (id: string) => Buffer.from((await body(200, here.user.get(`data/${id}/`))).data, 'base64');

  test('all five types come back with bytes, order and metadata [5.32, 5.35, 5.36, 5.37, 5.40, 11.13]', async () => {
    const sent = [
      ['image', 'figure', png(20, 10), { format: 'png', is_watermarked: false, local_id: randomUUID() }],
      [
        'image',
        'figure',
        Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
        { format: 'svg', is_watermarked: true },
      ],
      ['image', 'figure', Buffer.from('%!PS-Adobe-3.0 EPSF-3.0\n'), { format: 'eps', is_watermarked: false }],
      ['image', 'figure', Buffer.from('<html><script>1</script></html>'), { format: 'html', is_watermarked: false }],
      ['image', 'figure', randomBytes(50), { format: 'pickle', is_watermarked: false }],
      ['image', 'figure.pdf', Buffer.from('%PDF-1.7\n%%EOF\n'), { format: 'pdf', is_watermarked: false }],
      ['image', '../a/b "c" 🎉.png', png(20, 10).subarray(0, 30), { format: 'png', is_watermarked: false }],
      ['code', 'Jupyter Cell', Buffer.from('print("é")\n'), { language: 'Python', format: 'text', encoding: 'utf-8' }],
      ['text', 'pip freeze', Buffer.from('a==1\n'), { format: 'text', encoding: 'ascii' }],
      ['dataframe', 'frame', Buffer.from('a,b\n1,2\n'), { format: 'pandas/csv', encoding: 'utf-8' }],
      ['dataframe', 'frame', Buffer.from('a,b\n1,2\n'), { format: 'csv', encoding: 'utf-8' }],
      ['dataframe', 'frame', randomBytes(64), { format: 'parquet', encoding: 'utf-8' }],
      ['file', 'a.bin', randomBytes(1000), { path: '/home/me/a "b".bin' }],
      ['file', 'none', Buffer.alloc(0), { path: null }],
      ['file', 'one', Buffer.from([0]), {}],
      ['file', 'every byte', Buffer.from(Array.from({ length: 256 }, (_, byte) => byte)), {}],
      ['file', 'large', randomBytes(1_000_003), {}],
    ] as const;
    const data = sent.map(([type, name, bytes, metadata]) => ({ type, name, metadata, data: base64(bytes) }));
    const made = await newRevision(here.user, here.figure, data);
    for (const revision of [made, await body(200, here.user.get(`revision/${made.api_id}/`))]) {
      expect(revision.data.length).toBe(sent.length);
      for (const [index, [type, name, bytes, metadata]] of sent.entries()) {
        expect(revision.data[index]).toMatchObject({ type, name, size_bytes: bytes.length, data: null });
        expect(revision.data[index].metadata, name).toEqual(metadata);
      }
    }
    for (const [index, [, name, bytes, metadata]] of sent.entries()) {
      const read = await body(200, here.user.get(`data/${made.data[index].api_id}/`));
      expect(Buffer.from(read.data, 'base64').equals(bytes), name).toBe(true);
      expect(read).toEqual({ ...made.data[index], data: base64(bytes) });
      expect(read.metadata, name).toEqual(metadata);
    }
    const size = sent.reduce((sum, [, , bytes]) => sum + bytes.length, 0);
    expect(made.size_bytes).toBe(size);
  }, 20_000);

  test('an unknown type and invalid base64 are 400 [5.35]', async () => {
    const good = datum('a', 'abc');
    for (const bad of [
      { ...good, type: 'video' },
      { ...good, type: null },
      { ...good, type: undefined },
      { ...good, data: 'not base64!' },
      { ...good, data: 'Y' },
      { ...good, data: 5 },
      'text',
    ])
      await body(400, here.user.post('revision/', { figure: here.figure, metadata: {}, data: [good, bad] }));
  });

  test('a datum without a name is 400 [11.10]', async () => {
    for (const name of [undefined, null, '', 5])
      await body(
        400,
        here.user.post('revision/', { figure: here.figure, metadata: {}, data: [{ ...datum('a', 'abc'), name }] }),
      );
  });

  test('100 kB of metadata come back unchanged [5.31]', async () => {
    const metadata = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`package ${index}`, randomUUID()]));
    expect(JSON.stringify(metadata).length).toBeGreaterThan(100_000);
    const made = await newRevision(here.user, here.figure, [], { metadata });
    expect((await body(200, here.user.get(`revision/${made.api_id}/`))).metadata).toEqual(metadata);
  });

  test('null is valid metadata [5.31]', async () => {
    const made = await newRevision(here.user, here.figure, [], { metadata: null });
    expect(made.metadata).toBeNull();
    expect((await body(200, here.user.get(`revision/${made.api_id}/`))).metadata).toBeNull();
  });

  test('keys that look like numbers come back, in any order [5.31]', async () => {
    const metadata = { 10: 'ten', 2: 'two', b: { '-1': 0, 0: 1 } };
    const made = await newRevision(here.user, here.figure, [], { metadata });
    expect((await body(200, here.user.get(`revision/${made.api_id}/`))).metadata).toEqual(metadata);
  });

  test('hash is BLAKE3 and is in the answer at once [5.42, 5.46]', async () => {
    const data = VECTORS.map(([bytes], index) => datum(`v${index}`, bytes));
    const made = await newRevision(here.user, here.figure, data);
    expect(made.data.map((one: { hash: string }) => one.hash)).toEqual(VECTORS.map(([, hash]) => hash));
    expect(made.is_processing).toBe(false);
    expect((await body(200, here.user.get(`data/${made.data[2].api_id}/`))).hash).toBe(VECTORS[2]?.[1]);
  });

  test('client_id becomes the ID, and a second use is 409 [5.33, 5.34, 11.47]', async () => {
    const ids = [randomUUID(), '6ba7b810-9dad-11d1-80b4-00c04fd430c8'.replace(/^6ba7b810/, randomUUID().slice(0, 8))];
    for (const client_id of ids) {
      const made = await newRevision(here.user, here.figure, [datum('a', 'abc')], { client_id });
      expect(made.api_id).toBe(client_id);
      expect((await body(200, here.user.get(`revision/${client_id}/`))).data.length).toBe(1);
      for (const again of [client_id, client_id.toUpperCase()])
        await body(409, here.user.post('revision/', { figure: here.figure, metadata: {}, data: [], client_id: again }));
      expect((await body(200, here.user.get(`revision/${client_id}/`))).data.length).toBe(1);
      await body(204, here.user.delete(`revision/${client_id}/`));
    }
    for (const client_id of ['nonsense', 5, '123'])
      await body(400, here.user.post('revision/', { figure: here.figure, metadata: {}, data: [], client_id }));
    const made = await newRevision(here.user, here.figure, [], { client_id: null });
    expect(made.api_id).toMatch(UUID4);
  });

  test('ten requests at once with one client_id give one 201 and nine times 409 [5.34]', async () => {
    const client_id = randomUUID();
    const sent = { figure: here.figure, metadata: {}, data: [datum('a', 'abc')], client_id };
    const answers = await Promise.all(Array.from({ length: 10 }, () => here.user.post('revision/', sent)));
    expect(answers.map((one) => one.status).toSorted((a, b) => a - b)).toEqual([201, ...Array(9).fill(409)]);
  });

  test('metadata sent as an empty list is an empty object [5.30]', async () => {
    const made = await newRevision(here.user, here.figure, [datum('a', 'abc', { metadata: [] })], { metadata: [] });
    expect(made.metadata).toEqual({});
    expect(made.data[0].metadata).toEqual({});
    const changed = await body(200, here.user.put(`revision/${made.api_id}/`, { metadata: [] }));
    expect(changed.metadata).toEqual({});
    const without = await body(201, here.user.post('revision/', { figure: here.figure }));
    expect(without).toMatchObject({ data: [], assets: [] });
  });

  test('any JSON value in metadata comes back character by character [5.31]', async () => {
    for (const metadata of EXACT) {
      const raw = `{"figure":"${here.figure}","metadata":${metadata},"data":[]}`;
      const made = await here.user.call('POST', 'revision/', { raw });
      expect(made.status, metadata).toBe(201);
      expect(made.text).toContain(`"metadata":${metadata}`);
      const path = `revision/${made.body.api_id}/`;
      expect((await here.user.get(path)).text).toContain(`"metadata":${metadata}`);
      const put = await here.user.call('PUT', path, { raw: `{"metadata":${metadata}}` });
      expect(put.text).toContain(`"metadata":${metadata}`);
    }
  });

  test("a datum's metadata come back character by character too [5.31, 5.36]", async () => {
    for (const metadata of EXACT.filter((one) => one.startsWith('{'))) {
      const raw = `{"figure":"${here.figure}","metadata":{},"data":[{"name":"x","type":"file","metadata":${metadata},"data":"eA=="}]}`;
      const made = await here.user.call('POST', 'revision/', { raw });
      expect(made.status, metadata).toBe(201);
      expect(made.text).toContain(`"metadata":${metadata}`);
      expect((await here.user.get(`data/${made.body.data[0].api_id}/`)).text).toContain(`"metadata":${metadata}`);
    }
  });

  test("a datum's metadata are always an object, and is_clean_room is in data/ too [5.41]", async () => {
    const without = { name: 'x', type: 'text', data: 'eA==' };
    const made = await newRevision(
      here.user,
      here.figure,
      [without, { ...without, metadata: null }, { ...without, metadata: {}, is_clean_room: true }],
      { is_clean_room: true },
    );
    expect(made.is_clean_room).toBe(true);
    expect(made.data.map((one: { metadata: object }) => one.metadata)).toEqual([{}, {}, {}]);
    expect(made.data.map((one: { is_clean_room: boolean }) => one.is_clean_room)).toEqual([false, false, true]);
    const read = await body(200, here.user.get(`data/${made.data[2].api_id}/`));
    expect(read).toMatchObject({ is_clean_room: true, metadata: {} });
  });

  test('is_clean_room can be changed by PATCH [11.20]', async () => {
    const made = await newRevision(here.user, here.figure);
    for (const is_clean_room of [true, false]) {
      const changed = await body(200, here.user.patch(`revision/${made.api_id}/`, { is_clean_room }));
      expect(changed.is_clean_room).toBe(is_clean_room);
      expect((await body(200, here.user.get(`revision/${made.api_id}/`))).is_clean_room).toBe(is_clean_room);
    }
  });

  test('a truncated PNG is stored unchanged and has no thumbnail [5.37, 5.38]', async () => {
    const broken = png(300, 200).subarray(0, 60);
    const figure = await newFigure(here.user, here.analysis);
    const metadata = { format: 'png', is_watermarked: false };
    const made = await newRevision(here.user, figure.api_id, [datum('figure', broken, { type: 'image', metadata })]);
    expect((await bytesOf(made.data[0].api_id)).equals(broken)).toBe(true);
    expect(await body(200, here.user.get(`revision/${made.api_id}/thumbnail/128`))).toEqual({ thumbnail: null });
    expect(await body(200, here.user.get(`figure/${figure.api_id}/thumbnail/128`))).toEqual({ thumbnail: null });
  });

  test('data replaces the list; an item with an ID and no bytes is kept [5.43, 5.44, 11.13]', async () => {
    const made = await newRevision(here.user, here.figure, [datum('a', 'aa'), datum('b', 'bbb'), datum('c', 'cccc')]);
    const path = `revision/${made.api_id}/`;
    const [a, b, c] = made.data;
    const changed = await body(200, here.user.put(path, { data: [{ api_id: c.api_id }, datum('new', 'n'), a] }));
    expect(changed.data.map((one: { name: string }) => one.name)).toEqual(['c', 'new', 'a']);
    expect(changed.data[0]).toEqual(c);
    expect(changed.data[2]).toEqual(a);
    expect(changed.size_bytes).toBe(7);
    expect(changed).toEqual(await body(200, here.user.get(path)));
    expect((await bytesOf(c.api_id)).toString()).toBe('cccc');
    await body(404, here.user.get(`data/${b.api_id}/`));
    const patched = await body(200, here.user.patch(path, { data: [datum('only', 'o')] }));
    expect(patched.data.map((one: { name: string }) => one.name)).toEqual(['only']);
    await body(404, here.user.get(`data/${c.api_id}/`));
  });

  test('data: [] in a PUT changes nothing, and neither does leaving it out [11.11]', async () => {
    const made = await newRevision(here.user, here.figure, [datum('a', 'aa'), datum('b', 'bbb')]);
    const path = `revision/${made.api_id}/`;
    for (const sent of [{ data: [] }, { data: [], metadata: { m: 1 } }, { metadata: { m: 2 } }, { data: null }]) {
      const changed = await body(200, here.user.put(path, sent));
      expect(changed.data).toEqual(made.data);
      expect(changed.size_bytes).toBe(5);
    }
  });

  test('a datum sent back with its ID and bytes keeps the ID [11.12, 5.43]', async () => {
    const made = await newRevision(here.user, here.figure, [datum('a', 'aa'), datum('b', 'bbb')]);
    const path = `revision/${made.api_id}/`;
    const data = [
      { ...made.data[0], data: base64('aa') },
      { ...made.data[1], data: base64('changed'), name: 'renamed', metadata: { path: 'elsewhere' } },
    ];
    const changed = await body(200, here.user.put(path, { ...made, data }));
    expect(changed.data.map((one: { api_id: string }) => one.api_id)).toEqual(
      made.data.map((one: { api_id: string }) => one.api_id),
    );
    expect(changed.data[0]).toEqual(made.data[0]);
    expect(changed.data[1]).toMatchObject({ name: 'renamed', size_bytes: 7, metadata: { path: 'elsewhere' } });
    expect((await bytesOf(made.data[1].api_id)).toString()).toBe('changed');
  });

  test('a datum ID of another revision is refused [5.44]', async () => {
    const one = await newRevision(here.user, here.figure, [datum('a', 'secret')]);
    const other = await newRevision(here.user, here.figure, [datum('b', 'bbb')]);
    const answer = await here.user.put(`revision/${other.api_id}/`, { data: [{ api_id: one.data[0].api_id }] });
    expect(answer.status).toBe(400);
    expect((await body(200, here.user.get(`revision/${one.api_id}/`))).data).toEqual(one.data);
    expect((await body(200, here.user.get(`revision/${other.api_id}/`))).data).toEqual(other.data);
  });

  test('revision_index counts from 0 in the order of creation [11.9]', async () => {
    const figure = await newFigure(here.user, here.analysis);
    for (const index of [0, 1, 2]) expect((await newRevision(here.user, figure.api_id)).revision_index).toBe(index);
    const { revisions } = await body(200, here.user.get(`figure/${figure.api_id}/`));
    expect(revisions.map((one: { revision_index: number }) => one.revision_index)).toEqual([0, 1, 2]);
  });

  test('ten revisions published at once get different indexes [5.32, 11.9]', async () => {
    const figure = await newFigure(here.user, here.analysis);
    await Promise.all(
      Array.from({ length: 10 }, (_, index) => newRevision(here.user, figure.api_id, [datum('a', `${index}`)])),
    );
    const { revisions, size_bytes } = await body(200, here.user.get(`figure/${figure.api_id}/`));
    expect(revisions.map((one: { revision_index: number }) => one.revision_index)).toEqual([...Array(10).keys()]);
    const times = revisions.map((one: { created_on: string }) => one.created_on);
    expect(times).toEqual(times.toSorted());
    expect(size_bytes).toBe(10);
  });

  test('fields may come in any order, the figure after the data [5.32]', async () => {
    const raw = `{"data":[{"data":"YWJj","metadata":{"path":"x"},"type":"file","name":"x"}],"metadata":{},"assets":[],"figure":"${here.figure}"}`;
    const made = await body(201, here.user.call('POST', 'revision/', { raw }));
    expect((await bytesOf(made.data[0].api_id)).toString()).toBe('abc');
  });
});
