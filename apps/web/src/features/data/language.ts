const LANGUAGES: Record<string, 'python' | 'r' | 'typescript' | 'json' | 'shellscript'> = {
  python: 'python',
  py: 'python',
  ipython: 'python',
  'jupyter notebook': 'python',
  r: 'r',
  typescript: 'typescript',
  ts: 'typescript',
  javascript: 'typescript',
  js: 'typescript',
  json: 'json',
  shell: 'shellscript',
  bash: 'shellscript',
  sh: 'shellscript',
};

/** Returns the grammar for a language name of a client; undefined if it is not built in. */
export const languageOf = (name: string | undefined) =>
  name !== undefined && Object.hasOwn(LANGUAGES, name.toLowerCase()) ? LANGUAGES[name.toLowerCase()] : undefined;
