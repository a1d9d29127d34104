// The mean score against the complexity of a sample, for both classes, and the distributions of
// the complexity.

import { axes, heights, margin, ticks } from "../kit/axes.js";
import { Plot, stroke } from "../kit/canvas.js";
import { classColour, classInk } from "../kit/palette.js";
import { Pointer } from "../kit/pointer.js";
import { calm, closest } from "../kit/series.js";
import { element, item, number, write } from "../kit/text.js";

/** @import { Surface } from "../kit/canvas.js" */
/** @import { ProfileLayout } from "../kit/kinds.d.ts" */
/** @import { Card, Context, Drawer, Interval, Part, Theme, Update } from "../kit/types.d.ts" */

const BELOW = 0.24; // of the height, for the distributions
const HEAD = 5; // px between both plots

/** @typedef {[normal: Float32Array, anomalous: Float32Array]} BothClasses */

/** @typedef {{ x: Float32Array } & Record<"mean" | "low" | "high", BothClasses>} ProfileCurves */

/** @implements {Drawer<"profile">} */
export class Profile {
  /** @type {ProfileLayout} */
  layout = {
    name: "", kind: "profile", title: "Error against complexity", xname: "", unit: "",
    names: ["normal", "anomalous"],
  };
  /** @type {Float32Array | null} */
  x = null;
  /** @type {BothClasses | null} */
  mean = null;
  /** @type {BothClasses | null} */
  low = null;
  /** @type {BothClasses | null} */
  high = null;
  /** @type {BothClasses | null} */
  share = null;
  /** @type {Interval | null} */
  top = null; // range of the vertical axis
  /** @type {Plot | null} */
  plot = null;
  /** @type {Plot | null} */
  under = null; // the plot of the distributions
  at = -1; // index under the pointer

