/** Bytes of a name in UTF-8. File systems allow 255; whole paths stay short too with this limit. */
const LONGEST = 100;

/**
 * Characters special to a file system or shell: controls, separators, wildcards, and those that hide or reorder text.
 */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}/\\:*?"<>|]/gu;

/** Names of devices on Windows, with any extension. */
const DEVICE = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/**
 * Returns a file name close to `name` that stays in its folder on every system. `extension`, given without a dot, is
 * kept if the name is cut.
 */
export function safeName(name: string, extension = ''): string {
  const clean = name
    .normalize('NFC')
    .replaceAll(UNSAFE, '_')
    .replaceAll(/\s+/gu, ' ')
    .replace(/^[. ]+/, '')
    .replace(/[. ]+$/, '');
  const ending = /^[a-z0-9]{1,10}$/.test(extension) ? `.${extension}` : '';
  const stem = ending !== '' && clean.toLowerCase().endsWith(ending) ? clean.slice(0, -ending.length) : clean;
  const cut = cutTo(stem, LONGEST - ending.length).replace(/[. ]+$/, '') || 'untitled';
  return DEVICE.test(cut) ? `_${cut}${ending}` : `${cut}${ending}`;
}

/** Cuts a text to at most `bytes` bytes of whole characters. */
function cutTo(text: string, bytes: number): string {
  let size = 0;
  let cut = '';
  for (const character of text) {
    size += Buffer.byteLength(character);
    if (size > bytes) break;
    cut += character;
  }
  return cut;
}

/** Makes the names of a folder unique, also on file systems that ignore case. */
export class Folder {
  readonly #used: Set<string>;

  constructor(used: Iterable<string> = []) {
    this.#used = new Set([...used].map(folded));
  }

  /** Returns `name`, with a number if it is taken. */
  take(name: string): string {
    const [stem, ending] = split(name);
    for (let count = 1; ; count++) {
      const candidate = count === 1 ? name : `${stem} (${count})${ending}`;
      if (this.#used.has(folded(candidate))) continue;
      this.#used.add(folded(candidate));
      return candidate;
    }
  }
}

const folded = (name: string): string => name.normalize('NFKC').toLowerCase();

function split(name: string): [stem: string, ending: string] {
  const dot = name.lastIndexOf('.');
  return dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
}
