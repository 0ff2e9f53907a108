import { ActionIcon, Button, type ButtonProps } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { type ReactNode, useEffect, useState } from 'react';
import { copyText } from '../lib/copy.ts';
import css from './copy.module.css';
import { ScrollBlock } from './scroll-block.tsx';

type State = 'ready' | 'copied' | 'failed';

type Text = string | (() => string | Promise<string>);

function useCopy(text: Text, onCopied?: () => void): { state: State; copy: () => void } {
  const [state, setState] = useState<State>('ready');
  useEffect(() => {
    if (state === 'ready') return undefined;
    const timer = setTimeout(() => setState('ready'), 1800);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = async () => {
    const copied = await copyText(typeof text === 'string' ? text : await text());
    setState(copied ? 'copied' : 'failed');
    if (copied) onCopied?.();
  };
  return { state, copy: () => void copy() };
}

const WORDS: Record<Exclude<State, 'ready'>, string> = { copied: 'Copied', failed: 'Select the text and copy it' };

interface CopyButtonProps extends ButtonProps {
  /** The text, or a function that returns it when it is needed. */
  text: Text;
  onCopied?: () => void;
  children: ReactNode;
}

export function CopyButton({ text, onCopied, children, ...props }: CopyButtonProps) {
  const { state, copy } = useCopy(text, onCopied);
  return (
    <Button
      variant="default"
      leftSection={state === 'copied' ? <IconCheck size={16} /> : <IconCopy size={16} />}
      onClick={copy}
      {...props}
    >
      <span aria-live="polite">{state === 'ready' ? children : WORDS[state]}</span>
    </Button>
  );
}

/** Shows a small button next to a value. `what` completes "Copy …". */
export function CopyIcon({ text, what }: { text: string; what: string }) {
  const { state, copy } = useCopy(text);
  return (
    <span className={css['icon']}>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={24}
        onClick={copy}
        title={`Copy ${what}`}
        aria-label={`Copy ${what}`}
      >
        {state === 'copied' ? <IconCheck size={15} /> : <IconCopy size={15} />}
      </ActionIcon>
      <output className={css['said']}>{state !== 'ready' && WORDS[state]}</output>
    </span>
  );
}

interface SnippetProps {
  /** Name of the text; completes "Copy …". */
  label: string;
  text: string;
  actions?: ReactNode;
}

/** Shows commands or a file, with a button to copy them. */
export function Snippet({ label, text, actions }: SnippetProps) {
  return (
    <div className={css['snippet']}>
      <ScrollBlock label={label} className={css['text']}>
        <code>{text}</code>
      </ScrollBlock>
      <div className={css['actions']}>
        {actions}
        <CopyIcon text={text} what={label} />
      </div>
    </div>
  );
}
