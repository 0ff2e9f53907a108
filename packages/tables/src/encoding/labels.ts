/** Encodings that a reader can choose: the label of the WHATWG, and a name for people. */
export const ENCODINGS: Readonly<Record<string, string>> = {
  'utf-8': 'UTF-8',
  'utf-16le': 'UTF-16 LE',
  'utf-16be': 'UTF-16 BE',
  'windows-1252': 'Western (Latin-1, Windows-1252)',
  'iso-8859-15': 'Western (Latin-9)',
  macintosh: 'Western (Macintosh)',
  'windows-1250': 'Central European (Windows-1250)',
  'iso-8859-2': 'Central European (Latin-2)',
  'windows-1251': 'Cyrillic (Windows-1251)',
  'koi8-r': 'Cyrillic (KOI8-R)',
  'iso-8859-5': 'Cyrillic (ISO 8859-5)',
  ibm866: 'Cyrillic (DOS)',
  'iso-8859-7': 'Greek (ISO 8859-7)',
  'windows-1253': 'Greek (Windows-1253)',
  'windows-1254': 'Turkish (Windows-1254)',
  'windows-1255': 'Hebrew (Windows-1255)',
  'windows-1256': 'Arabic (Windows-1256)',
  'windows-1257': 'Baltic (Windows-1257)',
  'windows-1258': 'Vietnamese (Windows-1258)',
  'windows-874': 'Thai (Windows-874)',
  shift_jis: 'Japanese (Shift JIS)',
  'euc-jp': 'Japanese (EUC-JP)',
  'iso-2022-jp': 'Japanese (ISO-2022-JP)',
  gb18030: 'Chinese (GB18030)',
  big5: 'Chinese (Big5)',
  'euc-kr': 'Korean (EUC-KR)',
};

/** Names of Python and of chardet that browsers don't know, without `-` and `_`. */
const ALIASES: Readonly<Record<string, string>> = {
  latin: 'latin1',
  l1: 'latin1',
  latin9: 'iso-8859-15',
  utf: 'utf-8',
  u8: 'utf-8',
  utf8sig: 'utf-8',
  ucs2: 'utf-16le',
  cp65001: 'utf-8',
  cp932: 'shift_jis',
  mskanji: 'shift_jis',
  cp936: 'gbk',
  cp949: 'euc-kr',
  cp950: 'big5',
  eucjp: 'euc-jp',
  euckr: 'euc-kr',
  macroman: 'macintosh',
  mac: 'macintosh',
  cp874: 'windows-874',
  cp866: 'ibm866',
};

/** Returns the browser's label for a name of an encoding; undefined for an unknown one. */
export function labelOf(name: string): string | undefined {
  const spelled = name.trim().toLowerCase().replaceAll('_', '-');
  const squeezed = spelled.replaceAll('-', '');
  const candidates = [spelled, name.trim().toLowerCase(), squeezed, squeezed.replace(/^iso8859/, 'iso-8859-')];
  for (const label of [...candidates, ALIASES[squeezed]]) {
    if (label === undefined) continue;
    try {
      return new TextDecoder(label).encoding;
    } catch {
      // The browser doesn't know this name, so the next one is tried.
    }
  }
  return undefined;
}
