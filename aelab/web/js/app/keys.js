// Keys, and the panel that lists them.

import { element } from "../kit/text.js";

/** @import { Does } from "./actions.js" */
/** @import { Lab } from "./live.js" */

const KEYS = [
  ["Space", "play or pause"],
  ["→", "one step"],
  ["R", "reset to the same initial weights"],
  ["← →", "move the threshold that has the focus"],
  ["Esc", "release the pinned sample"],
  ["P", "present: large type, one section at a time"],
  ["Page ↓ ↑", "next or previous section, while presenting"],
  ["A", "show the answers, while presenting"],
  ["?", "this list"],
];
const HANDS = [
  ["Wheel", "zoom"],
  ["Drag", "zoom into a box"],
  ["Shift + drag", "move"],
  ["Double click", "back to the whole picture"],
  ["Point at a point", "its sample and reconstruction"],
  ["Point anywhere in latent space", "decode there"],
  ["Drag in a score or ROC", "move the threshold"],
  ["Click on a point", "pin the sample"],
  ["Drag in a picture of space", "turn it"],
  ["Title of a card", "another view in its place, where there are more"],
  ["Click on a class", "hide or show it"],
];
/** @type {Record<string, Does>} */
const DOES = { " ": "play", ArrowRight: "step", r: "reset", R: "reset", "?": "help" };
const ROLES = ["slider", "combobox", "textbox", "spinbutton", "listbox", "option", "radio", "tab"];
const TYPING = [
  "input, textarea, select, [contenteditable]:not([contenteditable=false])",
  ...ROLES.map((role) => `[role=${role}]`),
].join();
const PRESSED_BY_SPACE = "button, a[href], summary, [role=button], [role=switch], [role=checkbox]";

/** Tell what a key event asks of the lab, or null where it belongs to something else.
 *
 * @param {KeyboardEvent} event
 * @returns {Does | null} */
function action(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return null;
  const target = event.composedPath()[0];
  if (target instanceof Element) {
    if (target.closest(TYPING)) return null;
    if (event.key === " " && target.closest(PRESSED_BY_SPACE)) return null;
  }
  if (event.key === "Escape") return "unpin";
  return DOES[event.key] ?? null;
}

/** Listen on the document; returns the function that ends it. @param {Lab} lab */
export function listenKeys(lab) {
  /** @param {KeyboardEvent} event */
  const heard = (event) => {
    const does = action(event);
    if (!does || (lab.help.open && does !== "help")) return;
    if (event.repeat && does !== "step") return event.preventDefault();
    if (!lab.act(does)) return;
    event.preventDefault();
    event.stopPropagation(); // Streamlit reruns the script on R
  };
  document.addEventListener("keydown", heard, true);
  return () => document.removeEventListener("keydown", heard, true);
}

/** Return the panel under "?". */
export function helpPanel() {
  const panel = element("dialog", "help-panel", "", { "aria-labelledby": "lab-keys" });
  const close = element("button", "button", "Close", { type: "button" });
  close.addEventListener("click", () => panel.close());
  panel.addEventListener("click", (/** @type {MouseEvent} */ event) => {
    if (event.target === panel) panel.close();
  });
  const inner = element("div", "inner");
  inner.append(
    element("h2", "", "Keys", { id: "lab-keys" }), table(KEYS),
    element("h2", "", "Pointer, on a plot"), table(HANDS), close,
  );
  panel.append(inner);
  return panel;
}

/** @param {string[][]} rows */
function table(rows) {
  const list = element("dl");
  for (const [key, does] of rows) list.append(element("dt", "", key), element("dd", "", does));
  return list;
}