  /** @param {Card} card */
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.pointer = new Pointer(card.surface.canvas, this);
    this.keys = [0, 1].map((index) => {
      const node = item("dot", "");
      node.style.setProperty("--mark", classColour(index));
      return node;
    });
    card.foot.append(...this.keys, element("span", "item more", "mean, 16th to 84th percentile"));
  }

  /** @type {Update<"profile">} */
  update(layout, get) {
    this.layout = layout;
    this.x = get("at")?.data ?? null;
    this.mean = bothClasses(get("mean"));
    this.low = bothClasses(get("low"));
    this.high = bothClasses(get("high"));
    this.share = bothClasses(get("share"));
    this.keys.forEach((node, i) => write(node.lastChild, layout.names[i]));
  }

  /** Return the curves, once all of them have come. */
  get drawable() {
    const { x, mean, low, high } = this;
    if (!x || !mean || !low || !high) return null;
    return x.length > 1 && x.every(Number.isFinite) ? { x, mean, low, high } : null;
  }

  paint() {
    this.plot = null;
    const { drawable } = this;
    const picture = this.card.begin(drawable);
    if (!picture || !drawable) return;
    const { context, surface, theme } = picture;
    const plot = this.place(context, surface, theme, drawable);
    this.plot = plot;
    for (const i of [0, 1]) plot.clip(context, () => this.band(context, plot, drawable, i));
    for (const i of [0, 1]) plot.clip(context, () => this.line(context, theme, plot, drawable, i));
    if (this.under && this.share) {
      this.distributions(context, theme, this.under, drawable.x, this.share);
    }
    this.reading(context, theme, plot, drawable.x);
  }

  /** @type {(context: Context, surface: Surface, theme: Theme, curves: ProfileCurves) => Plot} */
  place(context, surface, theme, { x, high: upper }) {
    const k = theme.scale;
    const [top, low] = [20 * k, 21 * k];
    const all = surface.height - top - low;
    const { share } = this;
    const below = share ? BELOW * all : 0;
    const [y0, y1] = (this.top = calm(this.top, [0, 1.06 * largest(upper)]));
    const high = all - below - (below ? HEAD : 0);
    const y = ticks(y0, y1, high / (34 * k));
    const left = margin(context, theme, y);
    const half = (x[1] - x[0]) / 2;
    const [x0, x1] = [x[0] - half, x[x.length - 1] + half];
    const plot = new Plot(left, top, surface.width - left - 8, high).show([x0, x1, y0, y1]);
    const across = ticks(x0, x1, plot.w / (52 * k));
    this.under = null;
    if (share && below) {
      const under = new Plot(left, top + high + HEAD, plot.w, Math.max(1, below));
      this.under = under.show([x0, x1, 0, 1.05 * largest(share)]);
    }
    const bare = across.map(({ value }) => ({ value, label: "" })); // labelled below
    axes(context, theme, plot, { x: this.under ? bare : across, y, zero: false });
    if (this.under) {
      const { xname: xName } = this.layout;
      axes(context, theme, this.under, { x: across, y: [], xName, zero: false });
      stroke(context, theme.axis, left, this.under.y + below, left + plot.w, this.under.y + below);
    }
    heights(context, theme, this.layout.unit || "mean score", surface.width);
    return plot;
  }

  /** Fill from the 16th to the 84th percentile, with gaps where one is not known.
   * @type {(context: Context, plot: Plot, curves: ProfileCurves, index: number) => void} */
  band(context, plot, curves, index) {
    const { x } = curves;
    const [low, high] = [curves.low[index], curves.high[index]];
    context.fillStyle = classColour(index);
    context.globalAlpha = 0.2;
    for (const piece of pieces(low, high)) {
      context.beginPath();
      for (const i of piece) context.lineTo(plot.px(x[i]), plot.py(high[i]));
      for (const i of piece.reverse()) context.lineTo(plot.px(x[i]), plot.py(low[i]));
      context.fill();
    }
    context.globalAlpha = 1;
  }

  /** @type {(context: Context, theme: Theme, plot: Plot, curves: ProfileCurves, index: number)
   *   => void} */
  line(context, theme, plot, { x, mean: means }, index) {
    const mean = means[index];
    context.strokeStyle = classInk(index, theme);
    context.lineWidth = 2;
    context.lineJoin = "round";
    for (const piece of pieces(mean, mean)) {
      context.beginPath();
      for (const i of piece) context.lineTo(plot.px(x[i]), plot.py(mean[i]));
      context.stroke();
    }
  }

  /** Draw the distribution of the complexity for each class.
   * @type {(context: Context, theme: Theme, under: Plot, x: Float32Array, share: BothClasses)
   *   => void} */
  distributions(context, theme, under, x, share) {
    const floor = under.y + under.h;
    for (const index of [0, 1]) {
      const draw = () => {
        context.beginPath();
        share[index].forEach((value, i) => {
          context.lineTo(under.px(x[i]), under.py(Number.isFinite(value) ? value : 0));
        });
      };
      context.fillStyle = classColour(index);
      context.strokeStyle = classColour(index);
      context.lineWidth = 1.5;
      draw();
      context.stroke();
      context.lineTo(under.px(x[x.length - 1]), floor);
      context.lineTo(under.px(x[0]), floor);
      context.globalAlpha = 0.2;
      context.fill();
      context.globalAlpha = 1;
    }
    context.textAlign = "right";
    context.textBaseline = "top";
    context.font = theme.tick;
    context.fillStyle = theme.soft;
    if (under.h > 26 * theme.scale) context.fillText("how many", under.x + under.w, under.y);
  }

  /** Draw the line under the pointer.
   * @type {(context: Context, theme: Theme, plot: Plot, values: Float32Array) => void} */
  reading(context, theme, plot, values) {
    if (!(this.at >= 0 && this.at < values.length)) return;
    const x = Math.round(plot.px(values[this.at])) + 0.5;
    const low = this.under ?? plot;
    context.lineWidth = 1;
    stroke(context, theme.soft, x, plot.y, x, low.y + low.h);
  }

  /** @type {(x: number, y: number) => void} */
  hover(x, y) {
    const { drawable, plot } = this;
    if (!drawable || !plot) return;
    const { mean, low, high } = drawable;
    const i = (this.at = closest(drawable.x, plot.ix(x)));
    const rows = this.layout.names.map((name, c) => {
      const range = `${number(low[c][i], 3)} … ${number(high[c][i], 3)}`;
      return { cells: [name, number(mean[c][i], 3), range], colour: classColour(c) };
    });
    const head = { cells: [`${this.layout.xname} ${number(drawable.x[i], 3)}`, "mean", "68 %"] };
    this.lab.tip.show(this.card.surface.canvas, x, y, [head, ...rows]);
    this.lab.request(this.card);
  }

  leave() {
    if (this.at < 0) return;
    this.at = -1;
    this.lab.tip.hide();
    this.lab.request(this.card);
  }

  describe() {
    const { title, names } = this.layout;
    const { drawable } = this;
    if (!drawable) return `${title}, no picture yet`;
    const ends = names.map((name, c) => {
      const finite = drawable.mean[c].filter(Number.isFinite);
      return `${name} from ${number(finite[0], 3)} to ${number(finite[finite.length - 1], 3)}`;
    });
    return `${title}: mean over ${this.layout.xname}, ${ends.join(", ")}`;
  }
}

/** Return the two rows of an array (2, n).
 * @type {(array: Part<Float32Array> | null) => BothClasses | null} */
function bothClasses(array) {
  if (!array) return null;
  const width = array.shape[1];
  return [array.data.subarray(0, width), array.data.subarray(width, 2 * width)];
}

/** Return the largest finite value.
 * @type {(both: BothClasses) => number} */
function largest(both) {
  return Math.max(...both.flatMap((row) => [...row.filter(Number.isFinite)]), 1e-9);
}

/** Return the indices where both are finite, in runs without a gap.
 * @type {(a: Float32Array, b: Float32Array) => number[][]} */
function pieces(a, b) {
  /** @type {number[][]} */
  const runs = [];
  for (let i = 0; i < a.length; i++) {
    if (!Number.isFinite(a[i] + b[i])) continue;
    const last = runs[runs.length - 1];
    if (last && last[last.length - 1] === i - 1) last.push(i);
    else runs.push([i]);
  }
  return runs;
}
