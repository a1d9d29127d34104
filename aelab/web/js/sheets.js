// Style sheets lie beside the node of a component, so that they also hold inside a shadow root.

import { element } from "./words.js";

/** Return the links of some sheets, and a promise that is kept when they have come or can not. */
export function sheets(...names) {
  const links = names.map((name) => {
    const link = element("link", "", "", { rel: "stylesheet" });
    link.href = new URL(`${name}.css`, import.meta.url).href;
    return link;
  });
  const come = (link) =>
    new Promise((done) => ["load", "error"].forEach((name) => link.addEventListener(name, done)));
  return { links, come: Promise.all(links.map(come)) };
}
