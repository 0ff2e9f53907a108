/**
 * Small pages with the very tags that libraries write: plotly.py (`to_html` and its notebook renderers) and altair
 * (`to_html`).
 */

const CHART = `[{"x":[1,2,3],"y":[2,5,3],"type":"bar","marker":{"color":"#d62728"}}], {"title":{"text":"T"}}`;
const plot = (layout = CHART) => `<div id="plot" class="plotly-graph-div" style="height:100%; width:100%;"></div>
<script type="text/javascript">if (document.getElementById("plot")) { Plotly.newPlot("plot", ${layout}, {"responsive": true}) };</script>`;
const page = (body: string) =>
  `<html>\n<head><meta charset="utf-8" /></head>\n<body>\n    <div>${body}</div>\n</body>\n</html>`;
const config = `<script type="text/javascript">window.PlotlyConfig = {MathJaxConfig: 'local'};</script>`;

const MATH = `[{"x":[1,2,3],"y":[2,5,3],"type":"scatter"}], {"title":{"text":"$\\\\sqrt{x^2+\\\\alpha}$","font":{"size":40}}}`;
const hub = `<script>if (window.MathJax && window.MathJax.Hub && window.MathJax.Hub.Config) {window.MathJax.Hub.Config({SVG: {font: "STIX-Web"}});}</script>`;

const SPEC = `{"config": {"view": {"continuousWidth": 300, "continuousHeight": 300}}, "data": {"values": [{"a": "A", "b": 28}, {"a": "B", "b": 55}]}, "mark": {"type": "bar", "color": "#d62728"}, "encoding": {"x": {"field": "a", "type": "nominal"}, "y": {"field": "b", "type": "quantitative"}}}`;
const altair = (vega: string, lite: string, embed: string) => `<!DOCTYPE html>
<html>
<head>
  <meta charset="UTF-8">
  <script type="text/javascript" src="https://cdn.jsdelivr.net/npm/vega@${vega}"></script>
  <script type="text/javascript" src="https://cdn.jsdelivr.net/npm/vega-lite@${lite}"></script>
  <script type="text/javascript" src="https://cdn.jsdelivr.net/npm/vega-embed@${embed}"></script>
</head>
<body>
  <div id="vis"></div>
  <script>(function(vegaEmbed) { vegaEmbed("#vis", ${SPEC}, {"mode": "vega-lite"}); })(vegaEmbed);</script>
</body>
</html>`;

/** altair's template for notebooks makes its script elements while it runs. */
const universal = `<div id="vis"></div><script>
  const paths = { "vega": "https://cdn.jsdelivr.net/npm/vega@6?noext", "vega-lite": "https://cdn.jsdelivr.net/npm/vega-lite@6.4.1?noext", "vega-embed": "https://cdn.jsdelivr.net/npm/vega-embed@7?noext" };
  function load(lib) { return new Promise((resolve, reject) => {
    var s = document.createElement('script');
    document.getElementsByTagName("head")[0].appendChild(s);
    s.async = true; s.onload = () => resolve(paths[lib]); s.onerror = () => reject('Error loading script: ' + paths[lib]);
    s.src = paths[lib];
  }); }
  load("vega").then(() => load("vega-lite")).then(() => load("vega-embed")).then(() => vegaEmbed("#vis", ${SPEC}, {"mode": "vega-lite"}));
</script>`;

const PLOTLY_6 = `<script charset="utf-8" src="https://cdn.plot.ly/plotly-3.7.0.min.js" integrity="sha256-jvTGqxNp8AGWEcvNLVuKr+8j5dGe9Yw51LQkmDH+IYA=" crossorigin="anonymous"></script>`;
const PLOTLY_7 = `<script charset="utf-8" src="https://cdn.plot.ly/plotly-4.1.1.min.js" integrity="sha256-O24V1F27f8pb0glCkelh3cVHLNiHAJ5gCaVtq2aNch8=" crossorigin="anonymous"></script>`;
const MATHJAX_2 = `<script src="https://cdnjs.cloudflare.com/ajax/libs/mathjax/2.7.5/MathJax.js?config=TeX-AMS-MML_SVG"></script>`;
const MATHJAX_3 = `<script src="https://cdnjs.cloudflare.com/ajax/libs/mathjax/3.2.2/es5/tex-svg.min.js"></script>`;
const quoted = (html: string) => html.replaceAll('&', '&amp;').replaceAll('"', '&quot;');

