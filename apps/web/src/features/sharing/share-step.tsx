import { Button, Group, Image, NativeSelect, Stack, Text } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { urlOf } from '../../lib/api.ts';
import { Notice } from '../../ui/notice.tsx';
import { DURATIONS, expiryAfter } from './ends.tsx';
import { isPicturable, type SharedKind } from './sharing.ts';
import { Visible } from './visible.tsx';

interface ShareStepProps {
  kind: SharedKind;
  id: string;
  pending: boolean;
  offersLink: boolean;
  offersPicture: boolean;
  /** The chosen end of the link; null: never. */
  onLink: (expiry: string | null) => void;
  onPicture: (expiry: string | null) => void;
  onCancel: () => void;
}

/** Asks for confirmation before a link is made, with what becomes visible and the choice of the picture alone. */
export function ShareStep(props: ShareStepProps) {
  const { kind, id, pending, offersLink, onLink, onPicture, onCancel } = props;
  const [days, setDays] = useState('');
  const step = useRef<HTMLDivElement>(null);
  useEffect(() => step.current?.focus(), []);
  const whole = kind.replace('_', ' ');
  const offersPicture = props.offersPicture && isPicturable(kind);
  return (
    <Notice tone="plain">
      <Stack gap="sm" ref={step} tabIndex={-1}>
        {offersLink && <Visible kind={kind} id={id} />}
        {offersPicture && isPicturable(kind) && <PictureOnly kind={kind} id={id} alone={!offersLink} />}
        <NativeSelect
          label="The link ends"
          data={[{ value: '', label: 'Never' }, ...DURATIONS]}
          value={days}
          onChange={(event) => setDays(event.currentTarget.value)}
        />
        <Group gap="xs">
          {offersLink && (
            <Button loading={pending} onClick={() => onLink(expiryAfter(days))}>
              {offersPicture ? `Share the whole ${whole}` : `Share this ${whole}`}
            </Button>
          )}
          {offersPicture && (
            <Button
              variant={offersLink ? 'default' : 'filled'}
              loading={pending}
              onClick={() => onPicture(expiryAfter(days))}
            >
              {offersLink ? 'Share the picture only' : 'Make the link'}
            </Button>
          )}
          <Button variant="subtle" color="gray" onClick={onCancel}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </Notice>
  );
}

function PictureOnly({ kind, id, alone }: { kind: 'figure' | 'revision'; id: string; alone: boolean }) {
  const [missing, setMissing] = useState(false);
  return (
    <Stack gap={4}>
      <Text size="sm">
        {alone ? '' : 'Or share the picture only: '}
        {`${alone ? 'V' : 'v'}isitors see this picture, drawn anew, and the name of the figure. Nothing else becomes visible.`}
        {kind === 'figure' && ' The link always shows the newest revision.'}
      </Text>
      {missing ? (
        <Text size="sm" fw={600}>
          No picture of it can be drawn, so the link would show its name alone. Publish it as PNG, JPEG, SVG or PDF,
          too.
        </Text>
      ) : (
        <Image
          src={urlOf(`GET /${kind}/:id/thumbnail/:size/picture/`, { path: { id, size: '256' }, query: {} })}
          alt="The picture that visitors see"
          h={96}
          w="auto"
          fit="contain"
          bg="white"
          style={{ alignSelf: 'start' }}
          onError={() => setMissing(true)}
        />
      )}
    </Stack>
  );
}
