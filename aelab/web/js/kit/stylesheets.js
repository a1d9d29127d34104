// @ts-nocheck
// Style sheets are linked beside the node of a component, so that they also apply inside a shadow
// root.

import { element } from "./text.js";

/** Return the links of style sheets, and a promise that settles once each is loaded or failed.
 *
 * A sheet is named by its path in js/, without its ending. */
export function stylesheets(...names) {
  const links = names.map((name) => {
    const link = element("link", "", "", { rel: "stylesheet" });
    link.href = new URL(`../${name}.css`, import.meta.url).href;
    return link;
  });
  const come = (link) =>
    new Promise((done) => ["load", "error"].forEach((name) => link.addEventListener(name, done)));
  return { links, come: Promise.all(links.map(come)) };
}
