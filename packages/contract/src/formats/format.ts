/** Group of formats that people use for the same thing. */
export type Kind =
  | 'image'
  | 'page'
  | 'document'
  | 'table'
  | 'code'
  | 'notebook'
  | 'text'
  | 'data'
  | 'audio'
  | 'video'
  | 'archive';

/**
 * Viewer of the web app. `picture` is an `<img>`, `drawn` the server's drawing, `pdf` pdf.js, `frame` the sandbox.
 * Formats without a viewer are offered for download.
 */
export type Shown = 'picture' | 'drawn' | 'pdf' | 'frame' | 'video' | 'audio' | 'table' | 'notebook' | 'text';

/** A format of files: everything that server, web app, clients and commands know of it. */
export interface Format {
  /** Name that our clients send in `metadata.format`. */
  name: string;
  /** Name for people. For code it is the `metadata.language` that our clients send. */
  label: string;
  kind: Kind;
  /** Endings of file names without the dot, the usual one first. Case counts only for writing. */
  endings: readonly string[];
  /** Other names that clients send, in lower case. Endings and `label` are names too. */
  aliases?: readonly string[];
  /** Media types; the first is served. */
  media?: readonly string[];
  /** Program that draws its pictures on the server; absent: none does. */
  drawable?: 'loader' | 'ghostscript';
  shown?: Shown;
  /** Tells whether it scales. The same picture in such a format may differ in dates and random IDs. */
  vector?: true;
  /** Format with the same signature: an `xlsx` begins like any `zip`, so only its name tells them apart. */
  base?: string;
  /**
   * A regular expression on the first bytes as Latin-1 text, regardless of case. It is tried on the bytes and on the
   * text after its preamble, in JavaScript and Python. It matches in linear time: others choose the bytes.
   */
  signature?: string;
  /** Like `signature`, but counts only if neither name nor metadata tell a format. */
  hint?: string;
  /** Grammar of shiki that colours it. */
  grammar?: string;
}
