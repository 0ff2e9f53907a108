/**
 * Names, folders and contents of the files of an export. The client writes exports into folders, and the server into
 * ZIP archives, both by these rules.
 */
import { Folder, fileNames, type NamedDatum, safeName } from './file-names.ts';

export const EXPORT_FORMAT = 'gofigr-export';
export const EXPORT_MANIFEST = 'manifest.json';
/** The client's list of finished objects, until the export is complete. */
export const EXPORT_JOURNAL = 'export.jsonl';

/** An object to place: each comes after those that it refers to. */
export type PlacedObject =
  | { kind: 'workspace' | 'analysis' | 'asset'; id: string; name: string }
  | { kind: 'figure'; id: string; name: string; analysis: string }
  | { kind: 'asset_revision'; id: string; index: number; asset: string }
  | { kind: 'revision'; id: string; index: number; figure: string };

/** File names of the objects' own fields. */
const DESCRIPTIONS: Record<PlacedObject['kind'], string> = {
  workspace: 'workspace.json',
  analysis: 'analysis.json',
  asset: 'asset.json',
  asset_revision: 'asset_revision.json',
  figure: 'figure.json',
  revision: 'revision.json',
};

/** Places the objects of a workspace in folders below the export's own. */
export class ExportLayout {
  /** The folder of each object, by its ID. */
  readonly #places = new Map<string, string>();
  readonly #folders = new Map<string, Folder>();

  /** Keeps an object where an earlier run put it: `path` is that of its description. */
  keep(id: string, path: string): void {
    if (this.#places.has(id)) return;
    const folder = parentOf(path);
    this.#places.set(id, folder);
    this.#folderAt(parentOf(folder)).take(baseOf(folder));
  }

  /** Returns the path of an object's folder; it is empty for the workspace. */
  folderOf(object: PlacedObject): string {
    const known = this.#places.get(object.id);
    if (known !== undefined) return known;
    const folder = this.#place(object);
    this.#places.set(object.id, folder);
    return folder;
  }

  /** Returns the path of the file with an object's own fields. */
  pathOf(object: PlacedObject): string {
    return joined(this.folderOf(object), DESCRIPTIONS[object.kind]);
  }

  /** Returns the name of a revision's figure or asset in the export. */
  parentNameOf(object: PlacedObject): string {
    return baseOf(this.#parentFolder(object));
  }

  #place(object: PlacedObject): string {
    if (object.kind === 'workspace') return '';
    const parent = this.#parentFolder(object);
    const name = 'index' in object ? String(object.index + 1).padStart(3, '0') : safeName(object.name);
    return joined(parent, this.#folderAt(parent).take(name));
  }

  #parentFolder(object: PlacedObject): string {
    const placed = (id: string): string => this.#places.get(id) ?? '';
    if (object.kind === 'figure') return placed(object.analysis);
    if (object.kind === 'revision') return placed(object.figure);
    if (object.kind === 'asset_revision') return placed(object.asset);
    return object.kind === 'asset' ? 'assets' : 'analyses';
  }

  #folderAt(path: string): Folder {
    const known = this.#folders.get(path);
    if (known) return known;
    const folder = new Folder([...Object.values(DESCRIPTIONS), 'assets', 'analyses', EXPORT_MANIFEST, EXPORT_JOURNAL]);
    this.#folders.set(path, folder);
    return folder;
  }
}

/** Returns the file names of a revision's data, in their order. */
export const dataFiles = (data: readonly NamedDatum[]): string[] =>
  fileNames(data, undefined, Object.values(DESCRIPTIONS));

/** Returns the fields that a named object's file holds, of the server's answer. */
export function describedObject(answer: Record<string, unknown>): Record<string, unknown> {
  const { _shallow, ...fields } = answer;
  return fields;
}

/** Returns the fields that a revision's file holds: the server's answer, whose data name their files. */
export const describedRevision = <D extends object>(
  revision: { data: readonly D[] },
  files: readonly string[],
): Record<string, unknown> => ({
  ...revision,
  data: revision.data.map((datum, index) => ({ ...datum, data: undefined, file: files[index] })),
});

/** Returns the text of a JSON file of an export. */
export const exportedJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export const joined = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);
const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);
