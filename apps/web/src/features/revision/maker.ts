/** A notebook or script that made a figure, as clients name it in the metadata of the revision. */
export interface MakerName {
  kind: 'Notebook' | 'Script';
  name: string;
  /** Place on the computer that published the figure, or null if only the name is known. */
  path: string | null;
  /** Address of the notebook on the web, or null. */
  url: string | null;
}

/** Returns what the metadata of a revision name as its maker. Metadata may hold any value. */
export function makerOf(metadata: unknown): MakerName | undefined {
  const path = textIn(metadata, 'notebook_path');
  const name = textIn(metadata, 'notebook_name') ?? (path && baseOf(path));
  const url = webAddress(textIn(metadata, 'url'));
  if (name !== undefined) return { kind: 'Notebook', name, path: path ?? null, url };
  const script = textIn(metadata, 'script');
  if (script === undefined) return undefined;
  const base = baseOf(script);
  return { kind: 'Script', name: base, path: base === script ? null : script, url: null };
}

/** Returns the commit of the code that made a revision, with its address on the web if there is one. */
export function commitOf(metadata: unknown): { hash: string; url: string | null } | undefined {
  const git = fieldOf(metadata, 'git');
  const hash = textIn(git, 'hash');
  return hash === undefined ? undefined : { hash, url: webAddress(textIn(git, 'commit_link')) };
}

const fieldOf = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;

function textIn(value: unknown, key: string): string | undefined {
  const text = fieldOf(value, key);
  return typeof text === 'string' && text.trim() !== '' ? text : undefined;
}

const baseOf = (path: string): string => path.split(/[/\\]/).findLast((part) => part !== '') ?? path;

/** The address, if a browser opens it as a page: metadata may hold any text. */
function webAddress(text: string | undefined): string | null {
  if (text === undefined || !URL.canParse(text)) return null;
  return /^https?:$/.test(new URL(text).protocol) ? text : null;
}
