import { NativeSelect } from '@mantine/core';

const NAMES = [
  [',', 'Comma'],
  [';', 'Semicolon'],
  ['\t', 'Tab'],
  ['|', 'Bar'],
  ['', 'One column'],
] as const;

const nameOf = (separator: string): string => NAMES.find(([one]) => one === separator)?.[1] ?? `Separator ${separator}`;

/** Values of the options, since that of "recognised" must differ from that of no separator. */
const RECOGNISED = 'recognised';

interface SeparatorSelectProps {
  used: string | undefined;
  chosen: string | undefined;
  onChoose: (separator: string | undefined) => void;
}

/** Says what separates the cells of a table, and lets its reader choose. */
export function SeparatorSelect({ used = '', chosen, onChoose }: SeparatorSelectProps) {
  const recognised = chosen === undefined ? `${nameOf(used)} · ` : '';
  return (
    <NativeSelect
      aria-label="Separator"
      size="xs"
      maw={150}
      value={chosen ?? RECOGNISED}
      data={[{ value: RECOGNISED, label: `${recognised}auto` }, ...NAMES.map(([value, label]) => ({ value, label }))]}
      onChange={({ currentTarget: { value } }) => onChoose(value === RECOGNISED ? undefined : value)}
    />
  );
}
