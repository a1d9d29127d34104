// @ts-nocheck
// The two axes of a code that are looked at, or the principal components of the codes.

import { axis, element } from "./text.js";

const MOST = 64; // axes offered
const PCA = "pca";
const PATIENCE = 1500; // ms in which a run shows the axes asked for

/** Two native selects among a card's tools; hidden where the code has two axes or fewer. */
export class AxesPicker {
  constructor(lab, tools) {
    this.lab = lab;
    this.tools = tools;
    this.axes = [0, 1];
  }

  /** Show the axes in force; returns whether they are others than before. */
  update({ dims = 2, axes = [0, 1] }) {
    const changed = String(axes) !== String(this.axes);
    this.axes = axes;
    if (this.dims !== dims) this.offer(dims);
    for (const select of this.selects ?? []) select.disabled = !this.lab.live;
    if (String(axes) === String(this.asked)) this.settle();
    else if (this.selects && !this.asked) this.face(axes);
    return changed;
  }

  offer(dims) {
    this.dims = dims;
    this.node?.remove();
    this.selects = null;
    if (dims <= 2) return;
    this.node = element("span", "axes");
    this.selects = [0, 1].map((which) => this.select(which, Math.min(MOST, dims)));
    this.selects[0].prepend(new Option("PCA", PCA));
    this.node.append(this.selects[0], element("span", "", "×"), this.selects[1]);
    this.tools.append(this.node);
  }

  select(which, count) {
    const label = which ? "Vertical axis" : "Horizontal axis";
    const select = element("select", "small", "", { "aria-label": label });
    for (let i = 0; i < count; i++) select.append(new Option(axis(i), String(i)));
    select.addEventListener("change", () => this.chosen(which));
    return select;
  }

  /** Show the axes in force: those asked for, or the old ones where no answer came. */
  settle() {
    clearTimeout(this.timer);
    this.asked = null;
    if (this.selects) this.face(this.axes);
  }

  /** Show a choice: with the principal components there is no second axis to choose. */
  face(axes) {
    const pca = axes === PCA;
    this.selects[0].value = pca ? PCA : String(axes[0]);
    if (!pca) this.selects[1].value = String(axes[1]);
    for (const node of [...this.node.children].slice(1)) node.hidden = pca;
  }

  /** Ask for the chosen axes; choosing the other one's swaps the two. */
  chosen(which) {
    const wanted = this.wanted(which);
    this.face(wanted);
    this.asked = wanted;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.settle(), PATIENCE);
    this.lab.command("axes", wanted);
    this.lab.trigger?.("axes", wanted === PCA ? PCA : wanted.join(".")); // for the link
  }

  wanted(which) {
    const [first, second] = this.selects.map(({ value }) => value);
    if (first === PCA) return PCA;
    const before = this.asked ?? this.axes;
    if (before === PCA) return [Number(first), first === "0" ? 1 : 0];
    const wanted = [Number(first), Number(second)];
    if (wanted[0] === wanted[1]) wanted[1 - which] = before[which];
    return wanted;
  }
}
