// The latent space in two axes: equal scales, classes by colour, zoom, hover, pick.

import { axes, hint, Plot, ring, ticks } from "./kit.js";
import { Legend } from "./legend.js";
import { classColour } from "./palette.js";
import { byClass, nearest, pairs, Stamp } from "./points.js";
import { Pointer } from "./pointer.js";
import { quantiles, View } from "./view.js";
import { axis, element, number } from "./words.js";

export class Scatter {
  static wide = true;

  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.view = new View({ equal: true });
    this.legend = new Legend(card);
    this.stamp = new Stamp();
    this.axes = [0, 1];
    this.pointer = new Pointer(card.surface.canvas, this);
  }

  update(layout, get) {
    this.layout = layout;
    this.points = pairs(get("points"));
    this.labels = get("labels")?.data;
    this.legend.update(layout.classes ?? []);
    this.choose(layout);
    if (!this.points) return;
    const { data } = this.points;
    this.view.follow(quantiles(data, 2, 0), quantiles(data, 2, 1));
  }

  /** Offer the two axes where the code has more than two. */
  choose({ dims = 2, axes: chosen = [0, 1] }) {
    if (String(chosen) !== String(this.axes)) {
      this.axes = chosen;
      this.view.reset();
    }
    if (this.dims !== dims) this.offer(dims);
    this.selects?.forEach((select, i) => (select.value = String(chosen[i])));
  }

  offer(dims) {
    this.dims = dims;
    this.picker?.remove();
    this.selects = null;
    if (dims <= 2) return;
    this.picker = element("span", "axes");
    this.selects = [0, 1].map((i) => this.select(i, dims));
    this.picker.append(this.selects[0], element("span", "", "×"), this.selects[1]);
    this.card.tools.append(this.picker);
  }

  select(which, dims) {
    const select = element("select", "small", "", {
      "aria-label": which ? "Vertical axis" : "Horizontal axis",
    });
    for (let i = 0; i < dims; i++) select.append(new Option(axis(i), String(i)));
    select.addEventListener("change", () => this.chosen(which));
    return select;
  }

  /** Ask for the chosen axes; choosing the other one's swaps the two. */
  chosen(which) {
    const wanted = this.selects.map(({ value }) => Number(value));
    if (wanted[0] === wanted[1]) wanted[1 - which] = this.axes[which];
    this.selects.forEach((select, i) => (select.value = String(wanted[i])));
    this.lab.command("axes", wanted);
    this.lab.trigger?.("axes", wanted.join(".")); // for the link
  }

  get shown() {
    return this.plot && this.points ? this.plot.box : null;
  }

  paint() {
    const { surface } = this.card;
    const { theme } = this.lab;
    const context = surface.begin();
    const [left, low] = [34 * theme.scale, 22 * theme.scale];
    const plot = new Plot(left, 4, surface.width - left - 2, surface.height - 4 - low);
    this.plot = plot.show(this.view.shown(plot));
    if (!this.points) return hint(context, theme, surface, this.lab.hint(this.card));
    const [x0, x1, y0, y1] = plot.box;
    axes(context, theme, plot, {
      x: ticks(x0, x1, plot.w / 52),
      y: ticks(y0, y1, plot.h / 56),
      xName: axis(this.axes[0]),
      yName: axis(this.axes[1]),
    });
    plot.clip(context, () => this.paintPoints(context, plot, theme, surface.density));
    this.pointer.paint(context, theme);
  }

  paintPoints(context, plot, theme, density) {
    const many = this.points.count > 3000;
    const look = { radius: (many ? 1.6 : 2.1) * theme.scale, alpha: theme.dark ? 0.72 : 0.6 };
    this.stamp.begin(plot, density);
    this.stamp.points(plot, this.points, byClass(this.labels, this.lab.hidden), look);
    this.stamp.paint(context, plot);
    this.mark(context, plot, theme, this.lab.hovered, 5, 1.25);
    this.mark(context, plot, theme, this.lab.picked, 7, 2);
  }

  mark(context, plot, theme, index, radius, width) {
    if (!(index >= 0) || index >= this.points.count) return;
    const [x, y] = [this.points.data[2 * index], this.points.data[2 * index + 1]];
    if (!Number.isFinite(x + y)) return;
    ring(context, theme, plot.px(x), plot.py(y), radius, width);
    if (!this.labels) return;
    context.fillStyle = classColour(this.labels[index]);
    context.beginPath();
    context.arc(plot.px(x), plot.py(y), 3, 0, 2 * Math.PI);
    context.fill();
  }

  find(x, y) {
    if (!this.points) return -1;
    return nearest(this.plot, this.points, this.labels, this.lab.hidden, x, y);
  }

  hover(x, y) {
    const found = this.find(x, y);
    if (found < 0) return this.leave();
    const { data } = this.points;
    const name = (i) => `${axis(this.axes[i])} ${number(data[2 * found + i], 3)}`;
    const label = this.labels?.[found] ?? 0;
    this.card.surface.canvas.style.cursor = "pointer";
    this.lab.point(found);
    this.lab.tip.show(this.card.surface.canvas, x, y, [
      { cells: [this.layout.classes?.[label] ?? ""], colour: classColour(label) },
      { cells: [`${name(0)}   ${name(1)}`] },
    ]);
  }

  leave() {
    this.card.surface.canvas.style.cursor = "";
    this.lab.point(-1);
    this.lab.tip.hide();
  }

  pick(x, y) {
    const found = this.find(x, y);
    if (found >= 0) this.lab.pick(found);
  }

  changed() {
    this.lab.request(this.card);
  }

  fit() {
    this.card.reset();
  }

  describe() {
    if (!this.points) return "Latent space, no picture yet";
    const [x0, x1, y0, y1] = this.plot.box.map((value) => number(value, 3));
    const [a, b] = this.axes.map((i) => `z${i + 1}`);
    const classes = this.layout.classes?.length ?? 0;
    return (
      `Latent space: scatter of ${this.points.count} samples in ${classes} classes, ` +
      `${a} from ${x0} to ${x1}, ${b} from ${y0} to ${y1}`
    );
  }
}
