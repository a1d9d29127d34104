// In a bundle this stands for kit/stylesheets.js: style sheets that are part of the script.

import { element } from "../../aelab/web/js/kit/text.js";
import SHEETS from "sheets";

/** Return style sheets as nodes, and a promise that is settled at once.
 *
 * @param {string[]} names */
export function stylesheets(...names) {
  const links = names.map((name) => element("style", "", SHEETS[name]));
  return { links, settled: Promise.resolve() };
}
