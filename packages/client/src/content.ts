import { encodingInMemory } from './bytes/encoding.ts';
import type { OutgoingDatum } from './bytes/payload.ts';
import { type ByteSource, type Bytes, dataUrlOf, headOf, sourceOf } from './bytes/source.ts';
import { csvOf, isRows, type Rows } from './csv.ts';
import { invalid } from './errors.ts';
import type { Data } from './wire.ts';

/** Fields of a datum besides its bytes. They are added to the fields of its type. */
interface Described {
  /** Name that the web app shows; absent: the Python client's name for this type. */
  name?: string | undefined;
  metadata?: Record<string, unknown> | undefined;
  data: Bytes;
}

export interface ImageContent extends Described {
  /** Also a data URL, such as `canvas.toDataURL()`. */
  data: Bytes;
  /** `png`, `svg`, `webp`, `pdf`, `html` …; absent: recognized from the bytes. */
  format?: string | undefined;
  isWatermarked?: boolean | undefined;
}

/** Content that is text. */
interface Encoded extends Described {
  /** Such as `utf-8`; null for none; absent: `utf-8`, unless bytes in memory are something else. */
  encoding?: string | null | undefined;
}

export interface CodeContent extends Encoded {
  /** Written as usual: `Python`, `R`, `TypeScript` … */
  language?: string | undefined;
}

export interface TableContent extends Omit<Encoded, 'data'> {
  /** The bytes of a file, or rows, which are sent as CSV. */
  data: Bytes | Rows;
  /** `csv` (default), `parquet` … */
  format?: string | undefined;
}

export interface TextContent extends Encoded {
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
  tables?: readonly (TableContent | Rows)[] | undefined;
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

/** Lists all data in the Python client's order, with its metadata for each type (docs/protocol.md, section 5). */
export async function dataOf(content: Content): Promise<OutgoingDatum[]> {
  const { image, code } = content;
  const codes = typeof code === 'string' ? [{ data: code }] : code && 'data' in code ? [code] : code;
  return [
    ...listed('texts', content.texts).map(([one, place]) =>
      datum('text', 'text', one, place, { format: one.format ?? null, encoding: encodingFor(one) }),
    ),
    ...listed('code', codes).map(([one, place]) => codeDatum(one, place)),
    ...(image ? [await imageDatum(image, 'image')] : []),
    ...(await Promise.all(listed('images', content.images).map(([one, place]) => imageDatum(one, place)))),
    ...listed('tables', content.tables).map(([one, place]) => tableDatum(one, place)),
    ...listed('files', content.files).map(([one, place]) =>
      datum('file', 'file', one, place, { path: one.path ?? null }),
    ),
    ...listed('data', content.data).map(([{ data, ...fields }, place]) => ({
      fields,
      source: sourceOf(data, `${place}.data`),
    })),
  ];
}

/** Pairs each item with its place in the call, for messages. Programs in JavaScript may give anything. */
function listed<T extends object>(name: string, items: readonly T[] = []): [item: T, place: string][] {
  if (!Array.isArray(items)) throw invalid(`\`${name}\` must be a list of objects with \`data\`.`);
  return items.map((item, index) => {
    const place = `${name}[${index}]`;
    if (item === null || typeof item !== 'object') throw invalid(`${place} must be an object with \`data\`.`);
    return [item, place];
  });
}

const datum = (type: Data['type'], fallback: string, one: Described, place: string, own: object): OutgoingDatum => ({
  fields: { name: one.name ?? fallback, type, metadata: { ...own, ...one.metadata } },
  source: sourceOf(one.data, `${place}.data`),
});

const encodingFor = ({ encoding, data }: Encoded): string | null =>
  encoding === undefined ? encodingInMemory(data) : encoding;

const codeDatum = (one: CodeContent, place: string): OutgoingDatum =>
  datum('code', 'code', one, place, {
    ...(one.language !== undefined && { language: one.language }),
    format: 'text',
    encoding: encodingFor(one),
  });

function tableDatum(given: TableContent | Rows, place: string): OutgoingDatum {
  const { data: content, ...one } = isTable(given) ? given : { data: given };
  if (!Array.isArray(content)) {
    const data = content as Bytes; // a list would be rows
    const own = { format: one.format ?? 'csv', encoding: encodingFor({ ...one, data }) };
    return datum('dataframe', 'table', { ...one, data }, place, own);
  }
  if (!isRows(content)) throw invalid(`Each row of ${place} must be an array of cells, or each an object.`);
  if ((one.format ?? 'csv') !== 'csv') throw invalid(`${place} has rows, which are sent as CSV, not as ${one.format}.`);
  return datum('dataframe', 'table', { ...one, data: csvOf(content) }, place, { format: 'csv', encoding: 'utf-8' });
}

const isTable = (given: TableContent | Rows): given is TableContent => !Array.isArray(given);

async function imageDatum(one: ImageContent, place: string): Promise<OutgoingDatum> {
  const url = typeof one.data === 'string' ? dataUrlOf(one.data) : undefined;
  const source = sourceOf(url?.bytes ?? one.data, `${place}.data`);
  const media = url?.media ?? (one.data instanceof Blob ? one.data.type : undefined);
  const format = one.format ?? (await formatOf(source, media));
  if (source.size === 0) throw invalid(`${place} is empty: it has no bytes.`);
  if (format === undefined)
    throw invalid('The format of this image is unknown. Give its `format`: png, svg, webp, pdf, html …');
  const own = { is_watermarked: one.isWatermarked ?? false, format };
  return { ...datum('image', 'figure', one, place, own), source };
}

/** Recognizes the format of an image by its bytes, else by its media type. */
async function formatOf(source: ByteSource, media: string | undefined): Promise<string | undefined> {
  // Loaded only here: pages that name their formats need no table of them.
  const { formatOf: recognise, HEAD_BYTES } = await import('@gofigr/contract/formats');
  return recognise({ type: 'image', format: media, head: await headOf(source, HEAD_BYTES) })?.name;
}
