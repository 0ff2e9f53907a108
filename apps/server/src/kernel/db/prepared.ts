import type { Compilable, CompiledQuery, Kysely, QueryResult } from 'kysely';
import type { Schema } from './schema.ts';

type Db = Kysely<Schema>;

/** A query that is built and compiled once, and then only executed. */
export type Prepared<P, R> = (db: Db, parameters: P) => Promise<QueryResult<R>>;

/** Begins the stand-ins of parameters in a compiled query. */
const MARK = '\u0000parameter ';

/**
 * Prepares a query whose shape never changes: building one costs several times as much as executing it. `build` gets
 * stand-ins for the parameters, so it can only pass them on as values.
 */
export function prepared<P extends object, R>(build: (db: Db, parameters: P) => Compilable<R>): Prepared<P, R> {
  /** The engines write queries differently. All transactions of a database share its adapter. */
  const byAdapter = new WeakMap<object, { compiled: CompiledQuery<R>; slots: readonly Slot[] }>();
  const standIns = new Proxy({} as P, { get: (_target, name) => `${MARK}${String(name)}` }); // every name gives a stand-in
  return (db, parameters) => {
    const { adapter } = db.getExecutor();
    let known = byAdapter.get(adapter);
    if (!known) {
      const compiled = build(db, standIns).compile();
      known = { compiled, slots: compiled.parameters.map(slotOf) };
      byAdapter.set(adapter, known);
    }
    const { sql, query, queryId } = known.compiled;
    return db.executeQuery<R>({
      sql,
      query,
      queryId,
      parameters: known.slots.map((slot) => valueOf(slot, parameters)),
    });
  };
}

/** A parameter of a compiled query: a value that is always the same, or the name of a given one. */
type Slot = { value: unknown } | { name: string };

const slotOf = (value: unknown): Slot =>
  typeof value === 'string' && value.startsWith(MARK) ? { name: value.slice(MARK.length) } : { value };

function valueOf(slot: Slot, parameters: object): unknown {
  if ('value' in slot) return slot.value;
  const given = (parameters as Record<string, unknown>)[slot.name]; // `build` has read it under this name
  if (given === undefined) throw new TypeError(`The parameter ${slot.name} of a prepared query is missing`);
  return given;
}
