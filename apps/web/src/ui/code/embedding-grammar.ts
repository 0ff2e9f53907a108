import type { LanguageRegistration } from 'shiki/core';

/** Spellings of a grammar after a fence. */
const SPELLINGS: Readonly<Record<string, string>> = {
  shellscript: 'bash|sh|shell|shellscript|zsh',
  python: 'python|py',
  cpp: 'cpp|c\\+\\+|rcpp',
  julia: 'julia|jl',
  javascript: 'javascript|js|ojs',
  typescript: 'typescript|ts',
};

const SCOPES: Readonly<Record<string, string>> = {
  shellscript: 'source.shell',
  javascript: 'source.js',
  typescript: 'source.ts',
  html: 'text.html.basic',
  xml: 'text.xml',
  latex: 'text.tex.latex',
};

/**
 * Makes a grammar of Markdown whose fences may be chunks of code: R Markdown's "```{r label, echo=FALSE}". Markdown's
 * own grammar colours only "```r".
 */
export function embeddingGrammar(languages: readonly string[]): LanguageRegistration {
  return {
    name: `markdown+${languages.join('+')}`,
    scopeName: `text.html.markdown.${languages.join('.')}.chunks`,
    repository: {},
    patterns: [
      ...languages.map((language) => ({
        name: 'markup.fenced_code.block.markdown',
        begin: `(^|\\G)(\\s*)(\`{3,}|~{3,})\\s*\\{?\\s*(?i:(${SPELLINGS[language] ?? language}))(?=[\\s,}]|$)([^\`]*)$`,
        end: '(^|\\G)(\\2|\\s{0,3})(\\3)\\s*$',
        beginCaptures: {
          3: { name: 'punctuation.definition.markdown' },
          4: { name: 'keyword.control' },
          5: { name: 'fenced_code.block.language.attributes' },
        },
        endCaptures: { 3: { name: 'punctuation.definition.markdown' } },
        patterns: [
          {
            begin: '(^|\\G)(\\s*)(.*)',
            while: '(^|\\G)(?!\\s*([`~]{3,})\\s*$)',
            contentName: `meta.embedded.block.${language}`,
            patterns: [{ include: SCOPES[language] ?? `source.${language}` }],
          },
        ],
      })),
      { include: 'text.html.markdown' },
    ],
  };
}
