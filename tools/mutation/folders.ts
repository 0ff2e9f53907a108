/** Folders whose tests are asked what they notice, and the tests of other folders that are asked with them. */
export const FOLDERS: Record<string, readonly string[]> = {
  'features/sharing': [],
  'features/member': [],
  'features/invitation': [],
  'features/revision': [],
  'features/api-key': [],
  'kernel/auth': ['features/session', 'features/api-key'],
  'kernel/objects': ['features/member', 'features/sharing', 'features/revision'],
  'kernel/json-stream': [],
};

/** Where they lie. */
export const SOURCES = 'apps/server/src';

/** Helpers of tests and measurements, which no test has to notice. */
export const NOT_MUTATED = '{*.test,test-*,measure}.ts';

/** The part of the mutants that is tried: all of them take more than an hour on two cores. */
export const SAMPLE = 0.5;
