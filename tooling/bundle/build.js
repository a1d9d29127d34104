// Makes the live component one file, for notebooks and exported pages: `npm run bundle`.
// With --check, fails where the file is not that of the sources.

import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, "../..");
const SOURCES = join(ROOT, "aelab/web/js");
const TARGET = join(ROOT, "aelab/bundled/lab.js");
const HEAD = "// The live component in one file, made by `make bundle`: see aelab/web/js.\n";

/** Puts style sheets into the script: there is no server to fetch them from.
 *
 * @type {import("esbuild").Plugin} */
const sheets = {
  name: "sheets",
  setup({ onLoad, onResolve }) {
    onLoad({ filter: /kit\/stylesheets\.js$/ }, () => ({
      contents: readFileSync(join(HERE, "inlined.js"), "utf8"),
      resolveDir: HERE,
    }));
    onResolve({ filter: /^sheets$/ }, ({ path }) => ({ path, namespace: "sheets" }));
    onLoad({ filter: /.*/, namespace: "sheets" }, () => ({ contents: texts(), loader: "json" }));
  },
};

/** Return the style sheets that the live component names, as JSON by name. */
function texts() {
  const script = readFileSync(join(SOURCES, "app/live.js"), "utf8");
  const list = /const STYLES = \[([^\]]+)\]/.exec(script)?.[1] ?? "";
  const names = [...list.matchAll(/"([\w/]+)"/g)].map(([, name]) => name);
  const sheet = (/** @type {string} */ name) => readFileSync(join(SOURCES, `${name}.css`), "utf8");
  return JSON.stringify(Object.fromEntries(names.map((name) => [name, sheet(name)])));
}

/** Return the bundle as text. */
async function bundled() {
  const { outputFiles } = await build({
    entryPoints: [join(SOURCES, "app/live.js")],
    absWorkingDir: ROOT,
    bundle: true,
    charset: "utf8",
    format: "esm",
    minify: true,
    plugins: [sheets],
    target: "es2022",
    write: false,
  });
  return HEAD + outputFiles[0].text;
}

const text = await bundled();
const name = relative(ROOT, TARGET);
if (!process.argv.includes("--check")) {
  writeFileSync(TARGET, text);
  console.log(`${name}: ${Math.round(text.length / 1000)} kB`);
} else if (readFileSync(TARGET, "utf8") !== text) {
  console.error(`${name} is not that of the sources: run \`make bundle\`.`);
  process.exitCode = 1;
}
