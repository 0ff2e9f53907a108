import type { Data } from '@gofigr/contract';
import { IconAlignLeft } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { CopyButton } from '../../ui/copy.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { LinesSkeleton } from '../../ui/skeletons.tsx';
import { bytesQuery } from './bytes-query.ts';
import { textOf } from './datum.ts';
import { DatumBar } from './datum-bar.tsx';
import { decodeText } from './decode.ts';
import { LongText } from './long-text.tsx';

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
  const bytes = useQuery(bytesQuery(shown));
  const text = useMemo(() => bytes.data && decodeText(bytes.data, textOf(shown, 'encoding')), [bytes.data, shown]);
  return (
    <>
      <DatumBar label="Text" all={texts} shown={shown} onPick={onPick}>
        <CopyButton size="xs" text={text ?? ''} disabled={text === undefined}>
          Copy
        </CopyButton>
      </DatumBar>
      <Loaded of={bytes} what="The text" skeleton={<LinesSkeleton count={10} height={16} />}>
        {() => <LongText text={text ?? ''} label={shown.name} wrap />}
      </Loaded>
    </>
  );
}
