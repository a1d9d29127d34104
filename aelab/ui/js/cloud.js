// Data in the plane, their reconstructions, and the decoded curve or grid.

import { extent, Flat } from "./flat.js";
import { ring } from "./kit.js";
import { classColour, rgb } from "./palette.js";
import { byClass, nearest, pairs, Stamp } from "./points.js";
import { item, number, point } from "./words.js";

export class Cloud {
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.flat = new Flat(card, this);
    this.view = this.flat.view;
    this.stamp = new Stamp();
    this.key();
  }

  /** Say in the foot which mark is what. */
  key() {
    const data = item("dot pair", "data ", "x");
    data.firstChild.style.setProperty("--mark", classColour(0));
    data.firstChild.style.setProperty("--other", classColour(1));
    this.noisy = item("dash solid pale", "from noisy ", "x̃");
    this.decoded = item("dash solid", "");
    this.output = item("dot ink", "reconstruction ", "x̂");
    this.made = item("dot ink", "sample");
    this.card.foot.append(data, this.noisy, this.output, this.made, this.decoded);
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
    this.decoded.lastChild.textContent = text;
    this.decoded.hidden = !text;
    this.noisy.hidden = !this.xTilde;
    this.output.hidden = layout.output === "sample";
    this.made.hidden = !this.output.hidden;
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
    this.marks(context, plot, theme);
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

  /** Mark the hovered and the picked sample, and the point that is decoded elsewhere. */
  marks(context, plot, theme) {
    if (this.layout?.output) return; // no point of it belongs to a sample of the data
    const { hovered, picked, pinned, decoded } = this.lab;
    const known = (index) => this.pair(index) ?? (pinned?.index === index ? pinned : null);
    const at = ([x, y]) => [plot.px(x), plot.py(y)];
    if (picked >= 0) marked(context, theme, known(picked), at, this.colourOf(picked), 6);
    const seen = hovered >= 0 ? (this.pair(hovered) ?? decoded) : decoded;
    if (seen) marked(context, theme, seen, at, this.colourOf(hovered), 5);
  }

  /** Return {x, xHat} of a sample that is among the points shown. */
  pair(index) {
    if (this.layout?.output || !this.x || !this.xHat) return null;
    if (!(index >= 0 && index < this.x.count)) return null;
    const row = ({ data }) => [data[2 * index], data[2 * index + 1]];
    const noisy = this.xTilde ? { xTilde: row(this.xTilde) } : {};
    return { x: row(this.x), xHat: row(this.xHat), ...noisy };
  }

  colourOf(index) {
    return index >= 0 && index < (this.labels?.length ?? 0) ? classColour(this.labels[index]) : "";
  }

  find(x, y) {
    const { hidden } = this.lab;
    const found = this.x ? nearest(this.flat.plot, this.x, this.labels, hidden, x, y) : -1;
    if (found >= 0 || !this.xHat || this.layout?.output) return found;
    return nearest(this.flat.plot, this.xHat, this.labels, hidden, x, y);
  }

  hover(x, y) {
    const found = this.find(x, y);
    const { canvas } = this.card.surface;
    canvas.style.cursor = found < 0 ? "" : "pointer";
    this.lab.point(found);
    if (found < 0) return this.lab.tip.hide();
    this.lab.tip.show(canvas, x, y, sampleRows(this.layout, this.labels, found, this.pair(found)));
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

  describe() {
    const { title = "Reconstructions", output } = this.layout ?? {};
    if (!this.x) return `${title}, no picture yet`;
    if (output) return `${title}: ${this.xHat?.count ?? 0} points beside ${this.x.count} of the data`;
    const decoded = this.curve ? ", the decoded curve" : this.grid ? ", the decoded grid" : "";
    const noisy = this.xTilde ? "their noisy copies, " : "";
    return `Reconstructions: ${this.x.count} data points, ${noisy}their reconstructions${decoded}`;
  }
}

/** Return the rows of a tip on a sample and its reconstruction. */
export function sampleRows(layout, labels, index, pair) {
  const label = labels?.[index] ?? 0;
  const head = { cells: [layout.classes?.[label] ?? "sample"], colour: classColour(label) };
  if (!pair) return [head];
  const error = pair.x.reduce((sum, value, i) => sum + (value - pair.xHat[i]) ** 2, 0);
  return [
    head,
    { cells: ["x", point(pair.x)] },
    ...(pair.xTilde ? [{ cells: ["x̃", point(pair.xTilde)] }] : []),
    { cells: ["x̂", point(pair.xHat)] },
    { cells: ["squared error", number(error, 3)] },
  ];
}

/** Mark a sample and its reconstruction, with the line between them; `at` places a point. */
export function marked(context, theme, pair, at, colour, radius) {
  if (!pair?.xHat || !pair.xHat.every(Number.isFinite)) return;
  const to = at(pair.xHat);
  if (pair.x) {
    const from = at(pair.x);
    context.strokeStyle = theme.ink;
    context.lineWidth = 1.5;
    context.beginPath();
    context.moveTo(...from);
    context.lineTo(...to);
    context.stroke();
    ring(context, theme, ...from, radius, 1.75);
    if (colour) disc(context, ...from, 3, colour);
  }
  ring(context, theme, ...to, pair.x ? 3 : radius, 1.75);
  disc(context, ...to, 2, theme.ink);
}

function disc(context, x, y, radius, colour) {
  context.fillStyle = colour;
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
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
