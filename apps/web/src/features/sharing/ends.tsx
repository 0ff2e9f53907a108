import { Button, Group, NativeSelect, Text } from '@mantine/core';
import { formatDay } from '../../lib/format.ts';
import { Notice } from '../../ui/notice.tsx';

const DAY_MS = 86_400_000;

/** Lives of links, in days. */
export const DURATIONS = [
  { value: '1', label: 'In a day' },
  { value: '7', label: 'In a week' },
  { value: '30', label: 'In 30 days' },
  { value: '365', label: 'In a year' },
];

/** The time after a number of days; null for an empty text, which means never. */
export const expiryAfter = (days: string): string | null =>
  days === '' ? null : new Date(Date.now() + Number(days) * DAY_MS).toISOString();

interface EndsProps {
  label: string;
  expiry: string | null;
  onChange: (expiry: string | null) => void;
}

/** Shows when a working link ends, and changes it. */
export function Ends({ label, expiry, onChange }: EndsProps) {
  const now = expiry === null ? [] : [{ value: 'now', label: `On ${formatDay(expiry)}` }];
  return (
    <NativeSelect
      label={label}
      data={[...now, { value: '', label: 'Never' }, ...DURATIONS]}
      value={expiry === null ? '' : 'now'}
      onChange={(event) => onChange(expiryAfter(event.currentTarget.value))}
    />
  );
}

/** Says that a link has expired, and offers to renew it. */
export function Expired({ expiry, onRenew }: { expiry: string; onRenew: (expiry: string | null) => void }) {
  return (
    <Notice tone="warning" py="xs">
      <Group justify="space-between" gap="xs">
        <Text size="sm">The link expired on {formatDay(expiry)}. It shows nothing now.</Text>
        <Button size="xs" variant="default" onClick={() => onRenew(expiryAfter('30'))}>
          Renew for 30 days
        </Button>
      </Group>
    </Notice>
  );
}
