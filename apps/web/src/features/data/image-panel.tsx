import type { Data } from '@gofigr/contract';
import { ActionIcon, Button, NativeSelect, SegmentedControl, Skeleton, Switch, Text, Tooltip } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconColumns2, IconCopy, IconDownload, IconMaximize, IconPhotoOff } from '@tabler/icons-react';
import { useMutation, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useRef, useState } from 'react';
import { CannotCopyPictures, copyPicture } from '../../lib/copy-picture.ts';
import { downloadFrom } from '../../lib/download.ts';
import { messageOf } from '../../lib/failure.ts';
import { useKeys } from '../../lib/use-keys.ts';
import { Empty } from '../../ui/empty.tsx';
import { Loaded } from '../../ui/loaded.tsx';
import { downloadUrl, formatName, formatOf, pictureUrl } from './datum.ts';
import { type ImageChoice, imageChoices, pick, showingOf } from './image-choice.ts';
import { NoPreview } from './no-preview.tsx';
import { viewQuery } from './view-query.ts';
import css from './viewer.module.css';

// The image is shown first. The code to zoom and compare is loaded later.
const Zoomable = lazy(async () => ({ default: (await import('./zoomable.tsx')).Zoomable }));
const Compare = lazy(async () => ({ default: (await import('./compare.tsx')).Compare }));

/** The images of a revision and its label. */
export interface Pictured {
  label: string;
  /** Undefined while they are loading. */
  images: readonly Data[] | undefined;
}

interface ImagePanelProps {
  images: readonly Data[];
  /** Alternative text of the image. */
  title: string;
  label: string;
  /** The previous revision, if there is one. */
  previous: Pictured | undefined;
  comparing: boolean;
  onCompare: (comparing: boolean) => void;
}

/** Shows the image in the chosen format, with or without watermark, or next to that of the previous revision. */
export function ImagePanel({ images, title, label, previous, comparing, onCompare }: ImagePanelProps) {
  const stage = useRef<HTMLDivElement>(null);
  const [format, setFormat] = useState<string>();
  const [watermark, setWatermark] = useLocalStorage({ key: 'gofigr-watermark', defaultValue: false });
  const choices = imageChoices(images);
  const choice = choices.find((one) => one.key === format) ?? choices[0];
  const shown = choice && pick(choice, watermark);
  const compare = previous && (() => onCompare(!comparing));
  useKeys({ d: shown && (() => downloadFrom(downloadUrl(shown))), c: compare });
  if (!choice || !shown) {
    return (
      <Empty icon={<IconPhotoOff size={30} stroke={1.4} />} title="No image in this revision">
        The other tabs show the other data of this revision.
      </Empty>
    );
  }
  const hasBoth = choices.some((one) => one.plain && one.watermarked);
  return (
    <>
      <div className={css['bar']}>
        <Formats choices={choices} value={choice.key} onChange={setFormat} />
        {hasBoth && (
          <Switch
            label="Show watermark"
            size="sm"
            checked={watermark}
            onChange={(event) => setWatermark(event.currentTarget.checked)}
          />
        )}
        <div className={css['push']}>
          {compare && (
            <Button
              variant={comparing ? 'filled' : 'default'}
              size="xs"
              leftSection={<IconColumns2 size={15} />}
              aria-pressed={comparing}
              onClick={compare}
            >
              Compare
            </Button>
          )}
          {showingOf(choice.format) === 'picture' && <CopyPicture datum={shown} />}
          <Tooltip label="Full screen">
            <ActionIcon
              variant="default"
              size={30}
              aria-label="Full screen"
              onClick={() => void stage.current?.requestFullscreen()}
            >
              <IconMaximize size={16} />
            </ActionIcon>
          </Tooltip>
          <Tooltip label={`Download ${formatName(choice.format)} (d)`}>
            <ActionIcon
              component="a"
              href={downloadUrl(shown)}
              download
              variant="default"
              size={30}
              aria-label={`Download ${formatName(choice.format)}`}
            >
              <IconDownload size={16} />
            </ActionIcon>
          </Tooltip>
        </div>
      </div>
      {comparing && previous ? (
        <Comparison previous={previous} choice={choice} label={label} watermark={watermark} />
      ) : (
        <div className={css['stage']} ref={stage}>
          <Shown key={shown.api_id} datum={shown} title={title} />
        </div>
      )}
      {showingOf(choice.format) === 'frame' && !comparing && (
        <Text size="xs" c="dimmed" mt={6}>
          Runs in a sandbox. If it stays empty, it loads its library from the internet, which can't be reached from
          here.
        </Text>
      )}
    </>
  );
}

