// @ts-nocheck
// Data in the plane, their reconstructions, and the decoded curve or grid.

import { extent, DataPlane } from "../kit/dataplane.js";
import { rgb } from "../kit/palette.js";
import { byClass, nearest, pairs, Stamp } from "../kit/points.js";
import { Samples } from "../kit/samples.js";

export class Cloud {
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.flat = new DataPlane(card, this);
    this.view = this.flat.view;
    this.stamp = new Stamp();
    this.samples = new Samples(card);
  }

  update(layout, get) {
    this.layout = layout;
    this.x = pairs(get("x"));
    this.labels = get("labels")?.data;
    this.xHat = pairs(get("x_hat"));
    this.xTilde = pairs(get("x_tilde"));
    this.curve = get("curve");
    this.grid = get("grid");
    const text = this.curve ? "decoded curve" : this.grid ? "decoded grid" : "";
    const { x, xHat, xTilde, labels } = this;
    this.samples.update(layout, { x, xHat, xTilde, labels, dimensions: 2 }, text);
    if (this.x) this.view.fix(extent(this.x.data));
  }

  paint() {
    const names = (this.layout?.names ?? this.layout?.axes ?? ["x₁", "x₂"]).map(String);
    const picture = this.flat.begin(this.x, { names });
    if (!picture) return;
    picture.plot.clip(picture.context, () => this.paintAll(picture));
    this.flat.end(picture.context);
  }

  paintAll({ context, plot, theme, density }) {
    const colour = byClass(this.labels, this.lab.hidden);
    const k = theme.scale;
    this.stamp.begin(plot, density);
    this.stamp.points(plot, this.x, colour, { radius: 1.9 * k, alpha: theme.dark ? 0.6 : 0.5 });
    this.stamp.paint(context, plot);
    if (this.xTilde && this.xHat) this.paintPairs(context, plot, theme);
    context.strokeStyle = theme.soft;
    context.lineWidth = this.grid ? 0.9 : 1.5;
    context.globalAlpha = this.grid ? 0.75 : 1;
    context.lineJoin = "round";
    this.paintGrid(context, plot);
    if (this.curve) polyline(context, plot, this.curve.data, 0, 1, this.curve.shape[0]);
    context.globalAlpha = 1;
    if (this.xHat) {
      const ink = rgb(theme.ink);
      this.stamp.begin(plot, density);
      const look = { radius: 1.3 * k, alpha: 0.55 };
      this.stamp.points(plot, this.xHat, (i) => colour(i) && ink, look);
      this.stamp.paint(context, plot);
    }
    this.samples.mark(context, theme, ([x, y]) => [plot.px(x), plot.py(y)]);
  }

  /** Draw a pale line from each noisy point to what is made of it. */
  paintPairs(context, plot, theme) {
    const [from, to] = [this.xTilde.data, this.xHat.data];
    context.strokeStyle = theme.soft;
    context.lineWidth = 0.75;
    context.globalAlpha = 0.38;
    context.beginPath();
    for (let i = 0; i < Math.min(this.xTilde.count, this.xHat.count); i++) {
      if (this.labels && this.lab.hidden.has(this.labels[i])) continue;
      const at = [from[2 * i], from[2 * i + 1], to[2 * i], to[2 * i + 1]];
      if (!at.every(Number.isFinite)) continue;
      context.moveTo(plot.px(at[0]), plot.py(at[1]));
      context.lineTo(plot.px(at[2]), plot.py(at[3]));
    }
    context.stroke();
    context.globalAlpha = 1;
  }

  paintGrid(context, plot) {
    if (!this.grid) return;
    const { data, shape } = this.grid;
    const [rows, columns] = shape;
    for (let r = 0; r < rows; r++) polyline(context, plot, data, r * columns, 1, columns);
    for (let c = 0; c < columns; c++) polyline(context, plot, data, c, columns, rows);
  }

  find(x, y) {
    const { hidden } = this.lab;
    const found = this.x ? nearest(this.flat.plot, this.x, this.labels, hidden, x, y) : -1;
    if (found >= 0 || !this.xHat || this.layout?.output) return found;
    return nearest(this.flat.plot, this.xHat, this.labels, hidden, x, y);
  }

  hover(x, y) {
    this.samples.hover(this.find(x, y), x, y);
  }

  leave() {
    this.samples.leave();
  }

  pick(x, y) {
    this.samples.pick(this.find(x, y));
  }

  describe() {
    const said = this.samples.describe();
    if (said) return said;
    const decoded = this.curve ? ", the decoded curve" : this.grid ? ", the decoded grid" : "";
    const noisy = this.xTilde ? "their noisy copies, " : "";
    return `Reconstructions: ${this.x.count} data points, ${noisy}their reconstructions${decoded}`;
  }
}

/** Draw points first, first + stride, … as one line, broken where they are not finite. */
function polyline(context, plot, data, first, stride, count) {
  context.beginPath();
  let down = false;
  for (let k = 0; k < count; k++) {
    const at = 2 * (first + k * stride);
    const [x, y] = [plot.px(data[at]), plot.py(data[at + 1])];
    if (!Number.isFinite(x + y)) down = false;
    else if (down) context.lineTo(x, y);
    else {
      context.moveTo(x, y);
      down = true;
    }
  }
  context.stroke();
}
