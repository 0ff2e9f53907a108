import type { Data } from '@gofigr/contract';
import { List } from '@mantine/core';
import { type RefObject, useEffect, useState } from 'react';
import { useFormat } from './format-query.ts';
import { problemIn, wordsOf } from './frame-problem.ts';
import { showingOf } from './image-choice.ts';
import css from './viewer.module.css';

/** Most problems shown. A page with one failure often reports many. */
const MOST_SHOWN = 5;

/** Says what failed in the frame on the stage, in the words of its page. */
export function FrameNote({ datum, stage }: { datum: Data; stage: RefObject<HTMLElement | null> }) {
  const isPage = showingOf(useFormat(datum).name) === 'frame';
  const [problems, setProblems] = useState<readonly string[]>([]);
  useEffect(() => {
    function onMessage({ source, data }: MessageEvent<unknown>): void {
      const frame = stage.current?.querySelector('iframe');
      const problem = source !== null && source === frame?.contentWindow ? problemIn(data) : undefined;
      if (!problem) return;
      const words = wordsOf(problem);
      setProblems((shown) => (shown.includes(words) || shown.length >= MOST_SHOWN ? shown : [...shown, words]));
    }
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, [stage]);
  if (!isPage || problems.length === 0) return null;
  return (
    <output className={css['problems']}>
      The page in the sandbox reports:
      <List size="xs">
        {problems.map((words) => (
          <List.Item dir="auto" key={words}>
            {words}
          </List.Item>
        ))}
      </List>
    </output>
  );
}
