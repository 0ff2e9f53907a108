import type { SignedIn } from '../../../kernel/auth/index.ts';
import type { Db } from '../../../kernel/db/index.ts';
import { objects, type StoredObject } from '../../../kernel/objects/index.ts';
import { toNestedAnalysis } from '../../analysis/index.ts';
import { assetSlices, toAssetRevision, toNestedAsset } from '../../asset/index.ts';
import { toNestedFigure } from '../../figure/index.ts';
import { type DataRow, dataOf, linksOf, revisionsByIds, toRevision } from '../../revision/index.ts';
import { tagsOf } from '../../tag/index.ts';
import { toNestedWorkspace, workspaceRows } from '../../workspace/index.ts';

interface Named {
  id: string;
  name: string;
  /** As the API answers it. */
  answer: Record<string, unknown>;
}

/** One object of a workspace. Revisions are read only when they are needed. */
export type ExportRecord =
  | ({ kind: 'workspace' | 'analysis' | 'asset' } & Named)
  | ({ kind: 'figure'; analysis: string } & Named)
  | { kind: 'asset_revision'; id: string; index: number; asset: string }
  | { kind: 'revision'; id: string; index: number; figure: string };

export type RevisionRecord = Extract<ExportRecord, { index: number }>;

/** A revision as the API answers it, and the rows of its data in the same order. */
export interface ReadRevision {
  answer: { data: object[] };
  data: DataRow[];
}

const named = ({ id, name }: StoredObject, answer: object): Named => ({ id, name, answer: { ...answer } });

/** Yields every object of a workspace after those that it refers to, in the order of `gofigr export`. */
export async function* recordsOf(db: Db, workspace: StoredObject): AsyncGenerator<ExportRecord> {
  const row = (await workspaceRows(db, [workspace.id])).get(workspace.id);
  if (!row) return;
  yield { kind: 'workspace', ...named(workspace, toNestedWorkspace(workspace, row)) };
  const analyses = await objects.children(db, [workspace.id], 'analysis');
  // Analyses come first because an asset may belong to one.
  for (const analysis of analyses) yield { kind: 'analysis', ...named(analysis, toNestedAnalysis(analysis)) };
  for await (const assets of assetSlices(db, workspace.id))
    for (const asset of assets) {
      yield { kind: 'asset', ...named(asset, toNestedAsset(asset)) };
      const revisions = await objects.children(db, [asset.id], 'asset_revision');
      for (const [index, { id }] of revisions.entries()) yield { kind: 'asset_revision', id, index, asset: asset.id };
    }
  for (const analysis of analyses) {
    const figures = await objects.children(db, [analysis.id], 'figure');
    const ids = figures.map(({ id }) => id);
    const tagsById = await tagsOf(db, ids);
    for (const figure of figures) {
      const tags = tagsById.get(figure.id);
      yield {
        kind: 'figure',
        analysis: analysis.id,
        ...named(figure, { ...toNestedFigure(figure), ...(tags && { tags }) }),
      };
      const revisions = await objects.children(db, [figure.id], 'revision');
      for (const [index, { id }] of revisions.entries()) yield { kind: 'revision', id, index, figure: figure.id };
    }
  }
}

/** Reads a revision; undefined if it was deleted meanwhile. */
export async function readRevision(
  db: Db,
  reader: SignedIn,
  { kind, id }: RevisionRecord,
): Promise<ReadRevision | undefined> {
  const [row] = await revisionsByIds(db, [id]);
  if (!row) return undefined;
  const data = await dataOf(db, [id]);
  const end = kind === 'revision' ? 'figure_revision' : 'asset_revision';
  const links = (await linksOf(db, reader, end, [id])).get(id) ?? [];
  return { answer: kind === 'revision' ? toRevision(row, data, links) : toAssetRevision(row, data, links), data };
}
