import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { describe, expect, test } from 'vitest';
import { body } from '../src/client.ts';
import { datum, fixture, newAnalysis, newFigure, newKey, newRevision, newWorkspace } from '../src/fixture.ts';
import { baseUrl } from '../src/target.ts';

const RACERS = 12;

describe('a publish by names', () => {
  const here = fixture();
  const sent = (more: object = {}) => ({ metadata: {}, data: [datum('a', 'x')], assets: [], ...more });
  const publish = (into: object, more: object = {}) =>
    here.user.post('revision/by-name/', { workspace: here.workspace, ...into, ...sent(more) });
  const sync = (asset: string, more: object = {}) =>
    here.user.post('asset_revision/by-name/', { workspace: here.workspace, asset, ...sent(more) });
  /** Names of all analyses, their figures and all assets of the workspace. */
  async function names(): Promise<string[]> {
    const { analyses, assets } = await body(200, here.user.get(`workspace/${here.workspace}/`));
    const whole = await Promise.all(analyses.map(({ api_id }: any) => body(200, here.user.get(`analysis/${api_id}/`))));
    return [...analyses, ...assets, ...whole.flatMap(({ figures }) => figures)].map(({ name }) => name);
  }

  test('makes the analysis, the figure and the revision at once, or finds the oldest [16.1]', async () => {
    const [analysis, figure] = [`${randomUUID()} é`, randomUUID()];
    const first = await body(201, publish({ analysis, figure }));
    expect(first.figure_metadata).toMatchObject({ name: figure });
    const again = await body(201, publish({ analysis: analysis.normalize('NFD'), figure }));
    expect([again.figure, again.revision_index]).toEqual([first.figure, 1]);
    const { analysis: id } = first.figure_metadata;
    const byId = await body(201, publish({ analysis: id.toUpperCase(), figure: 'Another' }));
    expect(byId.figure_metadata).toMatchObject({ analysis: id, name: 'Another' });
    const log = await body(200, here.user.get(`workspace/${here.workspace}/log/`));
    const made = log.filter(
      ({ target_id, action }: any) => action === 'create' && [id, first.figure].includes(target_id),
    );
    expect(made).toHaveLength(2);
  });

  test('makes the asset and its revision at once, or finds the oldest [16.1]', async () => {
    const name = randomUUID();
    const first = await body(201, sync(name));
    const again = await body(201, sync(name));
    expect([again.asset, again.revision_index]).toEqual([first.asset, 1]);
    expect(await body(200, here.user.get(`asset/${first.asset}/`))).toMatchObject({ name, analysis: null });
  });

  test('that is refused leaves nothing [16.2]', async () => {
    const elsewhere = await newWorkspace(here.user);
    const { api_id: analysis } = await newAnalysis(here.user, elsewhere.api_id);
    const { api_id: taken } = await newRevision(here.user, here.figure);
    const before = await names();
    const bad = { data: [{ ...datum('a', ''), data: 'no base64!' }] };
    const fresh = () => ({ analysis: randomUUID().slice(1), figure: 'F' });
    await body(400, publish(fresh(), bad));
    await body(409, publish(fresh(), { client_id: taken }));
    await body(400, publish(fresh(), { short_id: 'foreign0000' }));
    await body(400, publish({ ...fresh(), figure: 'x'.repeat(1025) }));
    await body(400, publish({ ...fresh(), figure: '' }));
    await body(404, publish({ ...fresh(), analysis: randomUUID() }));
    await body(404, publish({ ...fresh(), analysis }));
    await body(400, sync(randomUUID(), bad));
    await body(409, sync(randomUUID(), { client_id: taken }));
    expect(await names()).toEqual(before);
    await body(204, here.user.delete(`workspace/${elsewhere.api_id}/`));
  });

  test('that breaks off leaves nothing [16.2]', async () => {
    const { token, api_id: key } = await newKey(here.user);
    const before = await names();
    const fields = { workspace: here.workspace, analysis: 'Broken off', figure: 'F', ...sent() };
    const whole = JSON.stringify({ ...fields, data: [datum('a', 'x'.repeat(300_000))] });
    await new Promise<void>((resolve) => {
      const headers = {
        'content-length': whole.length,
        'content-type': 'application/json',
        authorization: `Token ${token}`,
      };
      const broken = request(`${baseUrl}/api/v1.4.1/revision/by-name/`, { method: 'POST', headers });
      broken.on('error', () => resolve());
      broken.write(whole.slice(0, 200_000), () => broken.destroy(new Error('broken off')));
    });
    expect(await names()).toEqual(before);
    await body(204, here.user.delete(`api_key/${key}/`));
  });

  test('of many at once makes one analysis, one figure and one asset [16.3]', async () => {
    const [analysis, figure] = [randomUUID().slice(1), randomUUID()];
    const published = await Promise.all(Array.from({ length: RACERS }, () => body(201, publish({ analysis, figure }))));
    expect(new Set(published.map((one) => one.figure)).size).toBe(1);
    expect(new Set(published.map((one) => one.revision_index)).size).toBe(RACERS);
    const synced = await Promise.all(Array.from({ length: RACERS }, () => body(201, sync(figure))));
    expect(new Set(synced.map((one) => one.asset)).size).toBe(1);
    const old = await newAnalysis(here.user, here.workspace);
    await newFigure(here.user, old.api_id, 'Known');
    const mixed = await Promise.all(
      Array.from({ length: RACERS }, (_, at) =>
        body(201, publish({ analysis: old.name, figure: at % 2 ? 'Known' : 'New' })),
      ),
    );
    expect(new Set(mixed.map((one) => one.figure)).size).toBe(2);
  });
});
