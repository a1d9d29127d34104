// Chooses the two axes of the code that are drawn, or the principal components of the codes.

import { axis, element } from "./text.js";

/** @import { Lab } from "./types.d.ts" */

const MOST = 64; // axes offered
const PCA = "pca";
const PATIENCE = 1500; // ms until a run must have drawn the requested axes

/** @typedef {"pca" | number[]} Axes */

/** Two selects among a card's tools; there are none where the code has two axes or fewer. */
export class AxesPicker {
  /** @type {Axes} */
  axes = [0, 1]; // that are drawn
  /** @type {Axes | null} */
  requested = null;
  /** @type {HTMLSelectElement[]} */
  selects = [];
  dims = 0;
  /** @type {HTMLElement | null} */
  node = null;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  timer;

  /**
   * @param {Lab} lab
   * @param {HTMLElement} tools
   */
  constructor(lab, tools) {
    this.lab = lab;
    this.tools = tools;
  }

  /** Show the axes that are drawn; return whether they have changed.
   * @type {(layout: { dims?: number, axes?: Axes }) => boolean} */
  update({ dims = 2, axes = [0, 1] }) {
    const changed = String(axes) !== String(this.axes);
    this.axes = axes;
    if (this.dims !== dims) this.offer(dims);
    for (const select of this.selects) select.disabled = !this.lab.live;
    if (String(axes) === String(this.requested)) this.settle();
    else if (!this.requested) this.display(axes);
    return changed;
  }

  /** @type {(dims: number) => void} */
  offer(dims) {
    this.dims = dims;
    this.node?.remove();
    this.node = null;
    this.selects = [];
    if (dims <= 2) return;
    const node = element("span", "axes");
    this.selects = [0, 1].map((which) => this.select(which, Math.min(MOST, dims)));
    this.selects[0].prepend(new Option("PCA", PCA));
    node.append(this.selects[0], element("span", "", "×"), this.selects[1]);
    this.tools.append(node);
    this.node = node;
  }

  /** @type {(which: number, count: number) => HTMLSelectElement} */
  select(which, count) {
    const label = which ? "Vertical axis" : "Horizontal axis";
    const select = element("select", "small", "", { "aria-label": label });
    for (let i = 0; i < count; i++) select.append(new Option(axis(i), String(i)));
    select.addEventListener("change", () => this.choose(which));
    return select;
  }

  /** Show the axes that are drawn, whether or not the run has followed the request. */
  settle() {
    clearTimeout(this.timer);
    this.requested = null;
    this.display(this.axes);
  }

  /** Show a choice: with the principal components there is no second axis to choose.
   * @type {(axes: Axes) => void} */
  display(axes) {
    if (!this.selects.length) return;
    const pca = axes === PCA;
    this.selects[0].value = pca ? PCA : String(axes[0]);
    if (!pca) this.selects[1].value = String(axes[1]);
    for (const node of this.node?.children ?? []) {
      if (node !== this.selects[0]) node.toggleAttribute("hidden", pca);
    }
  }

  /** Request the chosen axes.
   * @type {(which: number) => void} */
  choose(which) {
    const wanted = this.wanted(which);
    this.display(wanted);
    this.requested = wanted;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settle(), PATIENCE);
    this.lab.command("axes", wanted);
    this.lab.trigger("axes", wanted === PCA ? PCA : wanted.join(".")); // for the link
  }

  /** Return the axes that the selects name; choosing the axis of the other one swaps the two.
   * @type {(which: number) => Axes} */
  wanted(which) {
    const [first, second] = this.selects.map(({ value }) => value);
    if (first === PCA) return PCA;
    const before = this.requested ?? this.axes;
    if (before === PCA) return [Number(first), first === "0" ? 1 : 0];
    const wanted = [Number(first), Number(second)];
    if (wanted[0] === wanted[1]) wanted[1 - which] = before[which];
    return wanted;
  }
}
