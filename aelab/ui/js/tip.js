// The one floating note beside the pointer.

import { element } from "./words.js";

/** A small table that follows the pointer and stays inside the root. */
export class Tip {
  constructor(root) {
    this.root = root;
    this.node = element("div", "tip", "", { "aria-hidden": "true" });
    root.append(this.node);
  }

  /** Show rows [[text, value, …], …] near a point of a canvas; a row may carry a colour. */
  show(canvas, x, y, rows) {
    this.node.replaceChildren(...rows.map(line));
    this.node.classList.add("on");
    const outer = this.root.getBoundingClientRect();
    const inner = canvas.getBoundingClientRect();
    const { offsetWidth: w, offsetHeight: h } = this.node;
    const left = inner.left - outer.left + x;
    const top = inner.top - outer.top + y;
    const beside = left + 14 + w > outer.width ? left - 14 - w : left + 14;
    const at = [Math.max(0, beside), Math.max(0, Math.min(top - h / 2, outer.height - h))];
    this.node.style.transform = `translate(${Math.round(at[0])}px, ${Math.round(at[1])}px)`;
  }

  hide() {
    this.node.classList.remove("on");
  }
}

function line({ cells, colour, dashed }) {
  const row = element("div", "line");
  if (colour) {
    const mark = element("i", dashed ? "dash" : "dot");
    mark.style.setProperty("--mark", colour);
    row.append(mark);
  }
  cells.forEach((cell, i) => row.append(element("span", i ? "value" : "name", cell)));
  return row;
}
