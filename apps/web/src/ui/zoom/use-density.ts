import { useEffect, useState } from 'react';

/** Returns the dots of the screen in a CSS pixel. It changes with the browser's zoom and the screen of the window. */
export function useDensity(): number {
  const [density, setDensity] = useState(window.devicePixelRatio);
  useEffect(() => {
    const query = window.matchMedia(`(resolution: ${density}dppx)`);
    const onChange = () => setDensity(window.devicePixelRatio);
    query.addEventListener('change', onChange);
    return () => query.removeEventListener('change', onChange);
  }, [density]);
  return density;
}
