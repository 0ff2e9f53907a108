/** Bytes that are looked at: from a little before the first one that isn't ASCII. */
const BEFORE = 4096;
const SAMPLE = 65_536;

/** Single-byte encodings of other alphabets. Words in them can look like words of East Asia. */
const ALPHABETS = /^(?:windows-125[156]|windows-874|koi8-r|iso-8859-[5678])$/;
const MULTI_BYTE = /^(?:shift_jis|euc-jp|gb18030|big5|euc-kr|iso-2022-jp)$/;
/** Percentages of the detector's confidence. Below the first, a guess says nothing. */
const SURE = 30;
const CERTAIN = 60;

const WESTERN = 'windows-1252';

/** Guesses the encoding of a text that is no UTF-8 and declares nothing. Texts in doubt are Western. */
export async function guessEncoding(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const first = Math.max(0, bytes.findIndex((byte) => byte >= 0x80) - BEFORE);
  const sample = bytes.subarray(first, first + SAMPLE);
  // Few texts need it, and it is larger than the code of this page.
  const { analyse } = await import('chardet');
  const guesses = analyse(sample).map(({ name, confidence }) => ({ name: name.toLowerCase(), confidence }));
  const [best] = guesses;
  if (best && MULTI_BYTE.test(best.name) && best.confidence >= CERTAIN && decodes(sample, best.name)) return best.name;
  const alphabet = guesses.find(({ name, confidence }) => ALPHABETS.test(name) && confidence >= SURE);
  if (alphabet && alphabet === best) return alphabet.name;
  // The detector needs hundreds of characters of these; tables have few.
  const eastAsian = EAST_ASIAN.find(({ label, isLikely }) => isEastAsian(sample, label) && isLikely(sample));
  if (eastAsian !== undefined) return eastAsian.label;
  if (!best || best.confidence < (ALPHABETS.test(best.name) ? SURE / 2 : SURE) || MULTI_BYTE.test(best.name))
    return WESTERN;
  return isSameText(sample, best.name) ? WESTERN : best.name;
}

/** A cut sample may end inside a character. */
const strictly = (bytes: Uint8Array<ArrayBuffer>, label: string): string | undefined => {
  try {
    return new TextDecoder(label, { fatal: true }).decode(bytes, { stream: bytes.length >= SAMPLE });
  } catch {
    return undefined;
  }
};

const decodes = (bytes: Uint8Array<ArrayBuffer>, label: string): boolean => strictly(bytes, label) !== undefined;

const isSameText = (bytes: Uint8Array<ArrayBuffer>, label: string): boolean =>
  strictly(bytes, label) === strictly(bytes, WESTERN);

/** Encodings of East Asia with a test that tells them from each other. The first that fits is taken. */
const EAST_ASIAN: readonly { label: string; isLikely: (bytes: Uint8Array) => boolean }[] = [
  { label: 'euc-jp', isLikely: (bytes) => hasLead(bytes, 0xa4, 0xa5) },
  { label: 'shift_jis', isLikely: () => true },
  { label: 'euc-kr', isLikely: (bytes) => !hasLead(bytes, 0xc9, 0xfe) },
  // Of the common Chinese characters, a third begin with these. The common Japanese ones never do.
  { label: 'euc-jp', isLikely: (bytes) => !hasLead(bytes, 0xd0, 0xfe) },
  { label: 'gb18030', isLikely: hasNoLonePair },
  { label: 'big5', isLikely: hasNoLonePair },
];

/** Tells whether one of the characters of two bytes begins with a byte of this range. */
function hasLead(bytes: Uint8Array, from: number, to: number): boolean {
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at] ?? 0;
    if (byte >= from && byte <= to) return true;
    if (byte >= 0x80) at += 1;
  }
  return false;
}

/** Tells that no pair of a high byte and a letter stands alone. In Western texts, `°C` is one. */
function hasNoLonePair(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += 1) {
    let pairs = 0;
    let hasLetter = false;
    for (; (bytes[at] ?? 0) >= 0x80; at += 2) {
      pairs += 1;
      hasLetter ||= (bytes[at + 1] ?? 0) < 0x80;
    }
    if (pairs === 1 && hasLetter) return false;
  }
  return true;
}

const KANJI = /[\u3000-\u30ff\u4e00-\u9fff\uff00-\uff60℃×°±→]/;
const HANZI = /[\u3000-\u303f\u4e00-\u9fff\uff00-\uff60℃×°±→“”—…·]/;
/** Characters that texts in these encodings consist of. GB18030 and Big5 have many rare ones besides. */
const COMMON: Readonly<Record<string, RegExp>> = {
  shift_jis: KANJI,
  'euc-jp': KANJI,
  'euc-kr': /[\u3000-\u303f\uac00-\ud7a3\uff00-\uff60℃×°±→]/,
  gb18030: HANZI,
  big5: HANZI,
};

/** Tells whether bytes are words of an encoding: all are its characters, and hardly one stands inside a Latin word. */
function isEastAsian(bytes: Uint8Array<ArrayBuffer>, label: string): boolean {
  const text = strictly(bytes, label);
  const common = COMMON[label];
  if (text === undefined || !common) return false;
  let characters = 0;
  let strange = 0;
  // Katakana of half width are single bytes in Shift JIS, and letters with accents in Western texts.
  for (const [word] of text.matchAll(/[^\p{ASCII}\uff61-\uff9f]+/gu)) {
    characters += word.length;
    for (const character of word) if (!common.test(character)) strange += 1;
  }
  const alone = /[a-z][^\p{ASCII}](?!\P{ASCII})|(?<!\P{ASCII})[^\p{ASCII}][a-z]|[\uff61-\uff9f][\w\u4e00-\u9fff]/gu;
  const inLatin = text.match(alone)?.length ?? 0;
  return characters > 0 && strange <= characters / 20 && inLatin <= characters / 10;
}