/** Pages with a red chart. */
export const CHARTS: Record<string, string> = {
  'plotly.py 5': page(
    `${config}<script charset="utf-8" src="https://cdn.plot.ly/plotly-2.35.2.min.js"></script>${plot()}`,
  ),
  'plotly.py 6': page(`${config}${PLOTLY_6}${plot()}`),
  'plotly.py 7': `<!doctype html>\n${page(`${config}${PLOTLY_7}${plot()}`)}`,
  'plotly.py 6 in a notebook': `<script type="module">import "https://cdn.plot.ly/plotly-3.0.1.min"</script>
    <div id="plot" style="height:400px"></div><script type="module">Plotly.newPlot("plot", ${CHART})</script>`,
  'an import while it runs': `<div id="plot" style="height:400px"></div>
    <script>import("https://cdn.plot.ly/plotly-3.3.1.min.js").then(() => Plotly.newPlot("plot", ${CHART}));</script>`,
  'a table of imports': `<script type="importmap">{"imports": {"plotly": "https://cdn.plot.ly/plotly-3.7.0.min.js"}}</script>
    <div id="plot" style="height:400px"></div><script type="module">import "plotly"; Plotly.newPlot("plot", ${CHART})</script>`,
  'fetched text': `<div id="plot" style="height:400px"></div><script>
    fetch("https://cdn.plot.ly/plotly-2.35.2.min.js").then((answer) => answer.text()).then((text) => { (0, eval)(text); Plotly.newPlot("plot", ${CHART}); });</script>`,
  'a written tag': `<div id="plot" style="height:400px"></div>
    <script>document.write('<script src="https://cdn.plot.ly/plotly-2.35.2.min.js"><\\/script>');</script><script>Plotly.newPlot("plot", ${CHART})</script>`,
  'a frame in the page': `<iframe style="width:95%;height:420px;border:0" srcdoc="${quoted(page(PLOTLY_6 + plot()))}"></iframe>`,
  'a data frame in the page': `<iframe style="width:95%;height:420px;border:0" src="data:text/html;base64,${Buffer.from(page(PLOTLY_6 + plot())).toString('base64')}"></iframe>`,
  'altair 5': altair('5', '5.20.1', '6'),
  'altair 6': altair('6', '6.4.1', '7'),
  'altair 6 in a notebook': universal,
};

/** Pages with a formula in the title of a chart. */
export const FORMULAS: Record<string, string> = {
  'plotly.py 6 with MathJax 2': page(`${MATHJAX_2}${hub}${config}${PLOTLY_6}${plot(MATH)}`),
  'plotly.py 7 with MathJax 3': page(`${MATHJAX_3}${hub}${config}${PLOTLY_7}${plot(MATH)}`),
};

const RED = 'document.body.style.background = "#d62728"; document.getElementById("said").textContent = "done";';

/** Pages that use what a sandbox doesn't have. They become red when everything went well. */
export const SANDBOXED: Record<string, string> = {
  'storage and cookies': `<p id="said">no</p><script>
    localStorage.setItem('a', 1); localStorage.b = 'two'; sessionStorage['c'] = 3; document.cookie = 'd=4; path=/; SameSite=Lax'; document.cookie = 'e=5';
    document.cookie = 'e=; expires=Thu, 01 Jan 1970 00:00:00 GMT';
    const seen = [localStorage.getItem('a'), localStorage.b, localStorage.length, Object.keys(localStorage).join(), 'b' in localStorage, sessionStorage.c, localStorage.getItem('x'), localStorage.x, localStorage.key(0), document.cookie];
    delete localStorage.b; localStorage.removeItem('a'); seen.push(localStorage.length);
    const wanted = ['1', 'two', 2, 'a,b', true, '3', null, undefined, 'a', 'd=4', 0];
    if (JSON.stringify(seen) === JSON.stringify(wanted)) { ${RED} } else document.getElementById('said').textContent = JSON.stringify(seen);</script>`,
  'a service worker and a database': `<p id="said">no</p><script>
    if ('serviceWorker' in navigator) navigator.serviceWorker.register('/sw.js').catch(() => { const request = indexedDB.open('x'); request.onerror = () => { ${RED} }; });</script>`,
  'a worker from data': `<p id="said">no</p><script>
    const worker = new Worker('data:text/javascript,' + encodeURIComponent('postMessage(6 * 7)')); worker.onmessage = ({ data }) => { if (data === 42) { ${RED} } };</script>`,
  'a worker from a blob': `<p id="said">no</p><script>
    const worker = new Worker(URL.createObjectURL(new Blob(['postMessage(6 * 7)']))); worker.onmessage = ({ data }) => { if (data === 42) { ${RED} } };</script>`,
  'sound from data': `<p id="said">no</p><audio id="sound" src="data:audio/wav;base64,${silence()}"></audio><script>
    document.getElementById('sound').onloadedmetadata = () => { ${RED} };</script>`,
};

/** A WAV file of a tenth of a second, in base64. */
function silence(): string {
  const samples = 800;
  const file = Buffer.alloc(44 + samples, 128);
  file.write('RIFF', 0).toString();
  file.writeUInt32LE(36 + samples, 4);
  file.write('WAVEfmt ', 8);
  file.writeUInt32LE(16, 16);
  file.writeUInt16LE(1, 20);
  file.writeUInt16LE(1, 22);
  file.writeUInt32LE(8000, 24);
  file.writeUInt32LE(8000, 28);
  file.writeUInt16LE(1, 32);
  file.writeUInt16LE(8, 34);
  file.write('data', 36);
  file.writeUInt32LE(samples, 40);
  return file.toString('base64');
}

/** Pages that fail, with the words that people read. */
export const FAILING: Record<string, [page: string, words: RegExp]> = {
  'a script error': ['<p>x</p><script>nowhere.here()</script>', /Script error: .*nowhere is not defined/],
  'a failed promise': ['<p>x</p><script>Promise.reject(new Error("no data"))</script>', /Script error: Error: no data/],
  'a missing script': [
    '<p>x</p><script src="https://cdn.example.org/lib.js"></script>',
    /Could not load https:\/\/cdn\.example\.org\/lib\.js/,
  ],
  'a blocked address': [
    '<p>x</p><img src="http://insecure.example.org/a.png">',
    /blocked http:\/\/insecure\.example\.org/,
  ],
  'nothing to see': ['<script>let nothing = 1;</script>', /The page shows nothing/],
};
