import { Button } from '@mantine/core';
import { Empty } from '../../ui/empty.tsx';

/** Replaces a list of which the filters leave nothing. */
export const NothingFound = ({ title, onClear }: { title: string; onClear: () => void }) => (
  <Empty title={title}>
    <Button variant="default" onClick={onClear}>
      Clear filters
    </Button>
  </Empty>
);
