import type { Data } from '@gofigr/contract';
import { Badge } from '@mantine/core';
import { IconCode } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { CodeView } from '../../ui/code/code-view.tsx';
import { guessLanguage } from '../../ui/code/guess-language.ts';
import { CopyButton } from '../../ui/copy.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { bytesQuery } from './bytes-query.ts';
import { formatOf, textOf } from './datum.ts';
import { DatumBar } from './datum-bar.tsx';
import { EncodingSelect } from './encoding-select.tsx';
import { grammarOf, isHistory } from './grammar-of.ts';
import { Notebook } from './notebook.tsx';
import { textQuery } from './text-query.ts';

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
  const [encoding, setEncoding] = useState<string>();
  const bytes = useQuery(bytesQuery(shown)).data;
  const code = useQuery(textQuery(shown, encoding));
  const content = code.data?.text;
  const found = useMemo(() => formatOf(shown, bytes), [bytes, shown]);
  const guessed = useMemo(
    () => (found.grammar === undefined && content !== undefined ? guessLanguage(content) : undefined),
    [found, content],
  );
  const language = found.grammar === undefined ? (textOf(shown, 'language') ?? guessed?.label) : found.label;
  return (
    <>
      <DatumBar label="Code file" all={codes} shown={shown} onPick={onPick}>
        {language && (
          <Badge variant="default" tt="none" fw={500}>
            {language}
          </Badge>
        )}
        <EncodingSelect used={code.data?.encoding} chosen={encoding} onChoose={setEncoding} />
        <CopyButton size="xs" text={code.data?.text ?? ''} disabled={code.data === undefined}>
          Copy
        </CopyButton>
      </DatumBar>
      <Loaded of={code} what="The code" skeleton={<LinesSkeleton count={12} height={16} />}>
        {({ text }) =>
          isHistory(shown) || found.shown === 'notebook' ? (
            <Notebook text={text} language={textOf(shown, 'language')} isHistory={isHistory(shown)} />
          ) : (
            <CodeView text={text} grammar={found.grammar ?? grammarOf(shown, text)} label="Code" />
          )
        }
      </Loaded>
    </>
  );
}
