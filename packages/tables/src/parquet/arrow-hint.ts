import type { Unit } from './times.ts';

/** Facts about a field that only Arrow's own schema has: durations, and the names of time zones. */
export interface ArrowHint {
  duration: Unit | undefined;
  zone: string | undefined;
  child(index: number): ArrowHint | undefined;
}

/** Key of Arrow's schema in the metadata of a Parquet file. */
const KEY = 'ARROW:schema';
const UNITS: readonly Unit[] = ['s', 'ms', 'us', 'ns'];
const TIMESTAMP = 10;
const DURATION = 18;

/*
 * Numbers of the fields in format/Message.fbs and format/Schema.fbs of Apache Arrow.
 */
const MESSAGE_HEADER = 2;
const SCHEMA_FIELDS = 1;
const FIELD = { typeKind: 2, type: 3, children: 5 } as const;
const TYPE = { unit: 0, zone: 1 } as const;

/** Reads Arrow's schema, if the file has one that can be read. Its `child(n)` is column n. */
export function arrowHint(metadata: readonly { key: string; value?: string }[] | undefined): ArrowHint | undefined {
  const text = metadata?.find(({ key }) => key === KEY)?.value;
  if (text === undefined) return undefined;
  try {
    const view = new DataView(Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0)).buffer);
    // A message begins with a mark and its length. Arrow before 0.15 had only the length.
    const start = view.getUint32(0, true) === 0xffffffff ? 8 : 4;
    const message = new FlatTable(view, start + view.getUint32(start, true));
    const fields = message.table(MESSAGE_HEADER)?.tables(SCHEMA_FIELDS);
    return { duration: undefined, zone: undefined, child: (index) => hintOf(fields?.(index)) };
  } catch {
    return undefined;
  }
}

function hintOf(field: FlatTable | undefined): ArrowHint | undefined {
  if (!field) return undefined;
  const kind = field.byte(FIELD.typeKind);
  const type = field.table(FIELD.type);
  const children = field.tables(FIELD.children);
  return {
    duration: kind === DURATION ? UNITS[type?.short(TYPE.unit) ?? 1] : undefined,
    zone: kind === TIMESTAMP ? type?.text(TYPE.zone) : undefined,
    child: (index) => hintOf(children?.(index)),
  };
}

/** A table of a FlatBuffer. Reading outside of the buffer throws. */
class FlatTable {
  readonly #view: DataView;
  readonly #at: number;

  constructor(view: DataView, at: number) {
    this.#view = view;
    this.#at = at;
  }

  /** Returns the position of a field; undefined if the table lacks it. */
  #position(field: number): number | undefined {
    const index = this.#at - this.#view.getInt32(this.#at, true);
    if (4 + field * 2 >= this.#view.getUint16(index, true)) return undefined;
    const offset = this.#view.getUint16(index + 4 + field * 2, true);
    return offset === 0 ? undefined : this.#at + offset;
  }

  #follow(field: number): number | undefined {
    const at = this.#position(field);
    return at === undefined ? undefined : at + this.#view.getUint32(at, true);
  }

  byte(field: number): number {
    const at = this.#position(field);
    return at === undefined ? 0 : this.#view.getUint8(at);
  }

  short(field: number): number | undefined {
    const at = this.#position(field);
    return at === undefined ? undefined : this.#view.getInt16(at, true);
  }

  text(field: number): string | undefined {
    const at = this.#follow(field);
    if (at === undefined) return undefined;
    return new TextDecoder().decode(new Uint8Array(this.#view.buffer, at + 4, this.#view.getUint32(at, true)));
  }

  table(field: number): FlatTable | undefined {
    const at = this.#follow(field);
    return at === undefined ? undefined : new FlatTable(this.#view, at);
  }

  /** Returns the members of a vector of tables by their index. */
  tables(field: number): ((index: number) => FlatTable | undefined) | undefined {
    const at = this.#follow(field);
    if (at === undefined) return undefined;
    return (index) => {
      if (index >= this.#view.getUint32(at, true)) return undefined;
      const member = at + 4 + index * 4;
      return new FlatTable(this.#view, member + this.#view.getUint32(member, true));
    };
  }
}
