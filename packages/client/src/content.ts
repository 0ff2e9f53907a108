import type { OutgoingDatum } from './bytes/payload.ts';
import { type Bytes, sourceOf } from './bytes/source.ts';
import { GoFigrError } from './errors.ts';
import type { Data } from './wire.ts';

/** Fields of a datum besides its bytes. They are added to the fields of its type. */
interface Described {
  /** Name that the web app shows; absent: the Python client's name for this type. */
  name?: string | undefined;
  metadata?: Record<string, unknown> | undefined;
  data: Bytes;
}

export interface ImageContent extends Described {
  /** `png`, `svg`, `jpg`, `pdf`, `eps`, `html` …; absent: recognized from the bytes of a PNG, JPEG, SVG … */
  format?: string | undefined;
  isWatermarked?: boolean | undefined;
}

export interface CodeContent extends Described {
  /** Written as usual: `Python`, `R`, `TypeScript` … */
  language?: string | undefined;
}

export interface TableContent extends Described {
  /** `csv` (default), `parquet` … */
  format?: string | undefined;
}

export interface TextContent extends Described {
  format?: string | undefined;
}

export interface FileContent extends Described {
  /** Path of the file that the bytes were read from. */
  path?: string | undefined;
}

/** Content of a revision. */
export interface Content {
  image?: ImageContent | undefined;
  images?: readonly ImageContent[] | undefined;
  code?: CodeContent | readonly CodeContent[] | string | undefined;
  tables?: readonly TableContent[] | undefined;
  texts?: readonly TextContent[] | undefined;
  files?: readonly FileContent[] | undefined;
  /** Any other data, sent exactly as given here. */
  data?: readonly Datum[] | undefined;
}

/** A datum with the wire's field names. */
export interface Datum {
  name: string;
  type: Data['type'];
  metadata?: unknown;
  is_clean_room?: boolean;
  data: Bytes;
}

const datum = (type: Data['type'], fallback: string, one: Described, metadata: object): OutgoingDatum => ({
  fields: { name: one.name ?? fallback, type, metadata: { ...metadata, ...one.metadata } },
  source: sourceOf(one.data),
});

/** Lists all data in the Python client's order, with its metadata for each type (docs/protocol.md, section 5). */
export function dataOf({
  image,
  images = [],
  code = [],
  tables = [],
  texts = [],
  files = [],
  data = [],
}: Content): OutgoingDatum[] {
  const pictures = image ? [image, ...images] : images;
  const codes = typeof code === 'string' ? [{ data: code }] : 'data' in code ? [code] : code;
  return [
    ...texts.map((one) => datum('text', 'text', one, { format: one.format ?? null, encoding: 'utf-8' })),
    ...codes.map((one) => codeDatum(one)),
    ...pictures.map((one) => imageDatum(one)),
    ...tables.map((one) => datum('dataframe', 'table', one, { format: one.format ?? 'csv', encoding: 'utf-8' })),
    ...files.map((one) => fileDatum(one)),
    ...data.map(({ data: bytes, ...fields }) => ({ fields, source: sourceOf(bytes) })),
  ];
}

const codeDatum = (one: CodeContent): OutgoingDatum =>
  datum('code', 'code', one, {
    ...(one.language !== undefined && { language: one.language }),
    format: 'text',
    encoding: 'utf-8',
  });

function imageDatum(one: ImageContent): OutgoingDatum {
  const format = one.format ?? formatOf(one.data);
  if (format === undefined)
    throw new GoFigrError('The format of this image is unknown. Give its `format`: png, svg, jpg, pdf, html …', {
      code: 'invalid_request',
    });
  return datum('image', 'figure', one, { is_watermarked: one.isWatermarked ?? false, format });
}

const fileDatum = (one: FileContent): OutgoingDatum => datum('file', 'file', one, { path: one.path ?? null });

const SIGNATURES: readonly [format: string, start: readonly number[]][] = [
  ['png', [0x89, 0x50, 0x4e, 0x47]],
  ['jpg', [0xff, 0xd8, 0xff]],
  ['gif', [0x47, 0x49, 0x46, 0x38]],
  ['pdf', [0x25, 0x50, 0x44, 0x46]],
  ['eps', [0x25, 0x21, 0x50, 0x53]],
];

/** Recognizes the format of bytes in memory. */
function formatOf(data: Bytes): string | undefined {
  if (data instanceof Blob) return /^image\/(png|jpeg|svg|gif|webp)/.exec(data.type)?.[1]?.replace('jpeg', 'jpg');
  if (typeof data === 'string')
    return /<svg[\s>]/i.test(data) ? 'svg' : /<html|<!doctype/i.test(data) ? 'html' : undefined;
  if (!(data instanceof Uint8Array) && !(data instanceof ArrayBuffer)) return undefined;
  const bytes = new Uint8Array(data instanceof Uint8Array ? data.subarray(0, 16) : data.slice(0, 16));
  return SIGNATURES.find(([, start]) => start.every((byte, index) => bytes[index] === byte))?.[0];
}
