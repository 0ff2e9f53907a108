/** Bytes in which declarations are looked for, as browsers do. */
const HEAD = 1024;

/** Declarations inside a text: of XML, of HTML, of CSS, and the coding line of Python and editors. */
const DECLARATIONS = [
  /^\s*<\?xml\s[^>]*?encoding\s*=\s*["']([\w.:-]+)["']/,
  /<meta\s[^>]*?charset\s*=\s*["']?\s*([\w.:-]+)/i,
  /^@charset "([\w.:-]+)";/,
  /^(?:[^\n]*\n)?[ \t\f]*(?:#|\/\/|%|--).*?coding[:=][ \t]*([\w.-]+)/,
];

/** Finds the encoding that a text declares for itself. */
export function declaredIn(bytes: Uint8Array): string | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, HEAD));
  for (const declaration of DECLARATIONS) {
    const name = declaration.exec(head)?.[1];
    if (name !== undefined) return name;
  }
  return undefined;
}
