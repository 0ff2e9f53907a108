export const LANGUAGES = [
  { value: 'python', label: 'Python' },
  { value: 'r', label: 'R' },
  { value: 'typescript', label: 'TypeScript' },
] as const satisfies { value: string; label: string }[];
export type Language = (typeof LANGUAGES)[number]['value'];

interface SnippetTarget {
  /** The URL of this server. */
  server: string;
  /** The ID of the workspace to publish into. */
  workspace: string;
}

interface Snippets {
  install: { title: string; text: string };
  publish: { title: string; text: string };
}

const PYTHON = (workspace: string) => `import matplotlib.pyplot as plt
from gofigr import ApiId, FindByName
from gofigr.publisher import Publisher

pub = Publisher(workspace=ApiId("${workspace}"),
                analysis=FindByName("First analysis", create=True))

plt.plot([1, 2, 4, 8, 16])
plt.title("My first figure")
pub.publish(plt.gcf())`;

const R = (workspace: string) => `library(gofigR)
library(ggplot2)
enable(workspace = "${workspace}",
       analysis_name = "First analysis")

p <- ggplot(mpg, aes(displ, hwy)) + geom_point()
publish(p, "My first figure")`;

// Needs no package. The key comes from the same file as for the other clients.
const TYPESCRIPT = (server: string, workspace: string) => `import { readFile } from "node:fs/promises";
import { homedir } from "node:os";

const config = JSON.parse(await readFile(\`\${homedir()}/.gofigr\`, "utf8"));
const post = async (path: string, body: object) => {
  const answer = await fetch(\`${server}/api/v1.4.1/\${path}/\`, {
    method: "POST",
    headers: { Authorization: \`Token \${config.api_key}\`, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
};

const analysis = await post("analysis", { name: "First analysis", workspace: "${workspace}" });
const figure = await post("figure", { name: "My first figure", analysis: analysis.api_id });
const picture = await readFile("plot.png", "base64");
await post("revision", {
  figure: figure.api_id,
  metadata: {},
  data: [{ name: "plot", type: "image", metadata: { format: "png" }, data: picture }],
});`;

/** Returns the commands that publish a first figure to this server. */
export function snippets(language: Language, { server, workspace }: SnippetTarget): Snippets {
  if (language === 'python')
    return {
      install: { title: 'Install the client', text: 'pip install gofigr matplotlib' },
      publish: { title: 'Publish from Python', text: PYTHON(workspace) },
    };
  if (language === 'r')
    return {
      install: { title: 'Install the client', text: 'install.packages(c("gofigR", "ggplot2"))' },
      publish: { title: 'Publish from R', text: R(workspace) },
    };
  return {
    install: { title: 'Save an image', text: 'cp your-figure.png plot.png' },
    publish: { title: 'Publish with Node', text: TYPESCRIPT(server, workspace) },
  };
}
