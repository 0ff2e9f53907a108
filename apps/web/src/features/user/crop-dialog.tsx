import { Button, Group, Modal, Slider, Stack, Text } from '@mantine/core';
import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { Failure } from '../../ui/failure.tsx';
import { type Crop, MOST_ZOOM, middleCrop, movedTo, zoomedTo, zoomOf } from './crop.ts';
import css from './crop-dialog.module.css';
import { croppedPng, drawCrop } from './picture.ts';

/** Pixels of the canvas: enough for screens with two pixels for one. */
const CANVAS = 512;

interface CropDialogProps {
  file: File;
  pending: boolean;
  error: unknown;
  onSave: (png: string) => void;
  onClose: () => void;
}

/** Asks for the square of a picture that becomes the avatar. Mouse, touch and keyboard move it. */
export function CropDialog({ file, pending, error, onSave, onClose }: CropDialogProps) {
  const [picture, setPicture] = useState<ImageBitmap | 'unreadable' | null>(null);
  useEffect(() => {
    let isGone = false;
    createImageBitmap(file).then(
      (bitmap) => (isGone ? bitmap.close() : setPicture(bitmap)),
      () => setPicture('unreadable'),
    );
    return () => {
      isGone = true;
    };
  }, [file]);
  return (
    <Modal opened onClose={onClose} title="Choose the part to show">
      {picture === 'unreadable' && (
        <Stack gap="md">
          <Text size="sm">
            This browser can't show {file.name || 'this file'} as a picture. Choose a PNG, JPEG, WebP or GIF file.
          </Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Close
            </Button>
          </Group>
        </Stack>
      )}
      {picture !== null && picture !== 'unreadable' && (
        <Cropper picture={picture} pending={pending} error={error} onSave={onSave} onClose={onClose} />
      )}
    </Modal>
  );
}

interface CropperProps extends Omit<CropDialogProps, 'file'> {
  picture: ImageBitmap;
}

function Cropper({ picture, pending, error, onSave, onClose }: CropperProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [crop, setCrop] = useState<Crop>(() => middleCrop(picture));
  const [failure, setFailure] = useState<unknown>(null);
  useEffect(() => {
    if (canvas.current) drawCrop(canvas.current, picture, crop);
  }, [picture, crop]);
  const drag = useDrag(picture, crop, setCrop);
  useWheel(canvas, (steps) => setCrop((now) => zoomedTo(picture, now, zoomOf(picture, now) * 1.1 ** steps)));
  const save = () => {
    croppedPng(picture, crop).then(onSave, setFailure);
  };
  const [across, down] = [picture.width - crop.side, picture.height - crop.side];
  return (
    <Stack gap="md">
      <canvas ref={canvas} className={css['canvas']} width={CANVAS} height={CANVAS} {...drag}>
        The part of the picture that is shown
      </canvas>
      <Text size="xs" c="dimmed" ta="center">
        Drag the picture, or use the sliders.
      </Text>
      <Axis
        label="Zoom"
        value={Math.log2(zoomOf(picture, crop))}
        most={Math.log2(MOST_ZOOM)}
        onChange={(power) => setCrop(zoomedTo(picture, crop, 2 ** power))}
      />
      <Axis
        label="Left or right"
        value={crop.left}
        most={across}
        onChange={(left) => setCrop(movedTo(picture, crop, left, crop.top))}
      />
      <Axis
        label="Up or down"
        value={crop.top}
        most={down}
        onChange={(top) => setCrop(movedTo(picture, crop, crop.left, top))}
      />
      {error || failure ? <Failure error={error ?? failure} what="The picture was not saved" /> : null}
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button loading={pending} onClick={save}>
          Save picture
        </Button>
      </Group>
    </Stack>
  );
}

interface AxisProps {
  label: string;
  value: number;
  most: number;
  onChange: (value: number) => void;
}

/** A slider from 0, in 50 steps. */
function Axis({ label, value, most, onChange }: AxisProps) {
  return (
    <Group gap="sm" wrap="nowrap">
      <Text size="sm" w={90} style={{ flex: 'none' }}>
        {label}
      </Text>
      <Slider
        style={{ flex: 1 }}
        thumbLabel={label}
        thumbSize={24}
        label={null}
        min={0}
        max={most > 0 ? most : 1}
        step={most > 0 ? most / 50 : 1}
        disabled={most <= 0}
        value={value}
        onChange={onChange}
      />
    </Group>
  );
}

/** Returns handlers that move the square with one pointer, and zoom with two. */
function useDrag(picture: ImageBitmap, crop: Crop, onChange: (crop: Crop) => void) {
  const pointers = useRef(new Map<number, { x: number; y: number }>());
  const distance = (): number => {
    const [one, two] = [...pointers.current.values()];
    return one && two ? Math.hypot(one.x - two.x, one.y - two.y) : 0;
  };
  const end = ({ pointerId }: PointerEvent) => void pointers.current.delete(pointerId);
  return {
    onPointerDown({ currentTarget, pointerId, clientX, clientY }: PointerEvent<HTMLCanvasElement>) {
      currentTarget.setPointerCapture(pointerId);
      pointers.current.set(pointerId, { x: clientX, y: clientY });
    },
    onPointerMove({ currentTarget, pointerId, clientX, clientY }: PointerEvent<HTMLCanvasElement>) {
      const last = pointers.current.get(pointerId);
      if (!last) return;
      const before = distance();
      pointers.current.set(pointerId, { x: clientX, y: clientY });
      if (before > 0) return onChange(zoomedTo(picture, crop, (zoomOf(picture, crop) * distance()) / before));
      const scale = crop.side / currentTarget.clientWidth;
      onChange(movedTo(picture, crop, crop.left - (clientX - last.x) * scale, crop.top - (clientY - last.y) * scale));
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}

/** Calls `onSteps` for turns of the wheel. React listens passively, so the page would scroll too. */
function useWheel(target: RefObject<HTMLElement | null>, onSteps: (steps: number) => void): void {
  const latest = useRef(onSteps);
  useEffect(() => {
    latest.current = onSteps;
  });
  useEffect(() => {
    const element = target.current;
    const turn = (event: WheelEvent) => {
      event.preventDefault();
      latest.current(-Math.sign(event.deltaY));
    };
    element?.addEventListener('wheel', turn, { passive: false });
    return () => element?.removeEventListener('wheel', turn);
  }, [target]);
}
