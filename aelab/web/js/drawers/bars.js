// Bars: one number per category, or a histogram; reference lines, and a line on a second axis.

import { levelLines, margin, ticks } from "../kit/axes.js";
import { barAxes, lineHeight } from "../kit/baraxes.js";
import { nameCurves } from "../kit/curvenames.js";
import { Plot } from "../kit/canvas.js";
import { Pointer } from "../kit/pointer.js";
import { calm } from "../kit/series.js";
import { View } from "../kit/view.js";
import { number } from "../kit/text.js";

/** @import { Surface } from "../kit/canvas.js" */
/** @import { BarsLayout } from "../kit/kinds.d.ts" */
/** @import { Box, Card, Context, Drawer, Interval, Theme, Tick,
 *   Update } from "../kit/types.d.ts" */

const WIDEST = 72; // px of a bar

/** @implements {Drawer<"bars">} */
export class Bars {
  /** @type {BarsLayout} */
  layout = { name: "", kind: "bars", title: "Bars", unit: "", levels: [] };
  /** @type {Float32Array} */
  values = new Float32Array();
  /** @type {Float32Array | null} */
  line = null; // shares, on the second axis
  /** @type {ArrayLike<number> | null} */
  range = null; // of a histogram
  /** @type {Interval | null} */
  top = null; // range of the values on the plot
  /** @type {Plot | null} */
  plot = null;
  /** @type {Tick[]} */
  yTicks = [];
  at = -1; // bar under the pointer

  /** @param {Card} card */
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.view = new View({ wheel: "x" });
    this.pointer = new Pointer(card.surface.canvas, this);
  }

  /** @type {Update<"bars">} */
  update(layout, get) {
    this.layout = layout;
    this.values = get("values")?.data ?? new Float32Array();
    this.line = get("line")?.data ?? null;
    this.range = get("range")?.data ?? layout.range ?? null;
    if (!this.values.length) return;
    this.top = calm(this.top, this.heights());
    this.view.fix([0, this.values.length, ...this.top]);
  }

  /** @type {() => Interval} */
  heights() {
    const all = [...this.values, ...(this.layout.levels ?? []).map(({ value }) => value)];
    const finite = all.filter(Number.isFinite);
    const [least, most] = [Math.min(0, ...finite), Math.max(0, ...finite)];
    return most > least ? [least, most + 0.1 * (most - least)] : [0, 1];
  }

  paint() {
    this.plot = null;
    const { box } = this.view;
    const picture = this.card.begin(this.values.length && box);
    if (!picture || !box) return;
    const { context, surface, theme } = picture;
    const plot = this.place(context, surface, theme, box);
    this.plot = plot;
    barAxes(context, theme, plot, this);
    plot.clip(context, () => this.paintAll(context, theme, plot));
    const levels = (this.layout.levels ?? []).map(({ label, value }) => {
      const words = `${label}: ${number(value, 3)}`;
      return { label: words, short: label, value, colour: theme.soft, level: true };
    });
    nameCurves(context, theme, plot, { curves: [], levels });
    this.pointer.paint(context, theme);
  }

  /** @type {(context: Context, surface: Surface, theme: Theme, box: Box) => Plot} */
  place(context, surface, theme, box) {
    const k = theme.scale;
    const [top, low] = [20 * k, 21 * k];
    const high = surface.height - top - low;
    this.yTicks = ticks(box[2], box[3], high / (34 * k));
    const left = margin(context, theme, this.yTicks);
    const right = this.line ? 30 * k : 2;
    const plot = new Plot(left, top, surface.width - left - right, high);
    return plot.show(box);
  }

  /** @type {(context: Context, theme: Theme, plot: Plot) => void} */
  paintAll(context, theme, plot) {
    const { chosen = Infinity } = this.layout;
    const colour = this.layout.colour === "penalty" ? theme.warm : theme.blue;
    const gap = this.range || plot.sx < 4 ? Math.min(1, plot.sx / 4) : apart(plot.sx);
    const zero = plot.py(0);
    for (let i = 0; i < this.values.length; i++) {
      const value = this.values[i];
      if (!Number.isFinite(value)) continue;
      const [x, y] = [plot.px(i) + gap / 2, plot.py(value)];
      context.fillStyle = colour;
      context.globalAlpha = (i < chosen ? 0.85 : 0.3) + (i === this.at ? 0.15 : 0);
      context.fillRect(x, Math.min(y, zero), plot.sx - gap, Math.abs(zero - y));
    }
    context.globalAlpha = 1;
    levelLines(context, theme, plot, this.layout.levels ?? []);
    if (this.line) this.paintLine(context, theme, plot, this.line);
  }

  /** @type {(context: Context, theme: Theme, plot: Plot, line: Float32Array) => void} */
  paintLine(context, theme, plot, line) {
    const dots = plot.sx > 12;
    context.strokeStyle = context.fillStyle = theme.ink;
    context.lineWidth = 1.5;
    context.lineJoin = "round";
    const places = Array.from(line, (share, i) => [plot.px(i + 0.5), lineHeight(plot, share)]);
    context.beginPath();
    for (const [x, y] of places) context.lineTo(x, y);
    context.stroke();
    for (const [x, y] of dots ? places : []) {
      context.beginPath();
      context.arc(x, y, 2.2, 0, 2 * Math.PI);
      context.fill();
    }
  }

  /** @type {(x: number, y: number) => void} */
  hover(x, y) {
    const i = this.plot ? Math.floor(this.plot.ix(x)) : -1;
    if (!(i >= 0 && i < this.values.length)) return this.leave();
    if (this.at !== i) this.lab.request(this.card);
    this.at = i;
    const { unit = "", line_unit: lineUnit = "" } = this.layout;
    const rows = [{ cells: [this.category(i)] }, { cells: [unit, number(this.values[i])] }];
    if (this.line) rows.push({ cells: [lineUnit, number(this.line[i], 3)] });
    this.lab.tip.show(this.card.surface.canvas, x, y, rows);
  }

  /** Return the category, or the range, of a bar.
   * @type {(i: number) => string} */
  category(i) {
    const { range } = this;
    const { names, xname = "" } = this.layout;
    if (!range) return names?.[i] ?? `${xname} ${i + 1}`.trim();
    /** @type {(k: number) => string} */
    const edge = (k) => number(range[0] + (k * (range[1] - range[0])) / this.values.length, 3);
    return `${xname} ${edge(i)} … ${edge(i + 1)}`.trim();
  }

  leave() {
    if (this.at < 0) return;
    this.at = -1;
    this.lab.tip.hide();
    this.lab.request(this.card);
  }

  changed() {
    this.lab.request(this.card);
  }

  fit() {
    this.card.reset();
  }

  describe() {
    const { title, unit } = this.layout;
    if (!this.values.length) return `${title}, no picture yet`;
    const best = this.values.reduce((k, value, i) => (value > this.values[k] ? i : k), 0);
    const largest = `${number(this.values[best])} ${unit} at ${this.category(best)}`;
    return `${title}: ${this.values.length} bars, the largest ${largest}`;
  }
}

/** Return the gap between bars at this distance: bars are not too wide.
 * @type {(step: number) => number} */
function apart(step) {
  return Math.max(Math.min(8, 0.28 * step), step - WIDEST);
}
