import { Button, Group, Stack, Switch, TextInput } from '@mantine/core';
import { IconPhoto } from '@tabler/icons-react';
import { useState } from 'react';
import { CopyButton } from '../../ui/copy.tsx';
import { Failure } from '../../ui/failure.tsx';
import { Ends, Expired } from './ends.tsx';
import { PicturePanel } from './picture-panel.tsx';
import { ShareStep } from './share-step.tsx';
import {
  isPicturable,
  type LinkWish,
  type Shared,
  type SharedKind,
  type Sharing,
  setLinkSharing,
  setPictureLink,
  withdrawPictureLink,
} from './sharing.ts';
import { useChangeSharing } from './use-change-sharing.ts';
import { Visible } from './visible.tsx';

/** Objects that the people it is shared with can see. */
const SHARED: Record<SharedKind, string> = {
  analysis: 'this analysis with all its figures and their revisions',
  figure: 'this figure with all its revisions',
  revision: 'this revision only',
  asset: 'this asset with all its revisions',
  asset_revision: 'this revision of the asset only',
};

type Change = { link: LinkWish } | { picture: { expiry: string | null } | null };

/** Switches the link and the picture link on and off. Before one is on, it says what becomes visible. */
export function ByLink({ kind, id, link, sharing }: Shared & { sharing: Sharing }) {
  const [asks, setAsks] = useState<'link' | 'picture' | null>(null);
  const change = useChangeSharing(async (wish: Change) => {
    if ('link' in wish) return setLinkSharing(kind, id, wish.link);
    if (!isPicturable(kind)) return undefined;
    return wish.picture ? setPictureLink(kind, id, wish.picture.expiry) : withdrawPictureLink(kind, id);
  });
  const make = (wish: Change) => change.mutate(wish, { onSuccess: () => setAsks(null) });
  const { enabled, expiry } = sharing.links.link;
  const { picture } = sharing.links;
  const renew = (until: string | null) => change.mutate({ link: { enabled: true, expiry: until } });
  return (
    <Stack gap="xs">
      <Switch
        label="Anyone with the link can view it"
        description={`Visitors see ${SHARED[kind]}, without signing in. They can't change anything.`}
        checked={enabled}
        disabled={change.isPending}
        onChange={() => {
          if (enabled) change.mutate({ link: { enabled: false } });
          else setAsks(asks === 'link' ? null : 'link');
        }}
      />
      {!enabled && expiry !== null && asks === null && <Expired expiry={expiry} onRenew={renew} />}
      {asks !== null && (
        <ShareStep
          kind={kind}
          id={id}
          pending={change.isPending}
          offersLink={asks === 'link'}
          offersPicture={picture === null}
          onLink={(until) => make({ link: { enabled: true, expiry: until } })}
          onPicture={(until) => make({ picture: { expiry: until } })}
          onCancel={() => setAsks(null)}
        />
      )}
      {change.error && <Failure error={change.error} />}
      {enabled && (
        <>
          <Group gap="xs" wrap="nowrap">
            <TextInput aria-label="Link" readOnly value={link} style={{ flex: 1 }} />
            <CopyButton text={link}>Copy</CopyButton>
          </Group>
          <Ends label="The link ends" expiry={expiry} onChange={renew} />
          <Visible kind={kind} id={id} />
        </>
      )}
      {isPicturable(kind) && picture && (
        <PicturePanel
          kind={kind}
          picture={picture}
          pending={change.isPending}
          onExpiry={(until) => change.mutate({ picture: { expiry: until } })}
          onWithdraw={() => change.mutate({ picture: null })}
        />
      )}
      {isPicturable(kind) && !picture && asks === null && (
        <Button
          variant="default"
          leftSection={<IconPhoto size={16} />}
          style={{ alignSelf: 'start' }}
          onClick={() => setAsks('picture')}
        >
          Share the picture only
        </Button>
      )}
    </Stack>
  );
}
