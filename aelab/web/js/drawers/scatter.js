// The latent space in two axes: equal scales, classes by colour, zoom, hover, pick.

import { AxesPicker } from "../kit/axespicker.js";
import { Emptiness } from "../kit/density.js";
import { DataPlane } from "../kit/dataplane.js";
import { ring } from "../kit/canvas.js";
import { Legend } from "../kit/legend.js";
import { classColour } from "../kit/palette.js";
import { byClass, nearest, pairs, Stamp } from "../kit/points.js";
import { namePrior, paintPrior } from "../kit/prior.js";
import { quantiles } from "../kit/view.js";
import { axis, item, number } from "../kit/text.js";

/** @import { Plot } from "../kit/canvas.js" */
/** @import { PlanePicture } from "../kit/dataplane.js" */
/** @import { ScatterLayout } from "../kit/kinds.d.ts" */
/** @import { Box, Card, Context, Drawer, Part, Points, TipRow,
 *   Update } from "../kit/types.d.ts" */

/** @implements {Drawer<"scatter">} */
export class Scatter {
  /** @type {ScatterLayout} */
  layout = {
    name: "", kind: "scatter", title: "Latent space", dims: 2, axes: [0, 1], names: [],
    prior: false, classes: [],
  };
  names = [axis(0), axis(1)];
  /** @type {Points | null} */
  points = null;
  /** @type {Uint8Array | null} */
  labels = null;
  /** @type {Part<Float32Array> | null} */
  ellipses = null;

