/**
 * A text that begins like an absolute path with a folder in it, or like a path of Windows; the folders that hold
 * people's files, inside a text; and the path of a notebook, which may be relative.
 */
const LOCAL = new RegExp(
  [
    /"(?:file:\/\/)?~?\/[^"/\\\s]+\//,
    /"(?:[A-Za-z]:(?:\\\\|\/)|\\\\\\\\[^"\\])/,
    /(?<![\w./:-])\/(?:home|Users|root|mnt|media|Volumes|private|tmp)\//,
    /\b[A-Za-z]:\\\\(?:Users|Documents and Settings)\\\\/,
    /"notebook_path"\s*:\s*"[^"]/,
  ]
    .map(({ source }) => source)
    .join('|'),
);

/** Tells whether JSON text, as a client sent it, names a file or a folder of a computer. */
export const namesLocalPath = (json: string): boolean =>
  // Some encoders of JSON escape slashes.
  LOCAL.test(json.includes('\\/') ? json.replaceAll('\\/', '/') : json);
