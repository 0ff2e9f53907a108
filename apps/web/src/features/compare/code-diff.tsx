import type { Datum, TextDiff as Diff } from '@gofigr/compare';
import { type QueryClient, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { TextDiff } from './text-diff.tsx';
import { textIn } from './text-rows.ts';

/** Size in bytes of a text that is read as a whole, to colour its lines. */
const MOST_BYTES = 8_000_000;

/** Grammar and whole of a compared text. */
export interface KnownCode {
  /** Returns its grammar; undefined: none colours it. */
  grammarOf: (text: string) => string | undefined;
  read: (queryClient: QueryClient) => Promise<string>;
}

export type CodeOf = (datum: Datum) => KnownCode | undefined;

interface CodeDiffProps {
  diff: Diff;
  a: Datum | undefined;
  b: Datum | undefined;
  split: boolean;
  codeOf: CodeOf | undefined;
}

/** Shows the differences of two texts in the colours of their language. */
export function CodeDiff({ diff, a, b, split, codeOf }: CodeDiffProps) {
  const known = b && codeOf?.(b);
  const grammar = useMemo(() => known?.grammarOf(textIn(diff.blocks, 'b')), [known, diff]);
  const isFolded = diff.blocks.some(({ kind }) => kind === 'folded');
  const isWanted = grammar !== undefined && isFolded;
  const before = useWhole(a, codeOf, isWanted);
  const after = useWhole(b, codeOf, isWanted);
  // Without folded lines the difference holds the whole texts. A text that can't be read is coloured as far as it is known.
  const isReading = isWanted && (before.isLoading || after.isLoading);
  return (
    <TextDiff
      diff={diff}
      split={split}
      grammar={isReading ? undefined : grammar}
      texts={{ a: before.data, b: after.data }}
    />
  );
}

function useWhole(datum: Datum | undefined, codeOf: CodeOf | undefined, isWanted: boolean) {
  const known = datum && codeOf?.(datum);
  return useQuery({
    queryKey: ['data', datum?.id, datum?.hash, 'compared text'],
    queryFn: ({ client }) => known?.read(client) ?? null,
    enabled: isWanted && known !== undefined && datum !== undefined && datum.size <= MOST_BYTES,
    select: (text) => text ?? undefined,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
}
