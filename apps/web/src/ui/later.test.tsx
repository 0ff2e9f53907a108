// @vitest-environment happy-dom
import { act, render, screen } from '@testing-library/react';
import { useEffect } from 'react';
import { expect, test } from 'vitest';
import { Later } from './later.tsx';

test('content comes after the page around it', () => {
  const drawn: string[] = [];
  const Drawn = ({ text }: { text: string }) => {
    drawn.push(text);
    return text;
  };
  act(() => {
    render(
      <>
        <Later before={<Drawn text="skeleton" />}>
          <Drawn text="content" />
        </Later>
        <Drawn text="around" />
      </>,
    );
  });
  expect(drawn).toEqual(['skeleton', 'around', 'content']);
  expect(screen.queryByText(/skeleton/)).toBeNull();
});

test('content inside of other such content is drawn after it', () => {
  const shown: string[] = [];
  const Shown = ({ text }: { text: string }) => {
    useEffect(() => void shown.push(text), [text]);
    return text;
  };
  act(() => {
    render(
      <Later before={null}>
        <Later before={<Shown text="skeleton" />}>
          <Shown text="content" />
        </Later>
      </Later>,
    );
  });
  expect(shown).toEqual(['skeleton', 'content']);
});
