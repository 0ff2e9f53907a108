import { Button, Title } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import css from './page.module.css';

/** Shows the first lines of a page's name, and a button for the rest if there is more. */
export function PageTitle({ children }: { children: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  const [isWhole, setIsWhole] = useState(false);
  const [isCut, setIsCut] = useState(false);
  useEffect(() => {
    const element = heading.current;
    if (!element || isWhole) return undefined;
    const measure = () => setIsCut(element.scrollHeight > element.clientHeight + 1);
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    measure();
    return () => observer.disconnect();
  }, [isWhole]);
  return (
    <>
      <Title
        order={1}
        ref={heading}
        dir="auto"
        className={css['name'] ?? ''}
        data-whole={isWhole}
        {...(isCut && { title: children })}
      >
        {children}
      </Title>
      {isCut && (
        <Button size="compact-xs" variant="default" aria-expanded={isWhole} onClick={() => setIsWhole(!isWhole)}>
          {isWhole ? 'Shorten the name' : 'Show the whole name'}
        </Button>
      )}
    </>
  );
}
