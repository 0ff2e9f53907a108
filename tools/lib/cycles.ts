/** Directed graph: node → the nodes it points to. */
export type Graph = ReadonlyMap<string, ReadonlySet<string>>;

/** Returns a cycle for each strongly connected component of the graph, as the path `a → b → a`. */
export function findCycles(graph: Graph): string[][] {
  const done = new Set<string>();
  const cycles: string[][] = [];
  const path: string[] = [];
  const onPath = new Set<string>();

  function visit(node: string): void {
    path.push(node);
    onPath.add(node);
    for (const next of graph.get(node) ?? []) {
      if (onPath.has(next)) cycles.push([...path.slice(path.indexOf(next)), next]);
      else if (!done.has(next)) visit(next);
    }
    path.pop();
    onPath.delete(node);
    done.add(node);
  }

  for (const node of graph.keys()) if (!done.has(node)) visit(node);
  return cycles;
}
