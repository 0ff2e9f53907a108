import { NativeSelect } from '@mantine/core';

interface FormatSelectProps {
  options: { value: string; label: string }[];
  value: string;
  onChange: (value: string) => void;
}

/** Chooses one of many formats. */
export const FormatSelect = ({ options, value, onChange }: FormatSelectProps) => (
  <NativeSelect
    aria-label="Format"
    data={options}
    value={value}
    onChange={(event) => onChange(event.currentTarget.value)}
  />
);
