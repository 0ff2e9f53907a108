import { describe, expect, it } from 'vitest';
import { titleOfMetadata, titlesIn } from './titles.ts';

const one = (title: string | null) => ({ title, several: false });

describe('the title in code', () => {
  it.each([
    ['plt.plot(x)\nplt.title("Growth")', 'Growth'],
    ["ax.set_title('It\\'s here', fontsize=12)", "It's here"],
    ['fig.suptitle("Whole")\nax[0].set_title("a")\nax[1].set_title("b")', 'Whole'],
    ['ggplot(mtcars) + geom_point() + ggtitle("MPG")', 'MPG'],
    ['p + labs(x = "hp", title = "MPG vs horsepower", y = "mpg")', 'MPG vs horsepower'],
    ['px.scatter(df, x="a", y="b", title="Scatter")', 'Scatter'],
    ['fig.update_layout(title=dict(text="Nested", x=0.5), xaxis=dict(title="time"))', 'Nested'],
    ['fig.update_layout(title={"text": "Braced", "x": 0.5}, xaxis={"title": {"text": "time"}})', 'Braced'],
    ['p + ggtitle(label = "Labelled", subtitle = "below")', 'Labelled'],
    ['sns.lineplot(df).set(title="Seaborn")', 'Seaborn'],
    ['plot(x, y, main = "Base R", xlab = "x")', 'Base R'],
    ['plt.title("""Two\nlines""")', 'Two\nlines'],
    ['plt.title(r"$\\alpha$")', '$\\alpha$'],
    ['# plt.title("Old")\nplt.title("New") # plt.title("Older")', 'New'],
    ['print("plt.title(\'quoted\')")\nplt.title("Real")', 'Real'],
    ['plt.title("Same"); ax.set_title("Same")', 'Same'],
    ['plt.title("Grüße 😀 𝒜")', 'Grüße 😀 𝒜'],
  ])('%s', (code, title) => {
    expect(titlesIn(code)).toEqual(one(title));
  });

  it.each([
    ['nothing', 'plt.plot(x)'],
    ['an f-string', 'plt.title(f"Run {i}")'],
    ['a sum', 'plt.title("Run " + name)'],
    ['a format', 'plt.title("Run %d" % i)'],
    ['a name', 'title = "Run"\nplt.title(title)'],
    ['a legend', 'ax.legend(title="Groups")'],
    ['an axis', 'fig.update_layout(xaxis=dict(title="time"))'],
    ['a comparison', 'f(title == "x")'],
    ['an empty title', 'plt.title("  ")'],
    ['bytes', 'plt.title(b"raw")'],
    ['a string that never ends', 'plt.title("oops'],
  ])('is none in %s', (_what, code) => {
    expect(titlesIn(code)).toEqual(one(null));
  });

  it('is none where there are two', () => {
    expect(titlesIn('plt.title("A")\nplt.title("B")')).toEqual({ title: null, several: true });
  });

  it('is looked for in one pass over 100 kB of anything', () => {
    const began = performance.now();
    for (const unit of ['(', 'title(', '"\\', "'", 'title=dict(', '😀"', '# ', 'a.'])
      titlesIn(unit.repeat(100_000 / unit.length));
    expect(performance.now() - began).toBeLessThan(2000);
  });
});

describe('the title in metadata', () => {
  it('is title or figure_title, when that is a text with something in it', () => {
    expect(titleOfMetadata({ title: ' A ', figure_title: 'B' })).toBe('A');
    expect(titleOfMetadata({ title: '', figure_title: 'B' })).toBe('B');
    for (const metadata of [null, undefined, [], 'title', 5, { title: 5 }, { title: ['A'] }, {}])
      expect(titleOfMetadata(metadata)).toBeNull();
  });
});
