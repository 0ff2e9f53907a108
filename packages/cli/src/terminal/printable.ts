/**
 * Text from a server as a terminal may be given it: on one line and without control characters, which could move the
 * cursor or hide what stands there. Names are other people's.
 */
export const printable = (text: string): string =>
  text
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, '\u{fffd}')
    .trim();
