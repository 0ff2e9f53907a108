/** A package with its version, or the address that it was installed from. */
export type Package = { name: string; version: string };

type Reader = { source: string; isFor: RegExp; read: (text: string) => Package[] };

/** Published texts that list packages, by their names in our and the published clients. */
const READERS: readonly Reader[] = [
  { source: 'pip', isFor: /^pip[ _-]?(freeze|list)/i, read: readPip },
  { source: 'pip', isFor: /^requirements.*\.txt$/i, read: readPip },
  { source: 'conda', isFor: /^conda[ _-]?(list|env|packages)/i, read: readConda },
  { source: 'R', isFor: /^session[ _-]?info/i, read: readSessionInfo },
];

export const isPackageList = (name: string): boolean => READERS.some(({ isFor }) => isFor.test(name));

/** Reads the packages of a published text. Undefined if its name is of no such list. */
export function readPackages(name: string, text: string): { source: string; packages: Package[] } | undefined {
  const reader = READERS.find(({ isFor }) => isFor.test(name));
  return reader && { source: reader.source, packages: reader.read(text) };
}

const lineReader =
  (read: (line: string) => [name?: string | undefined, version?: string | undefined]) =>
  (text: string): Package[] =>
    text.split('\n').flatMap((line) => {
      const [name, version] = read(line.trim());
      return name ? [{ name, version: version ?? '' }] : [];
    });

/** `name==version`, `name @ url`, `-e path  # name==version` and `-e url#egg=name` */
function readPip(text: string): Package[] {
  return lineReader((line) => {
    const editable = /^-e\s+(\S+?)(?:#egg=([\w.-]+))?(?:\s+#\s*([\w.-]+)==(\S+))?$/.exec(line);
    if (editable) return [editable[3] ?? editable[2], editable[4] ?? editable[1]];
    const [, name, pinned, address] =
      /^([A-Za-z0-9][\w.-]*)(?:\[[^\]]*\])?\s*(?:={2,3}\s*([^\s;]+)|@\s*(\S+))/.exec(line) ?? [];
    return [name, pinned ?? address];
  })(text);
}

/** `name=version=build`, or the columns of `conda list` */
function readConda(text: string): Package[] {
  return lineReader((line) => {
    if (line.startsWith('#')) return [];
    const [, name, version] =
      /^([\w.-]+)=([^=\s]+)(?:=\S*)?$/.exec(line) ?? /^([\w.-]+)\s+(\d\S*)(?:\s|$)/.exec(line) ?? [];
    return [name, version];
  })(text);
}

/** `name_version` in the lists of R's `sessionInfo()`, and R itself */
function readSessionInfo(text: string): Package[] {
  const version = /^R (?:version|Under development \(unstable\)) ?([\d.]+)?/m.exec(text)?.[1];
  const attached = [...text.matchAll(/(?:^|\s)([A-Za-z][A-Za-z0-9.]*)_(\d+(?:[.-]\d+)+)(?=\s|$)/g)];
  return [
    ...(version === undefined ? [] : [{ name: 'R', version }]),
    ...attached.map(([, name = '', found = '']) => ({ name, version: found })),
  ];
}
