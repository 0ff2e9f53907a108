import { Button, Group, List, Modal, Progress, ScrollArea, Stack, Text } from '@mantine/core';
import { type FormEvent, type ReactNode, useRef, useState } from 'react';
import { plural } from '../../lib/format.ts';
import { type BatchChange, changeAll, type Outcome } from './change-all.ts';
import { type ChosenKind, type ChosenObject, countOf, idsOf } from './chosen.ts';

interface BatchDialogProps {
  kind: ChosenKind;
  objects: readonly ChosenObject[];
  title: string;
  action: string;
  color?: string;
  /** Undefined until the user has chosen enough. */
  change: BatchChange | undefined;
  /** Is called with what was done, also if something else failed. */
  onDone: (done: readonly ChosenObject[]) => void;
  onClose: () => void;
  children: ReactNode;
}

/** Changes chosen objects: shows the progress, and then what was not changed and why, which can be tried again. */
export function BatchDialog(props: BatchDialogProps) {
  const { kind, objects, title, action, color, change, onDone, onClose, children } = props;
  const [progress, setProgress] = useState<number>();
  const [failed, setFailed] = useState<Outcome['failed']>([]);
  const stop = useRef<AbortController>(undefined);
  const isRunning = progress !== undefined;
  const isRetry = failed.length > 0;
  const run = async () => {
    if (!change || isRunning) return;
    const ids = isRetry ? failed.map(({ id }) => id) : idsOf(objects);
    setProgress(0);
    stop.current = new AbortController();
    const onProgress = (count: number) => setProgress(count / ids.length);
    const outcome = await changeAll(ids, change, { onProgress, signal: stop.current.signal });
    setProgress(undefined);
    setFailed(outcome.failed);
    const done = new Set(outcome.done);
    if (done.size > 0) onDone(objects.filter(({ id }) => done.has(id)));
    if (outcome.failed.length === 0) onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void run();
  };
  return (
    <Modal opened onClose={() => !isRunning && onClose()} title={title} withCloseButton={!isRunning}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          {isRetry ? <Failed kind={kind} objects={objects} failed={failed} /> : children}
          {isRunning && <Progress value={Math.max(5, progress * 100)} animated aria-label="Progress" />}
          <Group justify="flex-end" gap="xs">
            {isRunning ? (
              <Button variant="default" onClick={() => stop.current?.abort()}>
                Stop
              </Button>
            ) : (
              <Button variant="default" onClick={onClose}>
                {isRetry ? 'Close' : 'Cancel'}
              </Button>
            )}
            <Button type="submit" {...(color !== undefined && { color })} loading={isRunning} disabled={!change}>
              {isRetry ? 'Try again' : action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** Most failures that are listed. */
const LISTED = 100;

function Failed({ kind, objects, failed }: Pick<BatchDialogProps, 'kind' | 'objects'> & Pick<Outcome, 'failed'>) {
  const names = new Map(objects.map(({ id, name }) => [id, name]));
  return (
    <>
      <Text size="sm" role="alert">
        {countOf(kind, failed.length)} could not be changed. Everything else is done.
      </Text>
      <ScrollArea.Autosize mah="40vh" type="auto">
        <List size="sm" spacing={6} aria-label="Not changed">
          {failed.slice(0, LISTED).map(({ id, reason }) => (
            <List.Item key={id} style={{ overflowWrap: 'anywhere' }}>
              <b dir="auto">{names.get(id) ?? id}</b>: {reason}
            </List.Item>
          ))}
        </List>
        {failed.length > LISTED && <Text size="sm">and {plural(failed.length - LISTED, 'more', 'more')}</Text>}
      </ScrollArea.Autosize>
    </>
  );
}
