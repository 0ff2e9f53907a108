import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GoFigr } from '@gofigr/client';
import {
  ExportError,
  type ExportedFile,
  exportWorkspace,
  ImportError,
  importFolder,
  importFrom,
  verifyExport,
} from '@gofigr/client/copy';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { png } from '../src/pictures.ts';
import { unzip } from '../src/unzip.ts';
import { byPassword, newWorkspace, server } from './servers.ts';

let dir: string;
let source: GoFigr;
let target: GoFigr;
let workspace: string;
let original: unknown;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gofigr-copy-'));
  source = byPassword(0);
  target = byPassword(1);
  workspace = await plant(source, 'Rocket engines');
  original = await contentOf(source, workspace);
});
afterAll(() => rm(dir, { recursive: true }));

/** Creates a workspace that is hard to copy: hostile names, equal names, exact numbers, empty data, links. */
async function plant(gofigr: GoFigr, name: string): Promise<string> {
  const { api_id } = await gofigr.workspaces.create({ name, description: 'RL10 and others' });
  const here = { workspace: api_id };
  const analyses = [];
  for (const one of ['Thrust', 'Thrust', '../../outside', 'CON']) {
    analyses.push(await gofigr.analyses.create({ ...here, name: one, description: `of ${one}` }));
  }
  const [first, second] = analyses;
  const asset = await gofigr.assets.create({ ...here, name: 'counts.csv', analysis: first!.api_id });
  await gofigr.assets.create({ ...here, name: 'counts.csv', description: 'the other' });
  const versions = [];
  for (const text of ['a\n1\n', 'a\n2\n']) {
    const files = [{ name: 'counts.csv', data: text, path: '/data/counts.csv' }];
    versions.push(await gofigr.assetRevisions.create({ asset: asset.api_id, files, metadata: { text } }));
  }
  const twins = [];
  for (const analysis of [first!, second!, second!]) {
    twins.push(await gofigr.figures.create({ name: 'Figure: "a/b" 🎉', analysis: analysis.api_id }));
  }
  for (const [index, figure] of twins.entries()) {
    await gofigr.publish({
      figure,
      image: { data: png(30, 20, index) },
      images: [{ data: '<svg xmlns="http://www.w3.org/2000/svg"/>', isWatermarked: true }],
      code: { data: `plot(${index})`, language: 'Python', name: '../../.bashrc' },
      tables: [{ data: 'a\n1\n', name: 'frame' }],
      files: [
        { data: randomBytes(1000 + index), name: 'nul' },
        { data: '', name: 'empty' },
      ],
      metadata: { index, nested: { 10: 'ten', list: [1, null, 'é'] } },
      assets: [{ asset_revision: versions[index % 2]!.api_id, use_type: index === 1 ? 'indirect' : 'direct' }],
      isCleanRoom: index === 2,
    });
  }
  await gofigr.publish({ figure: twins[0]!, metadata: ['no', 'data'], shortId: false });
  // Only raw JSON can express these numbers.
  await raw(gofigr, twins[0]!.api_id, '{"one":1.0,"long":12345678901234567890,"__proto__":{"x":2.50}}');
  return api_id;
}