  /** @param {Card} card */
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.flat = new DataPlane(card, this);
    this.view = this.flat.view;
    this.spread = item("ellipse", "1σ of ", "q(z|x)");
    this.empty = item("patch", "no data");
    this.spread.hidden = this.empty.hidden = true;
    this.legend = new Legend(card, this.spread, this.empty);
    this.stamp = new Stamp();
    this.picker = new AxesPicker(this.lab, card.tools);
    this.emptiness = new Emptiness(() => this.lab.request(card));
  }

  /** @type {Update<"scatter">} */
  update(layout, get) {
    this.layout = layout;
    this.points = pairs(get("points"));
    this.labels = get("labels")?.data ?? null;
    this.ellipses = get("ellipses");
    this.spread.hidden = !this.ellipses;
    this.empty.hidden = !this.points;
    this.legend.update(layout.classes, this.labels);
    if (this.picker.update(layout)) {
      this.view.reset();
      this.emptiness.reset();
    }
    this.names = layout.names;
    if (!this.points) return;
    const { data } = this.points;
    this.view.follow(quantiles(data, 2, 0), quantiles(data, 2, 1));
    this.emptiness.update(this.points);
  }

  get plot() {
    return this.flat.plot;
  }

  /** @returns {Box | null} */
  get shown() {
    return this.plot && this.points ? this.plot.box : null;
  }

  paint() {
    const { points } = this;
    const { density } = this.card.surface;
    const picture = this.flat.begin(points, {
      names: this.names,
      under: (context, plot, theme) => this.emptiness.paint(context, plot, theme, density),
    });
    if (!picture || !points) return;
    picture.plot.clip(picture.context, () => this.paintAll(picture, points));
    this.flat.end(picture.context);
  }

  /** @type {(picture: PlanePicture, points: Points) => void} */
  paintAll(picture, points) {
    const { context, plot, theme, density } = picture;
    if (this.layout.prior) paintPrior(context, theme, plot);
    const many = points.count > 3000;
    const look = { radius: (many ? 1.6 : 2.1) * theme.scale, alpha: theme.dark ? 0.72 : 0.6 };
    this.stamp.begin(plot, density);
    this.stamp.points(plot, points, byClass(this.labels, this.lab.hidden), look);
    this.stamp.paint(context, plot);
    this.paintEllipses(context, plot, points);
    if (this.layout.prior) namePrior(context, theme, plot);
    this.mark(picture, points, this.lab.hovered, 5, 1.25);
    this.mark(picture, points, this.lab.picked, 7, 2);
  }

  /** Draw one standard deviation of q(z|x) around some of the points, true to the axes.
   * @type {(context: Context, plot: Plot, points: Points) => void} */
  paintEllipses(context, plot, points) {
    if (!this.ellipses) return;
    const { data, shape } = this.ellipses;
    context.lineWidth = 1;
    for (let i = 0; i < shape[0]; i++) {
      const [index, xx, xy, yy] = data.subarray(4 * i, 4 * i + 4);
      const label = this.labels?.[index] ?? 0;
      if (!(index < points.count) || this.lab.hidden.has(label)) continue;
      const [x, y] = [points.data[2 * index], points.data[2 * index + 1]];
      if (!Number.isFinite(x + y + xx + xy + yy)) continue;
      const { major, minor, angle } = principal(xx, xy, yy);
      context.beginPath();
      const [a, b] = [major * plot.sx, minor * plot.sx]; // scales are equal
      context.ellipse(plot.px(x), plot.py(y), a, b, -angle, 0, 2 * Math.PI);
      context.fillStyle = context.strokeStyle = classColour(label);
      context.globalAlpha = 0.1;
      context.fill();
      context.globalAlpha = 0.8;
      context.stroke();
    }
    context.globalAlpha = 1;
  }

  /** @type {(picture: PlanePicture, points: Points, index: number, radius: number,
   *   width: number) => void} */
  mark({ context, plot, theme }, points, index, radius, width) {
    if (!(index >= 0) || index >= points.count) return;
    const [x, y] = [points.data[2 * index], points.data[2 * index + 1]];
    if (!Number.isFinite(x + y)) return;
    ring(context, theme, plot.px(x), plot.py(y), radius, width);
    if (!this.labels) return;
    context.fillStyle = classColour(this.labels[index]);
    context.beginPath();
    context.arc(plot.px(x), plot.py(y), 3, 0, 2 * Math.PI);
    context.fill();
  }

  /** @type {(x: number, y: number) => number} */
  find(x, y) {
    if (!this.points || !this.plot) return -1;
    return nearest(this.plot, this.points, this.labels, this.lab.hidden, x, y);
  }

  /** @type {(x: number, y: number) => void} */
  hover(x, y) {
    const { points, plot } = this;
    if (!points || !plot) return;
    const sample = this.find(x, y);
    const { canvas } = this.card.surface;
    /** @type {(code: number[]) => TipRow} */
    const row = ([a, b]) => ({
      cells: [`${this.names[0]} ${number(a, 3)}   ${this.names[1]} ${number(b, 3)}`],
    });
    canvas.style.cursor = sample < 0 ? "" : "pointer";
    this.lab.point(sample);
    if (sample < 0) {
      const code = [plot.ix(x), plot.iy(y)];
      return this.lab.inspector.place(canvas, x, y, code, [row(code)]);
    }
    const { data } = points;
    const index = this.labels?.[sample] ?? 0;
    const label = { index, name: this.layout.classes[index] ?? "" };
    const rows = [row([data[2 * sample], data[2 * sample + 1]])];
    this.lab.inspector.sample(canvas, x, y, sample, { label, rows });
  }

  leave() {
    this.card.surface.canvas.style.cursor = "";
    this.lab.point(-1);
    this.lab.inspector.leave();
  }

  /** @type {(x: number, y: number) => void} */
  pick(x, y) {
    const sample = this.find(x, y);
    if (sample >= 0) this.lab.pick(sample);
  }

  describe() {
    if (!this.points || !this.plot) return "Latent space, no picture yet";
    const [x0, x1, y0, y1] = this.plot.box.map((value) => number(value, 3));
    const [a, b] = this.names.map(spoken);
    const classes = this.layout.classes.length;
    return (
      `Latent space: scatter of ${this.points.count} samples in ${classes} classes, ` +
      `${a} from ${x0} to ${x1}, ${b} from ${y0} to ${y1}`
    );
  }

  close() {
    this.emptiness.close();
  }
}

/** Return half axes and angle of the ellipse of one standard deviation of a covariance.
 * @type {(xx: number, xy: number, yy: number) => { major: number, minor: number,
 *   angle: number }} */
function principal(xx, xy, yy) {
  const middle = (xx + yy) / 2;
  const reach = Math.hypot((xx - yy) / 2, xy);
  /** @type {(value: number) => number} */
  const root = (value) => Math.sqrt(Math.max(0, value));
  const angle = Math.atan2(2 * xy, xx - yy) / 2;
  return { major: root(middle + reach), minor: root(middle - reach), angle };
}

/** Return a name with plain digits, as it is read aloud.
 * @type {(name: string) => string} */
function spoken(name) {
  return name.replace(/[₀-₉]/g, (digit) => String(digit.charCodeAt(0) - 0x2080));
}
