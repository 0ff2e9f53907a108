/** A folder whose code is mutated. */
type Folder = {
  /** Share of its mutants in a whole run, which takes about three minutes for each folder on two idle cores. */
  share: number;
  /** Other tests of its code: folders of the server, or test files of the Python package. */
  tests: readonly string[];
};

/** Folders of the server. Their own tests are run, too. */
export const SERVER_FOLDERS: Record<string, Folder> = {
  'features/sharing': { share: 0.5, tests: [] },
  'features/member': { share: 0.25, tests: [] },
  'features/invitation': { share: 0.12, tests: [] },
  'features/revision': { share: 0.08, tests: ['features/asset', 'features/lineage'] },
  'features/api-key': { share: 0.06, tests: ['features/device', 'features/revision'] },
  'kernel/auth': { share: 0.12, tests: ['features/api-key'] },
  'kernel/objects': { share: 0.12, tests: ['features/api-key'] },
  'kernel/json-stream': { share: 0.04, tests: [] },
};

/** The parent of these folders. */
export const SOURCES = 'apps/server/src';

/** Tests, their helpers and measurements have no mutants. */
export const NOT_MUTATED = '{*.test,test-*,measure}.ts';

/** Folders of the Python package. */
export const PYTHON_FOLDERS: Record<string, Folder> = {
  'gofigr/_outbox': { share: 0.15, tests: ['test_parcels.py', 'test_delivery.py', 'test_outbox.py'] },
  'gofigr/_settings': { share: 0.5, tests: ['test_config.py'] },
};
