import type { LanguageRegistration } from 'shiki/core';
import { embeddingGrammar } from './embedding-grammar.ts';

type Load = () => Promise<{ default: LanguageRegistration[] }>;

/** Grammars that can be loaded, by the name in the table of formats. */
export const GRAMMARS: Readonly<Record<string, Load>> = {
  c: () => import('shiki/langs/c.mjs'),
  cpp: () => import('shiki/langs/cpp.mjs'),
  csharp: () => import('shiki/langs/csharp.mjs'),
  css: () => import('shiki/langs/css.mjs'),
  diff: () => import('shiki/langs/diff.mjs'),
  docker: () => import('shiki/langs/docker.mjs'),
  'fortran-free-form': () => import('shiki/langs/fortran-free-form.mjs'),
  go: () => import('shiki/langs/go.mjs'),
  haskell: () => import('shiki/langs/haskell.mjs'),
  html: () => import('shiki/langs/html.mjs'),
  ini: () => import('shiki/langs/ini.mjs'),
  java: () => import('shiki/langs/java.mjs'),
  javascript: () => import('shiki/langs/javascript.mjs'),
  json: () => import('shiki/langs/json.mjs'),
  jsx: () => import('shiki/langs/jsx.mjs'),
  julia: () => import('shiki/langs/julia.mjs'),
  kotlin: () => import('shiki/langs/kotlin.mjs'),
  latex: () => import('shiki/langs/latex.mjs'),
  lua: () => import('shiki/langs/lua.mjs'),
  make: () => import('shiki/langs/make.mjs'),
  markdown: () => import('shiki/langs/markdown.mjs'),
  matlab: () => import('shiki/langs/matlab.mjs'),
  nextflow: () => import('shiki/langs/nextflow.mjs'),
  perl: () => import('shiki/langs/perl.mjs'),
  php: () => import('shiki/langs/php.mjs'),
  powershell: () => import('shiki/langs/powershell.mjs'),
  python: () => import('shiki/langs/python.mjs'),
  r: () => import('shiki/langs/r.mjs'),
  ruby: () => import('shiki/langs/ruby.mjs'),
  rust: () => import('shiki/langs/rust.mjs'),
  sas: () => import('shiki/langs/sas.mjs'),
  scala: () => import('shiki/langs/scala.mjs'),
  shellscript: () => import('shiki/langs/shellscript.mjs'),
  sql: () => import('shiki/langs/sql.mjs'),
  stata: () => import('shiki/langs/stata.mjs'),
  swift: () => import('shiki/langs/swift.mjs'),
  toml: () => import('shiki/langs/toml.mjs'),
  tsx: () => import('shiki/langs/tsx.mjs'),
  typescript: () => import('shiki/langs/typescript.mjs'),
  xml: () => import('shiki/langs/xml.mjs'),
  yaml: () => import('shiki/langs/yaml.mjs'),
};

/** Returns the grammars that a text needs. The last one is its own. */
export async function grammarsFor(grammar: string, text: string): Promise<LanguageRegistration[]> {
  const load = GRAMMARS[grammar];
  if (!load) return [];
  const { default: own } = await load();
  if (grammar !== 'markdown') return own;
  const fenced = languagesIn(text);
  const loads = ['yaml', ...fenced].map((name) => GRAMMARS[name]).filter((one) => one !== undefined);
  const all = await Promise.all(loads.map((one) => one()));
  return [...all.flatMap((one) => one.default), ...own, embeddingGrammar(fenced)];
}

/** Names of fences that differ from their grammar's. */
const FENCES: Readonly<Record<string, string>> = {
  bash: 'shellscript',
  sh: 'shellscript',
  py: 'python',
  rcpp: 'cpp',
  'c++': 'cpp',
  jl: 'julia',
  js: 'javascript',
  ojs: 'javascript',
  ts: 'typescript',
};

const grammarOfFence = (name: string): string => FENCES[name.toLowerCase()] ?? name.toLowerCase();

/** Lists the grammars of the fenced blocks of a Markdown, R Markdown or Quarto text. */
function languagesIn(text: string): string[] {
  const fences = text.slice(0, 2_000_000).matchAll(/^[ \t]*(?:`{3,}|~{3,})[ \t]*\{?[ \t]*([a-z+]{1,20})/gim);
  const names = [...fences].map(([, name = '']) => grammarOfFence(name));
  return [...new Set(names)].filter((name) => Object.hasOwn(GRAMMARS, name) && name !== 'markdown').toSorted();
}
