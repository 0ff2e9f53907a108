import { formatNamed } from '@gofigr/contract/formats';
import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Cell } from '../../ui/code/cells.ts';
import { CodeView } from '../../ui/code/code-view.tsx';
import { guessLanguage } from '../../ui/code/guess-language.ts';
import { useCells } from '../../ui/code/use-cells.ts';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import css from './viewer.module.css';

interface NotebookProps {
  text: string;
  /** Language of the code, if the notebook doesn't tell. */
  language: string | undefined;
  /** Of a history, the last cells are shown first. */
  isHistory: boolean;
}

/** Cells shown at first, and five times as many with each press on the button. */
const CELLS = 60;

/** Shows the cells of a notebook, or of its history in the order in which they were run. */
export function Notebook({ text, language, isHistory }: NotebookProps) {
  const read = useCells(text);
  const [count, setCount] = useState(CELLS);
  if (read === undefined) return <LinesSkeleton count={12} height={16} />;
  if (read === null) return <CodeView text={text} grammar={guessLanguage(text)?.grammar ?? 'json'} label="Code" />;
  const { cells } = read;
  const grammar = formatNamed(read.language ?? language)?.grammar ?? 'python';
  const hidden = Math.max(0, cells.length - count);
  const shown = isHistory ? cells.slice(hidden) : cells.slice(0, count);
  const more = hidden > 0 && (
    <Button variant="default" size="xs" my="sm" onClick={() => setCount(count + 5 * CELLS)}>
      {isHistory ? 'Show earlier cells' : 'Show more cells'} ({hidden})
    </Button>
  );
  return (
    <>
      {isHistory && more}
      <ol className={css['cells']} aria-label={isHistory ? 'Notebook history' : 'Notebook'}>
        {shown.map((cell, index) => (
          <li key={isHistory ? hidden + index : index} className={css['cell']}>
            <span className={css['prompt']}>{cell.kind === 'code' && `In [${cell.number ?? ' '}]:`}</span>
            <div style={{ minWidth: 0 }}>
              <CodeView text={cell.text} grammar={grammarOf(cell, grammar)} label={LABELS[cell.kind]} />
            </div>
          </li>
        ))}
      </ol>
      {!isHistory && more}
    </>
  );
}

const LABELS: Record<Cell['kind'], string> = { code: 'Code', markdown: 'Markdown', raw: 'Text' };

const grammarOf = ({ kind }: Cell, code: string): string | undefined =>
  ({ code, markdown: 'markdown', raw: undefined })[kind];
