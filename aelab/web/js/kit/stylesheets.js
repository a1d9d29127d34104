// Style sheets are linked beside the node of a component, so that they also apply inside a shadow
// root.

import { element } from "./text.js";

/** @type {(link: HTMLLinkElement) => Promise<unknown>} */
function settled(link) {
  return new Promise((done) => {
    link.addEventListener("load", done);
    link.addEventListener("error", done);
  });
}

/** Return the links of style sheets, and a promise that is done when each has loaded or failed.
 *
 * A sheet is named by its path in js/, without its ending.
 * @type {(...names: string[]) => { links: HTMLLinkElement[], settled: Promise<unknown> }} */
export function stylesheets(...names) {
  const links = names.map((name) => {
    const link = element("link", "", "", { rel: "stylesheet" });
    link.href = new URL(`../${name}.css`, import.meta.url).href;
    return link;
  });
  return { links, settled: Promise.all(links.map(settled)) };
}
