// @vitest-environment happy-dom
import { act, renderHook } from '@testing-library/react';
import { expect, test, vi } from 'vitest';
import { usePicked } from './use-picked.ts';

/** Sends an event to the window. */
const send = (event: Event) =>
  act(() => {
    window.dispatchEvent(event);
  });
const letGo = () => send(new KeyboardEvent('keyup', { key: 'Shift' }));

function mount() {
  const open = vi.fn<(ids: readonly string[]) => void>();
  const { result } = renderHook(() => usePicked('shown', open));
  const pick = (id: string) => act(() => result.current.pick(id));
  return { open, pick, picked: () => result.current.picked };
}

test('opens all that were picked, with the shown one, when shift is let go', () => {
  const { open, pick, picked } = mount();
  for (const id of ['a', 'b', 'a', 'c']) pick(id);
  expect(picked()).toEqual(['shown', 'b', 'c']);
  expect(open).not.toHaveBeenCalled();
  letGo();
  expect(open).toHaveBeenCalledExactlyOnceWith(['shown', 'b', 'c']);
  expect(picked()).toEqual([]);
});

test('opens nothing for one, after Escape, or if another window comes to the front', () => {
  const { open, pick } = mount();
  pick('a');
  pick('a');
  letGo();
  pick('a');
  send(new KeyboardEvent('keyup', { key: 'Escape' }));
  letGo();
  pick('a');
  send(new Event('blur'));
  letGo();
  expect(open).not.toHaveBeenCalled();
});

test('picks no more than a page can compare', () => {
  const { pick, picked } = mount();
  for (let index = 0; index < 20; index += 1) pick(`${index}`);
  expect(picked()).toHaveLength(12);
});