/** Publishes metadata as raw JSON. */
async function raw(gofigr: GoFigr, figure: string, metadata: string): Promise<void> {
  const data = `[{"name":"x","type":"file","metadata":${metadata},"is_clean_room":true,"data":"eA=="}]`;
  const { access } = await gofigr.call<{ access: string }>('POST', '/api/token/', { body: server(0).account });
  const answer = await fetch(`${gofigr.url}/api/v1.4.1/revision/`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${access}` },
    body: `{"figure":"${figure}","metadata":${metadata},"data":${data}}`,
  });
  expect(answer.status).toBe(201);
}

/** Returns the content of a workspace with bytes and links, without IDs, times and users, which differ in a copy. */
async function contentOf(gofigr: GoFigr, id: string, { bytes = true } = {}): Promise<unknown> {
  const text = async (path: string): Promise<string> => gofigr.call<string>('GET', path, { parse: (json) => json });
  const whole = await gofigr.workspaces.get(id);
  const places = new Map<string, string>();
  const assets = [];
  for (const { api_id } of whole.assets ?? []) {
    const asset = await gofigr.assets.get(api_id);
    const revisions = [];
    for (const revision of asset.revisions) {
      places.set(revision.api_id, `${assets.length}/${revisions.length}`);
      revisions.push(await revisionOf(bytes && gofigr, await text(`asset_revision/${revision.api_id}/`)));
    }
    const analysis = whole.analyses?.findIndex((one) => one.api_id === asset.analysis);
    assets.push({ name: asset.name, description: asset.description, analysis, revisions });
  }
  const analyses = [];
  for (const { api_id } of whole.analyses ?? []) {
    const analysis = await gofigr.analyses.get(api_id);
    const figures = [];
    for (const nested of analysis.figures) {
      const figure = await gofigr.figures.get(nested.api_id);
      const revisions = [];
      for (const one of figure.revisions) {
        const revision = await gofigr.revisions.get(one.api_id);
        revisions.push({
          ...(await revisionOf(bytes && gofigr, await text(`revision/${one.api_id}/`))),
          index: revision.revision_index,
          clean: revision.is_clean_room,
          short: revision.short_id !== null,
          links: revision.assets.map(({ asset_revision, use_type }) => [places.get(asset_revision), use_type]),
        });
      }
      figures.push({ name: figure.name, description: figure.description, revisions });
    }
    analyses.push({ name: analysis.name, description: analysis.description, figures });
  }
  return { name: whole.name, description: whole.description, size: whole.size_bytes, assets, analyses };
}

async function revisionOf(gofigr: GoFigr | false, json: string) {
  const revision = JSON.parse(json) as { data: { api_id: string; hash: string }[] };
  const data = [];
  for (const { api_id, ...datum } of revision.data) {
    const bytes = gofigr && (await gofigr.data.read(api_id));
    data.push({ ...datum, ...(bytes && { sha256: createHash('sha256').update(bytes).digest('hex') }) });
  }
  // Compares the raw text, with numbers as they were written.
  const metadata = [
    ...json.matchAll(/"metadata":(\{.*?\}|\[.*?\])(?=,"(created_by|is_clean_room|data|figure|asset)")/g),
  ];
  return { data, metadata: metadata.map(([, written]) => written) };
}

/** Removes the indexes. They have no gap in a copy, unlike in the source after a revision was deleted. */
const withoutIndex = (content: unknown): unknown =>
  JSON.parse(JSON.stringify(content), (key, value: unknown) => (key === 'index' ? undefined : value));

/** Counts the workspaces of this name: a repeated copy would create two. */
const countOf = async (gofigr: GoFigr, name: string): Promise<number> =>
  (await gofigr.workspaces.list()).filter((one) => one.name === name).length;

/** Makes a `fetch` whose network fails permanently at the n-th request: before sending it, or instead of its answer. */
function failing(at: number, when: 'before' | 'after'): { fetch: typeof fetch; count: () => number } {
  let count = 0;
  const broken = new TypeError('fetch failed');
  return {
    count: () => count,
    async fetch(input, init) {
      count++;
      if (count > at || (count === at && when === 'before')) throw broken;
      const answer = await fetch(input, init);
      if (count < at) return answer;
      await answer.arrayBuffer();
      throw broken;
    },
  };
}

it('the compared content holds exact numbers and links', () => {
  expect(JSON.stringify(original)).toContain('12345678901234567890');
  expect(JSON.stringify(original)).toContain('"0/1","indirect"');
});

describe('an export', () => {
  it('imported into an empty server gives the same objects and bytes', async () => {
    const folder = join(dir, 'whole');
    const { manifest, warnings } = await exportWorkspace(source, workspace, folder);
    expect(warnings).toEqual([]);
    const result = await importFolder(target, folder);
    expect(result.warnings).toEqual([]);
    expect(await contentOf(target, result.workspace)).toEqual(original);
    expect(result.objects).toBe(manifest.objects.length);
    for (const { kind, api_id } of manifest.objects)
      if (kind === 'revision') expect(result.ids.get(api_id)).toBe(api_id);
    const again = await importFolder(target, folder);
    expect(again.workspace).toBe(result.workspace);
    expect(await countOf(target, 'Rocket engines')).toBe(1);
    await target.workspaces.delete(result.workspace);
    await expect(importFolder(target, folder)).rejects.toThrow(ImportError);
  });

  it('that a person downloads as a ZIP archive has the same files, and is imported the same', async () => {
    const folder = join(dir, 'archive');
    const { access } = await source.call<{ access: string }>('POST', '/api/token/', { body: server(0).account });
    const answer = await fetch(`${source.url}/api/v1.4.1/export/archive/`, {
      headers: { authorization: `Bearer ${access}` },
    });
    await unzip(Buffer.from(await answer.arrayBuffer()), folder);
    const inside = join(folder, 'workspaces', 'Rocket engines');
    const sealed = await verifyExport(inside);
    const { manifest } = await exportWorkspace(source, workspace, join(dir, 'beside'));
    const paths = (files: readonly ExportedFile[]) => files.toSorted((one, two) => (one.path < two.path ? -1 : 1));
    expect(paths(sealed.files)).toEqual(paths(manifest.files));
    expect({ ...sealed, exported_on: '', files: [] }).toEqual({ ...manifest, exported_on: '', files: [] });
    const result = await importFolder(target, inside);
    expect(result.warnings).toEqual([]);
    expect(await contentOf(target, result.workspace)).toEqual(original);
    await target.workspaces.delete(result.workspace);
  });

  it('has only plain files inside its folder, and a manifest that standard tools can check', async () => {
    const folder = join(dir, 'plain', 'inner');
    const { manifest } = await exportWorkspace(source, workspace, folder);
    expect(await readdir(join(dir, 'plain'))).toEqual(['inner']);
    const found = (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(folder.length + 1)
          .replaceAll('\\', '/'),
      );
    expect(found.toSorted()).toEqual([...manifest.files.map(({ path }) => path), 'manifest.json'].toSorted());
    for (const { path, sha256 } of manifest.files) {
      expect(
        createHash('sha256')
          .update(await readFile(join(folder, path)))
          .digest('hex'),
      ).toBe(sha256);
    }
    const figure = 'analyses/Thrust/Figure_ _a_b_ 🎉/001';
    expect(
      found
        .filter((path) => path.startsWith(`${figure}/`))
        .map((path) => path.slice(figure.length + 1))
        .toSorted(),
    ).toEqual(
      [
        '_.._.bashrc.py',
        '_nul',
        'empty',
        'figure (watermarked).svg',
        'figure.png',
        'frame.csv',
        'revision.json',
      ].toSorted(),
    );
    expect(found).toContain('analyses/Thrust (2)/analysis.json');
    expect(found).toContain('analyses/_.._outside/analysis.json');
    expect(found).toContain('analyses/_CON/analysis.json');
    await expect(exportWorkspace(source, workspace, folder)).rejects.toThrow(ExportError);
  });

  it('refuses a folder with other files', async () => {
    const folder = await mkdtemp(join(dir, 'used-'));
    await writeFile(join(folder, 'thesis.tex'), 'years of work');
    await expect(exportWorkspace(source, workspace, folder)).rejects.toThrow(/not empty/);
    expect(await readdir(folder)).toEqual(['thesis.tex']);
  });

  it('interrupted at any request continues and becomes complete', async () => {
    const folder = join(dir, 'cut');
    let runs = 0;
    for (let at = 2; ; at++, runs++) {
      const { fetch } = failing(at, at % 2 === 0 ? 'before' : 'after');
      try {
        await exportWorkspace(byPassword(0, { fetch, retries: 0 }), workspace, folder);
        break;
      } catch (error) {
        expect(error).toMatchObject({ code: 'unreachable' });
      }
    }
    expect(runs).toBeGreaterThan(10);
    const result = await importFolder(target, folder, { journal: join(dir, 'cut.jsonl') });
    expect(await contentOf(target, result.workspace)).toEqual(original);
    await target.workspaces.delete(result.workspace);
  }, 300_000);

  it('continues with the current state of objects that changed meanwhile', async () => {
    const changing = await plant(source, 'Changing');
    const folder = join(dir, 'changing');
    const controller = new AbortController();
    const total = 13;
    const onProgress = ({ objects }: { objects: number }): void => {
      if (objects === total) controller.abort(new Error('enough'));
    };
    const cut = exportWorkspace(source, changing, folder, { signal: controller.signal, onProgress });
    await expect(cut).rejects.toThrow('enough');
    const { analyses } = await source.workspaces.get(changing);
    const first = await source.analyses.get(analyses![0]!.api_id);
    const figure = await source.figures.get(first.figures[0]!.api_id);
    await figure.update({ name: 'Renamed' });
    const [changed, removed] = figure.revisions;
    await source.revisions.update(changed!.api_id, { metadata: { changed: true } });
    await source.revisions.delete(removed!.api_id);
    await source.analyses.delete(analyses![3]!.api_id);
    const { manifest } = await exportWorkspace(source, changing, folder);
    const found = (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    expect(found).toHaveLength(manifest.files.length + 1);
    const { workspace: made } = await importFolder(target, folder);
    const [copy, now] = [await contentOf(target, made), await contentOf(source, changing)];
    expect(JSON.stringify(copy)).toContain('Renamed');
    expect(withoutIndex(copy)).toEqual(withoutIndex(now));
    await target.workspaces.delete(made);
    await source.workspaces.delete(changing);
  });

  it('that was changed creates nothing', async () => {
    const folder = join(dir, 'tampered');
    const { manifest } = await exportWorkspace(source, workspace, folder);
    const victim = manifest.files.find(({ path }) => path.endsWith('figure.png'));
    await writeFile(join(folder, victim!.path), 'x'.repeat(victim!.size));
    await expect(importFolder(target, folder)).rejects.toThrow(/figure\.png/);
    expect(await countOf(target, 'Rocket engines')).toBe(0);
  });
});

describe('an import', () => {
  it('into a workspace keeps the objects that are already there', async () => {
    const into = await newWorkspace(1, 'Shared');
    const before = await target.analyses.create({ name: 'Thrust', workspace: into });
    const journal = join(dir, 'into.jsonl');
    const result = await importFrom(source, workspace, target, { journal, workspace: into });
    expect(result.workspace).toBe(into);
    const { analyses } = await target.workspaces.get(into);
    expect(analyses?.map(({ name }) => name)).toEqual(['Thrust', 'Thrust', 'Thrust', '../../outside', 'CON']);
    expect((await target.analyses.get(before.api_id)).figures).toEqual([]);
    await target.workspaces.delete(into);
  });

  it('from one server to another creates nothing twice, even if any answer is lost', async () => {
    const all = failing(Number.POSITIVE_INFINITY, 'before');
    const journal = (name: number | string): string => join(dir, `lost-${name}.jsonl`);
    const whole = await importFrom(source, workspace, byPassword(1, { fetch: all.fetch }), {
      journal: journal('once'),
    });
    await target.workspaces.delete(whole.workspace);
    expect(all.count()).toBeGreaterThan(20);
    // Compares the server's hashes, because reading all bytes each time takes too long.
    const expected = await contentOf(source, workspace, { bytes: false });
    // The first request signs in.
    for (let at = 2; at <= all.count(); at++) {
      const broken = byPassword(1, { fetch: failing(at, 'after').fetch, retries: 0 });
      const cut = importFrom(source, workspace, broken, { journal: journal(at) });
      await expect(cut).rejects.toMatchObject({ code: 'unreachable' });
      const { workspace: made } = await importFrom(source, workspace, target, { journal: journal(at) });
      expect(await contentOf(target, made, { bytes: false })).toEqual(expected);
      expect(await countOf(target, 'Rocket engines')).toBe(1);
      await target.workspaces.delete(made);
    }
  }, 300_000);

  it('continues after the source was unreachable, at any request', async () => {
    const journal = join(dir, 'away.jsonl');
    let runs = 0;
    for (let at = 2; ; at++, runs++) {
      const { fetch } = failing(at, 'before');
      try {
        await importFrom(byPassword(0, { fetch, retries: 0 }), workspace, byPassword(1, { retries: 0 }), { journal });
        break;
      } catch (error) {
        expect(error).toMatchObject({ code: 'unreachable' });
      }
    }
    expect(runs).toBeGreaterThan(10);
    const { workspace: made } = await importFrom(source, workspace, target, { journal });
    expect(await contentOf(target, made)).toEqual(original);
    expect(await countOf(target, 'Rocket engines')).toBe(1);
    await target.workspaces.delete(made);
  }, 300_000);

  it('whose process was killed continues and creates nothing twice', async () => {
    const journal = join(dir, 'killed.jsonl');
    const args = JSON.stringify({ source: server(0), target: server(1), workspace, journal });
    for (const milliseconds of [150, 200, 250, 300, 400, 500]) {
      const child = spawn(process.execPath, [join(import.meta.dirname, 'copy-child.ts')], {
        stdio: ['pipe', 'ignore', 'inherit'],
      });
      child.stdin.end(args);
      setTimeout(() => child.kill('SIGKILL'), milliseconds);
      await once(child, 'exit');
    }
    const { workspace: made } = await importFrom(source, workspace, target, { journal });
    expect(await contentOf(target, made)).toEqual(original);
    expect(await countOf(target, 'Rocket engines')).toBe(1);
    await target.workspaces.delete(made);
  });

  it('into the source server gives revisions new IDs', async () => {
    const { workspace: made, ids } = await importFrom(source, workspace, source, { journal: join(dir, 'same.jsonl') });
    expect(await contentOf(source, made)).toEqual(original);
    for (const [from, to] of ids) expect(to).not.toBe(from);
    await source.workspaces.delete(made);
  });

  it('uses only requests of the published clients on the source, and needs no hashes', async () => {
    const asked = new Set<string>();
    const other = byPassword(0, {
      async fetch(input, init) {
        const { pathname } = new URL(new Request(input).url);
        asked.add(pathname.replace(/[0-9a-f-]{36}/, 'ID'));
        // As the hosted product, which has no tags.
        if (pathname.endsWith('/tags/')) return Response.json({ detail: 'Not found.' }, { status: 404 });
        const answer = await fetch(input, init);
        if (!pathname.includes('revision/')) return answer;
        // Imitates a server that has not computed the hashes yet.
        const text = (await answer.text()).replaceAll(/"hash":"[0-9a-f]+"/g, '"hash":null');
        return new Response(text, answer);
      },
    });
    const { workspace: made, warnings } = await importFrom(other, workspace, target, {
      journal: join(dir, 'protocol.jsonl'),
    });
    expect(warnings).toEqual([]);
    expect(await contentOf(target, made)).toEqual(original);
    const kinds = ['workspace', 'analysis', 'figure', 'revision', 'asset', 'asset_revision', 'data'];
    expect([...asked].toSorted()).toEqual(
      ['/api/token/', '/api/v1.4.1/figure/ID/tags/', ...kinds.map((kind) => `/api/v1.4.1/${kind}/ID/`)].toSorted(),
    );
    await target.workspaces.delete(made);
  });

  it('warns of data that differ from the source', async () => {
    const other = byPassword(0, {
      async fetch(input, init) {
        const answer = await fetch(input, init);
        if (!new Request(input).url.includes('/revision/')) return answer;
        return new Response((await answer.text()).replace(/"hash":"[0-9a-f]+"/, `"hash":"${'0'.repeat(64)}"`), answer);
      },
    });
    const journal = join(dir, 'hashes.jsonl');
    const { workspace: made, warnings } = await importFrom(other, workspace, target, { journal });
    // The first datum of each revision; one revision has no data.
    expect(warnings.length).toBe(4);
    expect(warnings[0]).toMatch(/has the hash [0-9a-f]{64} in the copy, but 0{64}/);
    await target.workspaces.delete(made);
    const { warnings: exported } = await exportWorkspace(other, workspace, join(dir, 'hashes'));
    expect(exported.length).toBe(4);
  });

  it('ends when its signal aborts', async () => {
    const controller = new AbortController();
    const journal = join(dir, 'aborted.jsonl');
    const onProgress = ({ objects }: { objects: number }): void => {
      if (objects === 5) controller.abort(new Error('enough'));
    };
    const pending = importFrom(source, workspace, target, { journal, signal: controller.signal, onProgress });
    await expect(pending).rejects.toThrow('enough');
    const { workspace: made } = await importFrom(source, workspace, target, { journal });
    expect(await contentOf(target, made)).toEqual(original);
    await target.workspaces.delete(made);
  });

  it('refuses the journal of another import', async () => {
    const journal = join(dir, 'other.jsonl');
    const { workspace: made } = await importFrom(source, workspace, target, { journal });
    await expect(importFrom(target, made, source, { journal })).rejects.toThrow(ImportError);
    await target.workspaces.delete(made);
  });
});
