import { CodeView } from '../../ui/code/code-view.tsx';
import { ScrollBlock } from '../../ui/scroll-block.tsx';
import css from './viewer.module.css';

/** Characters that browsers lay out at once, wrapped. */
const SHORT = 50_000;

/** Shows plain text, wrapped if it is short. */
export function LongText({ text, label }: { text: string; label: string }) {
  if (text.length > SHORT) return <CodeView text={text} label={label} />;
  return (
    <ScrollBlock label={label} className={`${css['text']} ${css['wrapped']}`}>
      {text}
    </ScrollBlock>
  );
}
