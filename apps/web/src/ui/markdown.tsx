import { Text } from '@mantine/core';
import { Suspense } from 'react';
import { lazyCode } from '../lib/lazy-code.ts';
import css from './markdown.module.css';

const MarkdownText = lazyCode(async () => (await import('./markdown-text.tsx')).MarkdownText);

/** Characters and words that mean something in Markdown. Without them, text is shown without the code for it. */
const MARKED = /[*_`#[\]<>|~\\]|https?:|www\.|\w@\w|^\s*([-+=]|\d+[.)])/m;

/** Shows text that users wrote as Markdown, with links. It is plain text until the code is there. */
export function Markdown({ text }: { text: string }) {
  const plain = (
    <Text size="sm" dir="auto" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
      {text}
    </Text>
  );
  return (
    <div className={css['markdown']}>
      {MARKED.test(text) ? (
        <Suspense fallback={plain}>
          <MarkdownText text={text} />
        </Suspense>
      ) : (
        plain
      )}
    </div>
  );
}