interface FormatsProps {
  choices: readonly ImageChoice[];
  value: string;
  onChange: (key: string) => void;
}

function Formats({ choices, value, onChange }: FormatsProps) {
  const options = choices.map(({ key, label }) => ({ value: key, label }));
  if (options.length > 6) {
    return (
      <NativeSelect
        aria-label="Format"
        data={options}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  }
  return (
    <div className={css['formats']}>
      <SegmentedControl aria-label="Format" size="xs" data={options} value={value} onChange={onChange} />
    </div>
  );
}

function CopyPicture({ datum }: { datum: Data }) {
  const copying = useMutation({
    mutationFn: () => copyPicture(pictureUrl(datum)),
    onSuccess: () => notifications.show({ message: 'Copied the image.' }),
    onError: (error) =>
      notifications.show({
        color: 'red',
        title: 'The image could not be copied',
        message:
          error instanceof CannotCopyPictures
            ? 'Browsers copy images on https and localhost only. Download it instead.'
            : messageOf(error),
      }),
  });
  return (
    <Tooltip label="Copy image">
      <ActionIcon
        variant="default"
        size={30}
        aria-label="Copy image"
        loading={copying.isPending}
        onClick={() => copying.mutate()}
      >
        <IconCopy size={16} />
      </ActionIcon>
    </Tooltip>
  );
}

function Shown({ datum, title }: { datum: Data; title: string }) {
  const format = formatOf(datum);
  const showing = showingOf(format);
  if (showing === 'picture') return <Picture datum={datum} title={title} />;
  if (showing === 'frame') return <Interactive datum={datum} title={title} />;
  return <NoPreview datum={datum}>Browsers can't show {formatName(format)} files. Download it to open it.</NoPreview>;
}

/** Shows every image, also SVG, with `<img>`: there, scripts and links in it don't work. */
function Picture({ datum, title }: { datum: Data; title: string }) {
  const [broken, setBroken] = useState(false);
  if (broken) return <NoPreview datum={datum}>The browser can't show this image.</NoPreview>;
  const image = (
    <img
      src={pictureUrl(datum)}
      alt={title}
      className={css['picture']}
      onError={() => setBroken(true)}
      draggable={false}
    />
  );
  return (
    <Suspense fallback={image}>
      <Zoomable>{image}</Zoomable>
    </Suspense>
  );
}

interface ComparisonProps {
  previous: Pictured;
  choice: ImageChoice;
  label: string;
  watermark: boolean;
}

/** Compares the image with that of the previous revision, in the shown format if both have it. */
function Comparison({ previous, choice, label, watermark }: ComparisonProps) {
  if (!previous.images) return <Skeleton className={css['stage'] ?? ''} />;
  const drawable = imageChoices(previous.images).filter((one) => showingOf(one.format) === 'picture');
  const same = drawable.find((one) => one.key === choice.key) ?? drawable[0];
  const older = same && pick(same, watermark);
  const newer = showingOf(choice.format) === 'picture' ? pick(choice, watermark) : undefined;
  if (!older || !newer) {
    return (
      <Empty icon={<IconPhotoOff size={30} stroke={1.4} />} title="These images can't be compared">
        Both revisions need an image that browsers can show: PNG, SVG, JPEG or WebP. Choose another format above.
      </Empty>
    );
  }
  return (
    <Suspense fallback={<Skeleton className={css['stage'] ?? ''} />}>
      <Compare older={{ label: previous.label, datum: older }} newer={{ label, datum: newer }} />
    </Suspense>
  );
}

/** Shows interactive HTML. It runs on an opaque origin: no cookies, no storage, no access to this page. */
function Interactive({ datum, title }: { datum: Data; title: string }) {
  const link = useQuery(viewQuery(datum.api_id));
  return (
    <Loaded of={link} what="The interactive figure" skeleton={<Skeleton height="100%" />}>
      {({ url }) => (
        <iframe
          className={css['frame']}
          src={url}
          title={`${title}, interactive`}
          sandbox="allow-scripts"
          referrerPolicy="no-referrer"
        />
      )}
    </Loaded>
  );
}
