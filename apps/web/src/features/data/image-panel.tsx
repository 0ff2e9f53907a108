import type { Data } from '@gofigr/contract';
import { ActionIcon, SegmentedControl, Skeleton, Switch, Tooltip } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { IconCopy, IconDownload, IconMaximize } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { type ReactNode, Suspense, useRef, useState } from 'react';
import { CannotCopyPictures, copyPicture } from '../../lib/copy-picture.ts';
import { downloadFrom } from '../../lib/download.ts';
import { messageOf } from '../../lib/failure.ts';
import { lazyCode } from '../../lib/lazy-code.ts';
import { useKeys } from '../../lib/use-keys.ts';
import { useActiveInView } from '../../ui/active-in-view.ts';
import { downloadUrl, pictureLabel, pictureUrl } from './datum.ts';
import { isDeepGrey, useFormat, useHead } from './format-query.ts';
import { FrameNote } from './frame-note.tsx';
import { drawingOf, type ImageChoice, imageChoices, pick, showingOf } from './image-choice.ts';
import { Interactive } from './interactive.tsx';
import { NoPreview } from './no-preview.tsx';
import { Picture } from './picture.tsx';
import css from './viewer.module.css';

const Drawn = lazyCode(async () => (await import('./drawn.tsx')).Drawn);
const PdfView = lazyCode(async () => (await import('./pdf-view.tsx')).PdfView);
const FormatSelect = lazyCode(async () => (await import('./format-select.tsx')).FormatSelect);

interface ImagePanelProps {
  images: readonly Data[];
  /** Alternative text of the image. */
  title: string;
  /** Pictures at the same place, such as the revisions of a figure, share scale and position. */
  place: string;
  /** Replaces the image of a revision that has none. */
  empty: ReactNode;
  /** Further buttons above the image. */
  actions: ReactNode;
}

/** Shows the image in the chosen format, with or without watermark. */
export function ImagePanel({ images, title, place, empty, actions }: ImagePanelProps) {
  const stage = useRef<HTMLDivElement>(null);
  const [format, setFormat] = useState<string>();
  const [watermark, setWatermark] = useLocalStorage({ key: 'gofigr-watermark', defaultValue: false });
  const choices = imageChoices(images);
  const choice = choices.find((one) => one.key === format) ?? choices[0];
  const shown = choice && pick(choice, watermark);
  useKeys({ d: shown && (() => downloadFrom(downloadUrl(shown))) });
  if (!choice || !shown) return empty;
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
          {actions}
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
          <Tooltip label={`Download ${choice.formatLabel} (d)`}>
            <ActionIcon
              component="a"
              href={downloadUrl(shown)}
              download
              variant="default"
              size={30}
              aria-label={`Download ${choice.formatLabel}`}
            >
              <IconDownload size={16} />
            </ActionIcon>
          </Tooltip>
        </div>
      </div>
      <FrameNote key={shown.api_id} datum={shown} stage={stage} />
      <div className={css['stage']} ref={stage}>
        <Shown key={shown.api_id} datum={shown} title={title} place={place} drawing={drawingOf(shown, images)} />
      </div>
    </>
  );
}

interface FormatsProps {
  choices: readonly ImageChoice[];
  value: string;
  onChange: (key: string) => void;
}

function Formats({ choices, value, onChange }: FormatsProps) {
  const row = useActiveInView<HTMLDivElement>();
  const options = choices.map(({ key, label }) => ({ value: key, label }));
  if (options.length > 6) {
    return (
      <Suspense>
        <FormatSelect options={options} value={value} onChange={onChange} />
      </Suspense>
    );
  }
  return (
    <div className={css['formats']} ref={row}>
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

interface ShownProps {
  datum: Data;
  title: string;
  place: string;
  /** The same picture as SVG. */
  drawing: Data | undefined;
}

function Shown({ drawing, ...shown }: ShownProps) {
  const format = useFormat(shown.datum);
  const isDeep = isDeepGrey(useHead(shown.datum));
  const showing = showingOf(format.name);
  const isVector = format.name === 'svg';
  if (showing === 'frame') return <Interactive {...shown} />;
  if (showing === 'picture' && !isDeep) return <Picture {...shown} isVector={isVector} drawing={drawing} />;
  if (showing === 'nothing')
    return <NoPreview datum={shown.datum}>There is no viewer for {pictureLabel(format)} files here.</NoPreview>;
  return (
    <Suspense fallback={<Skeleton height="100%" radius={0} />}>
      {showing === 'pdf' ? <PdfView {...shown} /> : <Drawn {...shown} />}
    </Suspense>
  );
}
