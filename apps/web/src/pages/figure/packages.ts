export interface InstalledPackage {
  name: string;
  version: string;
}

/** Reads the packages in the output of `pip freeze`: `name==version`, `name @ url`, `-e url#egg=name`. */
export function parsePipFreeze(text: string): InstalledPackage[] {
  const found: InstalledPackage[] = [];
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    const pinned = /^([A-Za-z0-9._-]+)===?(\S+)/.exec(line);
    const direct = /^([A-Za-z0-9._-]+) @ (\S+)/.exec(line);
    const editable = /^-e (\S+?)#egg=([A-Za-z0-9._-]+)/.exec(line);
    if (pinned) found.push({ name: pinned[1] ?? '', version: pinned[2] ?? '' });
    else if (direct) found.push({ name: direct[1] ?? '', version: direct[2] ?? '' });
    else if (editable) found.push({ name: editable[2] ?? '', version: editable[1] ?? '' });
  }
  return found;
}

/** Tells by its name whether a published text is the list of installed packages. */
export const isPipFreeze = (name: string): boolean => /^pip[ _-]?freeze/i.test(name);

/** Tells by its name whether a published text describes the environment. */
export const isEnvironment = (name: string): boolean =>
  /^(pip[ _-]?freeze|conda|renv|session[ _-]?info|system[ _-]?info|environment)/i.test(name);

/** Returns the entries of a text about the environment: packages with versions, or plain lines. */
export function entriesOf(name: string, text: string): InstalledPackage[] {
  const packages = isPipFreeze(name) ? parsePipFreeze(text) : [];
  if (packages.length > 0) return packages;
  return text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [{ name: line.trimEnd(), version: '' }]));
}
