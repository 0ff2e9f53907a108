import { describe, expect, it } from 'vitest';
import { titleOfMetadata, titlesIn } from './titles.ts';

const one = (title: string | null) => ({ title, isAmbiguous: false });

const NOT_KNOWN = { title: null, isAmbiguous: true };

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
    ['a legend', 'ax.legend(title="Groups")'],
    ["a legend's own", 'ax.get_legend().set_title("Groups")\nlegend.set_title("Groups")'],
    ['an axis', 'fig.update_layout(xaxis=dict(title="time"))'],
    ['an encoding', 'alt.Chart(df).encode(alt.X("a", title="time"))'],
    ['a theme', 'ggplot(d) + theme(plot.title = element_text(size = 9))'],
    ['a comparison', 'f(title == "x")'],
    ['an empty title', 'plt.title("  ")'],
    ['no title', 'sns.lineplot(df).set(title=None)\nlabs(title = NULL)'],
    ['a method of texts', 'name.title()'],
    ['an unused variable', 'title = "Run"'],
  ])('is missing in %s', (_what, code) => {
    expect(titlesIn(code)).toEqual(one(null));
  });

  it.each([
    'plt.title(f"Run {i}")',
    'plt.title("Run " + name)',
    'plt.title("Run %d" % i)',
    'plt.title("Run {}".format(i))',
    'title = "Run"\nplt.title(title)',
    'plt.title(title_of(run))',
    'plt.title(*title)',
    'plt.title(label=name, loc="left")',
    'plt.title(b"raw")',
    'plt.title("oops',
    'ax.set(title=name)',
    'for ax, name in zip(axs, names): ax.set_title(name)',
    'list(map(ax.set_title, names))',
    'df.plot(title=name)',
    'px.bar(df, title=f"Run {i}")',
    'fig.update_layout(title_text=name)',
    'fig.update_layout(title=dict(text=name))',
    'fig.update_layout(title={"text": name, "x": 0.5})',
    'fig.update_layout({"title": name})',
    'fig.update_layout(layout)\nlayout = dict(title="Run")',
    'layout["title"] = name',
    'fig.layout.title.text = name',
    'chart.title = name',
    'alt.Chart(df).properties(title=name)',
    'ax.title.set_text(name)',
    'p + ggtitle(name)',
    'p + labs(x = "hp", title = paste("Run", i))',
    'p + labs(title = paste0("Run ", i))',
    'plot(x, y, main = name)',
    'plot(x)\ntitle(main = sprintf("Run %d", i))',
    'p$labels$title <- name',
    'plt.title("A")\nplt.title("B")',
  ])('is unknown in %s, even with a literal next to it', (code) => {
    expect(titlesIn(code)).toEqual(NOT_KNOWN);
    expect(titlesIn(`${code}\nax2.set_title("Literal")`)).toEqual(NOT_KNOWN);
    expect(titlesIn(`p2 <- q + ggtitle("Literal")\n${code}`)).toEqual(NOT_KNOWN);
  });

  const PAIR =
    'fig, (left, right) = plt.subplots(1, 2)\nleft.plot(x)\nleft.set_title("a")\nright.plot(y)\nright.set_title("b")';
  it.each([
    `${PAIR}\nfig.suptitle("pair")`,
    `${PAIR}\nfor ax in (left, right):\n    ax.set_title(ax.get_label())\nfig.suptitle("pair")\nplt.show()`,
    `def pair(x, y):\n    ${PAIR.replaceAll('\n', '\n    ')}\n    fig.suptitle("pair")\n    return fig`,
    'plt.subplot(121)\nplt.title("a")\nplt.subplot(122)\nplt.title("b")\nplt.suptitle("pair")\nplt.savefig("a.png")',
    'fig = plt.figure()\naxs = fig.subplots(1, 2)\naxs[0].set_title("a")\naxs[1].set_title("b")\nfig.suptitle("pair")',
  ])('is the title of the whole figure if the code makes one: %s', (code) => {
    expect(titlesIn(code)).toEqual(one('pair'));
  });

  it.each([
    'fig, ax = plt.subplots()\nax.set_title("A")\npublisher.publish(fig)',
    'plt.close("all")\nplt.figure(figsize=(4, 3))\nsns.heatmap(m)\nplt.title("A")\nplt.tight_layout()\nplt.show()',
    'def main():\n    fig, ax = plt.subplots()\n    for x in xs:\n        ax.plot(x)\n    ax.set_title("A")\nmain()',
    'for x in xs:\n    fig, ax = plt.subplots()\n    ax.set_title("A")\n    publish(fig)',
    'fig = go.Figure(go.Bar(x=x, y=y))\nfig.update_layout(title="A")\nfig.show()',
    'df = pd.read_csv("a.csv")\ndf.groupby("a").b.mean().plot.bar(title="A")',
    'draw <- function(d) {\n  ggplot(d) +\n    geom_point() +\n    ggtitle("A")\n}\nprint(draw(mtcars))',
    'plot(x)\nlines(y)\ntitle("A")',
  ])('is known if the code makes one figure, or each in the same way: %s', (code) => {
    expect(titlesIn(code)).toEqual(one('A'));
  });

  it.each([
    `${PAIR}\nfig.suptitle("pair")\nfig2, ax = plt.subplots()\nax.set_title("c")`,
    `${PAIR}\nfig.suptitle("pair")\nplt.figure()\nplt.plot(z)`,
    `plt.plot(z)\nplt.show()\n${PAIR}\nfig.suptitle("pair")`,
    `${PAIR}\nfig.suptitle("pair")\npx.bar(df)`,
    `def pair():\n    ${PAIR.replaceAll('\n', '\n    ')}\n    return fig\npair().suptitle("pair")`,
    'fig.suptitle("pair")\nax1.set_title("a")\nax2.set_title("b")',
    'plt.plot(a)\nplt.title("A")\nplt.show()\nplt.plot(b)',
    'plt.title("A")\nfor x in xs:\n    plt.plot(x)\n    plt.show()',
    'figs = [\n    px.bar(d)\n    for d in ds\n]\nfigs[0].update_layout(title="A")',
    'fig1, ax1 = helper()\nfig2, ax2 = helper()\nax1.set_title("A")',
    'a = px.bar(x, title="A")\nb = px.line(y)',
    'sales.plot(title="A")\ncosts.plot()',
    'publish(a)\npublish(b)\nplt.title("A")',
    'a <- ggplot(x) + ggtitle("A")\nb <- ggplot(y)',
    'plots <- lapply(xs, function(x) ggplot(x))\nplots[[1]] + ggtitle("A")',
    'for (i in 1:3) {\nplot(i)\n}\ntitle("A")',
    'plot(x, main = "A")\nhist(y)',
    'p1 <- ggplot(x) + ggtitle("a")\np2 <- ggplot(y) + ggtitle("b")\np1 + p2 + plot_annotation(title = "pair")',
    'for d in ds:\n    px.bar(d)',
  ])('is unknown if the code may make several figures: %s', (code) => {
    expect(titlesIn(code)).toEqual(NOT_KNOWN);
  });

  it('ends with its line if an apostrophe opens a string in prose between the code', () => {
    const prose = (text: string) => `It isn't much:\n\`\`\`{r}\n${text}\n\`\`\`\nThat's all.`;
    expect(titlesIn(prose('ggplot(x) + ggtitle("A")'))).toEqual(one('A'));
    expect(titlesIn(prose('ggplot(x) + ggtitle("A")\nggplot(y) + ggtitle("B")'))).toEqual(NOT_KNOWN);
  });

  it('is found in one pass over 100 kB of any text', () => {
    const units = ['(', 'title(', '"\\', "'", 'title=dict(', '😀"', '# ', 'a.', 'fig=', 'for ', 'f(title="a",'];
    // CPU time of this thread, since other processes are busy too.
    const began = process.threadCpuUsage();
    for (const unit of units) titlesIn(unit.repeat(100_000 / unit.length));
    const { user, system } = process.threadCpuUsage(began);
    expect((user + system) / 1000).toBeLessThan(2000);
  });
});

describe('the title in metadata', () => {
  it('is title or figure_title, if that is a non-empty string', () => {
    expect(titleOfMetadata({ title: ' A ', figure_title: 'B' })).toBe('A');
    expect(titleOfMetadata({ title: '', figure_title: 'B' })).toBe('B');
    for (const metadata of [null, undefined, [], 'title', 5, { title: 5 }, { title: ['A'] }, {}])
      expect(titleOfMetadata(metadata)).toBeNull();
  });
});
