import { ENCODINGS } from '@gofigr/tables/encoding';
import { NativeSelect } from '@mantine/core';

interface EncodingSelectProps {
  /** Label of the encoding in which the text is shown. */
  used: string | undefined;
  chosen: string | undefined;
  onChoose: (encoding: string | undefined) => void;
}

/** Says in which encoding a text is shown, and lets its reader choose another. */
export function EncodingSelect({ used, chosen, onChoose }: EncodingSelectProps) {
  const recognised = chosen === undefined && used !== undefined ? `${ENCODINGS[used] ?? used.toUpperCase()} · ` : '';
  return (
    <NativeSelect
      aria-label="Encoding"
      size="xs"
      maw={210}
      value={chosen ?? ''}
      data={[
        { value: '', label: `${recognised}auto` },
        ...Object.entries(ENCODINGS).map(([value, label]) => ({ value, label })),
      ]}
      onChange={(event) => onChoose(event.currentTarget.value || undefined)}
    />
  );
}
