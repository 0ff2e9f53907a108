/**
 * Makes a server's text safe for a terminal: one line without control characters, which could move the cursor or hide
 * text. Other users choose the names.
 */
export const printable = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, '\u{fffd}')
    .trim();
