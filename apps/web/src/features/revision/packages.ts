export interface InstalledPackage {
  name: string;
  version: string;
}

/** The packages in the output of `pip freeze`: `name==version`, `name @ url`, `-e url#egg=name`. */
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

/** Whether a published text is the list of installed packages, going by its name. */
export const isPipFreeze = (name: string): boolean => /^pip[ _-]?freeze/i.test(name);
