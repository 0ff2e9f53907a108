import type { Data } from '@gofigr/contract';
import { IconAlignLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { CodeView } from '../../ui/code/code-view.tsx';
import { CopyButton } from '../../ui/copy.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { bytesQuery } from './bytes-query.ts';
import { formatOf } from './datum.ts';
import { DatumBar } from './datum-bar.tsx';
import { EncodingSelect } from './encoding-select.tsx';
import { LongText } from './long-text.tsx';
import { textQuery } from './text-query.ts';

export function TextPanel({ texts }: { texts: readonly Data[] }) {
  const [picked, setPicked] = useState<Data>();
  const shown = texts.find((datum) => datum.api_id === picked?.api_id) ?? texts[0];
  if (!shown) {
    return (
      <Empty icon={<IconAlignLeft size={30} stroke={1.4} />} title="No text in this revision">
        Clients publish text such as the list of installed packages or notes about the run.
      </Empty>
    );
  }
  return <PlainText key={shown.api_id} texts={texts} shown={shown} onPick={setPicked} />;
}

interface PlainTextProps {
  texts: readonly Data[];
  shown: Data;
  onPick: (datum: Data) => void;
}

function PlainText({ texts, shown, onPick }: PlainTextProps) {
  const [encoding, setEncoding] = useState<string>();
  const bytes = useQuery(bytesQuery(shown)).data;
  const text = useQuery(textQuery(shown, encoding));
  const { grammar } = useMemo(() => formatOf(shown, bytes), [bytes, shown]);
  return (
    <>
      <DatumBar label="Text" all={texts} shown={shown} onPick={onPick}>
        <EncodingSelect used={text.data?.encoding} chosen={encoding} onChoose={setEncoding} />
        <CopyButton size="xs" text={text.data?.text ?? ''} disabled={text.data === undefined}>
          Copy
        </CopyButton>
      </DatumBar>
      <Loaded of={text} what="The text" skeleton={<LinesSkeleton count={10} height={16} />}>
        {({ text: content }) =>
          grammar === undefined ? (
            <LongText text={content} label={shown.name} />
          ) : (
            <CodeView text={content} grammar={grammar} label={shown.name} />
          )
        }
      </Loaded>
    </>
  );
}
