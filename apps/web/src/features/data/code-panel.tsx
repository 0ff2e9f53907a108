import type { Data } from '@gofigr/contract';
import { Badge, Button } from '@mantine/core';
import { IconCode } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { CopyButton } from '../../ui/copy.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { ScrollBlock } from '../../ui/scroll-block.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { bytesQuery } from './bytes-query.ts';
import { textOf } from './datum.ts';
import { DatumBar } from './datum-bar.tsx';
import { decodeText } from './decode.ts';
import { highlight } from './highlight.ts';
import { type Cell, cellsOf, isHistory } from './history.ts';
import { LongText } from './long-text.tsx';
import css from './viewer.module.css';

/** Characters beyond which code is shown without colours. A page with 100,000 coloured words is slow. */
const MAX_COLOURED = 150_000;

export function CodePanel({ codes }: { codes: readonly Data[] }) {
  const [picked, setPicked] = useState<Data>();
  const shown = codes.find((datum) => datum.api_id === picked?.api_id) ?? codes[0];
  if (!shown) {
    return (
      <Empty icon={<IconCode size={30} stroke={1.4} />} title="No code in this revision">
        The Python client publishes the notebook cell or the script that drew the figure.
      </Empty>
    );
  }
  return <Code key={shown.api_id} codes={codes} shown={shown} onPick={setPicked} />;
}

interface CodeProps {
  codes: readonly Data[];
  shown: Data;
  onPick: (datum: Data) => void;
}

function Code({ codes, shown, onPick }: CodeProps) {
  const bytes = useQuery(bytesQuery(shown));
  const language = textOf(shown, 'language');
  const code = useMemo(() => bytes.data && decodeText(bytes.data, textOf(shown, 'encoding')), [bytes.data, shown]);
  return (
    <>
      <DatumBar label="Code file" all={codes} shown={shown} onPick={onPick}>
        {language && (
          <Badge variant="default" tt="none" fw={500}>
            {language}
          </Badge>
        )}
        <CopyButton size="xs" text={code ?? ''} disabled={code === undefined}>
          Copy
        </CopyButton>
      </DatumBar>
      <Loaded of={bytes} what="The code" skeleton={<LinesSkeleton count={12} height={16} />}>
        {() => <Shown datum={shown} code={code ?? ''} language={language} />}
      </Loaded>
    </>
  );
}

function Shown({ datum, code, language }: { datum: Data; code: string; language: string | undefined }) {
  const cells = useMemo(() => (isHistory(datum) ? cellsOf(code) : undefined), [datum, code]);
  if (!cells) return <Coloured id={datum.api_id} code={code} language={language} />;
  return <Cells id={datum.api_id} cells={cells} language={language} />;
}

interface CellsProps {
  id: string;
  cells: readonly Cell[];
  language: string | undefined;
}

/** Cells shown at first, and added by each press on "Show earlier cells". */
const CELLS = 60;

/** Shows the cells of a notebook in the order in which they were run. */
function Cells({ id, cells, language }: CellsProps) {
  const [count, setCount] = useState(CELLS);
  const hidden = Math.max(0, cells.length - count);
  return (
    <>
      {hidden > 0 && (
        <Button variant="default" size="xs" mb="sm" onClick={() => setCount(count + 5 * CELLS)}>
          Show earlier cells ({hidden})
        </Button>
      )}
      <ol className={css['cells']} aria-label="Notebook history">
        {cells.slice(hidden).map(({ number, code }) => (
          <li key={number} className={css['cell']}>
            <span className={css['prompt']}>In [{number}]:</span>
            <div style={{ minWidth: 0 }}>
              <Coloured id={`${id}/${number}`} code={code} language={language} />
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}

function Coloured({ id, code, language }: { id: string; code: string; language: string | undefined }) {
  const tokens = useQuery({
    queryKey: ['data', id, 'tokens', language],
    // If a grammar fails, the code is shown without colours.
    queryFn: async () => (await highlight(code, language).catch(() => undefined)) ?? null,
    enabled: code.length <= MAX_COLOURED,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (!tokens.data) return <LongText text={code} label="Code" />;
  return (
    <ScrollBlock label="Code" className={`${css['text']} ${css['lines']}`}>
      <code>
        {tokens.data.map((line, number) => (
          <span key={`${number}`} className={css['line']}>
            {line.map((token) => (
              <span key={token.offset} className={css['token']} style={token.htmlStyle}>
                {token.content}
              </span>
            ))}
            {'\n'}
          </span>
        ))}
      </code>
    </ScrollBlock>
  );
}
