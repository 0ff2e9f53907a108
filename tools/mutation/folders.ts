/** Folders with mutants, and other folders with tests of their code. */
export const FOLDERS: Record<string, readonly string[]> = {
  'features/sharing': [],
  'features/member': [],
  'features/invitation': [],
  'features/revision': ['features/asset', 'features/lineage'],
  'features/api-key': [],
  'kernel/auth': [],
  'kernel/objects': [],
  'kernel/json-stream': [],
};

/** The parent of these folders. */
export const SOURCES = 'apps/server/src';

/** Tests, their helpers and measurements have no mutants. */
export const NOT_MUTATED = '{*.test,test-*,measure}.ts';

/** Share of the mutants in a whole run. All of them take more than an hour on two cores. */
export const SAMPLE = 0.5;
