import type { GoFigr } from '../gofigr.ts';
import type { ImportState } from './import-state.ts';
import type { CopyOptions, CopyRecord } from './records.ts';

export type NamedRecord = Extract<CopyRecord, { name: string }>;

interface Target {
  client: GoFigr;
  state: ImportState;
  /** Tells whether the workspace may hold objects that this import didn't create. */
  isShared: boolean;
  /** ID of the workspace, once it exists. */
  workspace: string;
}

/**
 * Creates a workspace, analysis, figure or asset. An earlier run may have created it and stopped before the journal
 * said so. That object is found by its name and is reused.
 */
export async function makeNamed(target: Target, record: NamedRecord, options: CopyOptions): Promise<string> {
  const { state, isShared } = target;
  const namesakesBefore = state.namesakesBefore(record.id);
  const mayHaveNamesakes = namesakesBefore !== undefined || isShared || record.kind === 'workspace';
  const namesakes = mayHaveNamesakes ? await namesakesOf(target, record, options) : [];
  if (namesakesBefore) {
    const others = new Set([...namesakesBefore, ...state.ids.values()]);
    const made = namesakes.find((id) => !others.has(id));
    if (made !== undefined) return made;
  } else await state.note({ begun: record.id, besides: namesakes });
  return create(target, record, options);
}

async function create(
  { client, state, workspace }: Target,
  record: NamedRecord,
  options: CopyOptions,
): Promise<string> {
  const { kind, name, description } = record;
  const fields = { name, description };
  if (kind === 'workspace') return (await client.workspaces.create(fields, options)).api_id;
  if (kind === 'analysis') return (await client.analyses.create({ ...fields, workspace }, options)).api_id;
  if (kind === 'figure')
    return (
      await client.figures.create({ ...fields, ...tagsOf(record), analysis: state.idOf(record.analysis) }, options)
    ).api_id;
  const analysis = record.analysis === null ? null : state.idOf(record.analysis);
  return (await client.assets.create({ ...fields, workspace, analysis }, options)).api_id;
}

/** The tags of a figure. Exports without tags have no such field. */
function tagsOf({ fields }: NamedRecord): { tags?: string[] } {
  const { tags } = fields;
  return Array.isArray(tags) ? { tags: tags.map(String) } : {};
}

/** Returns the IDs of objects with the same name and parent, oldest first. */
async function namesakesOf(target: Target, record: NamedRecord, options: CopyOptions): Promise<string[]> {
  const all = await siblingsOf(target, record, options);
  return all.filter(({ name }) => name === record.name).map(({ api_id }) => api_id);
}

async function siblingsOf({ client, state, workspace }: Target, record: NamedRecord, options: CopyOptions) {
  if (record.kind === 'workspace') return client.workspaces.list(options);
  if (record.kind === 'figure') return (await client.analyses.get(state.idOf(record.analysis), options)).figures;
  const { analyses, assets } = await client.workspaces.get(workspace, options);
  return (record.kind === 'analysis' ? analyses : assets) ?? [];
}
