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
  const byAdapter = new WeakMap<object, CompiledQuery<R>>();
  const standIns = new Proxy({} as P, { get: (_target, name) => `${MARK}${String(name)}` }); // every name gives a stand-in
  return (db, parameters) => {
    const { adapter } = db.getExecutor();
    let compiled = byAdapter.get(adapter);
    if (!compiled) {
      compiled = build(db, standIns).compile();
      byAdapter.set(adapter, compiled);
    }
    return db.executeQuery<R>({
      ...compiled,
      parameters: compiled.parameters.map((value) => valueOf(value, parameters)),
    });
  };
}

function valueOf(value: unknown, parameters: object): unknown {
  if (typeof value !== 'string' || !value.startsWith(MARK)) return value;
  const name = value.slice(MARK.length);
  const given = (parameters as Record<string, unknown>)[name]; // `build` has read it under this name
  if (given === undefined) throw new TypeError(`The parameter ${name} of a prepared query is missing`);
  return given;
}
