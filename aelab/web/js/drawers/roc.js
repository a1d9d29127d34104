// The ROC curve, with efficiency along x and the logarithm of mistag along y, as physicists draw
// it, or with mistag along x and efficiency along y. A drag moves the working point.

import { axes, heights, logTicks, margin, ticks } from "../kit/axes.js";
import { EFFICIENCY, least, MISTAG, mistagErrors, read, table } from "../kit/cuttable.js";
import { measured, share, withError } from "../kit/readouts.js";
import { between, haloed, mark, Plot } from "../kit/canvas.js";
import { Slider } from "../kit/slider.js";
import { Toggle } from "../kit/toggle.js";
import { element, item, number, write } from "../kit/text.js";

/** @import { Surface } from "../kit/canvas.js" */
/** @import { CutRow, WorkingPoint } from "../kit/cuttable.js" */
/** @import { RocLayout } from "../kit/kinds.d.ts" */
/** @import { Card, Context, Drawer, Place, Theme, Update } from "../kit/types.d.ts" */

const NARROW = 320; // px

/** @implements {Drawer<"roc">} */
export class Roc {
  /** @type {RocLayout} */
  layout = { name: "", kind: "roc", title: "ROC", names: ["normal", "anomalous"] };
  /** @type {CutRow[] | null} */
  rows = null;
  /** @type {number[]} */
  numbers = [];
  /** @type {ArrayLike<number>} */
  samples = []; // how many normal and anomalous ones
  /** @type {number[]} */
  errors = []; // of the mistag of each row
  /** @type {Plot | null} */
  plot = null;

  /** @param {Card} card */
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.slider = new Slider(card.body, this);
    this.linear = new Toggle(card, "linear", {
      label: "The usual ROC curve: mistag across, efficiency up, both linear",
      title: "Mistag across, efficiency up",
    });
    this.rejections = [element("span", "item reading"), element("span", "item reading more")];
    this.unexplained = element("span", "item reading more");
    const guessing = item("dash", "random guessing");
    guessing.classList.add("more");
    card.foot.append(...this.rejections, this.unexplained, guessing);
  }

  /** Whether mistag is along x and efficiency along y. */
  get usual() {
    return this.linear.on;
  }

  /** @type {Update<"roc">} */
  update(layout, get) {
    this.layout = layout;
    this.rows = table(get("cuts"));
    this.numbers = [...(get("numbers")?.data ?? [])];
    this.unexplained.hidden = !Number.isFinite(this.numbers[3]);
    write(this.unexplained, `unexplained variance ${number(this.numbers[3], 3)}`);
    this.samples = get("samples")?.data ?? [];
    this.errors = this.rows ? mistagErrors(this.rows, this.samples) : [];
    [0.3, 0.5].forEach((efficiency, i) => {
      const [value, error] = this.numbers.slice(4 + 2 * i, 6 + 2 * i);
      const node = this.rejections[i];
      node.hidden = !Number.isFinite(value);
      if (!node.hidden) write(node, `1/mistag ${withError(value, error)} at ${efficiency}`);
      node.title = `Rejection, 1 / mistag, where the efficiency is ${efficiency}`;
    });
  }

  get names() {
    return this.layout.names;
  }

  /** Return the logarithm of the smallest mistag drawn, a little below that of one sample.
   * @type {(rows: CutRow[]) => number} */
  floor(rows) {
    return Math.min(-1, Math.log10(least(rows, this.samples[0])) - 0.15);
  }

  paint() {
    this.plot = null;
    const { rows } = this;
    const picture = this.card.begin(rows);
    if (!picture || !rows) return;
    const { context, surface, theme } = picture;
    const plot = this.place(context, surface, theme, this.floor(rows));
    this.plot = plot;
    plot.clip(context, () => {
      this.guess(context, theme, plot);
      this.band(context, theme, plot, rows);
      this.curve(context, theme, plot, rows);
    });
    this.auc(context, theme, plot);
    this.workingPoint(context, theme, plot, rows);
  }

  /** @type {(context: Context, surface: Surface, theme: Theme, floor: number) => Plot} */
  place(context, surface, theme, floor) {
    const k = theme.scale;
    const narrow = surface.width < NARROW * k; // then the name below has a line of its own
    const [top, low] = [20 * k, (narrow ? 37 : 21) * k];
    const [y0, y1] = this.usual ? [0, 1] : [floor, 0];
    const high = surface.height - top - low;
    const count = high / (34 * k);
    const y = this.usual ? ticks(0, 1, count) : logTicks(y0, y1, Math.min(count, 6));
    const left = margin(context, theme, y);
    const plot = new Plot(left, top, surface.width - left - 8, high).show([0, 1, y0, y1]);
    const [mistag, efficiency] = [`${this.names[0]} mistag`, `${this.names[1]} efficiency`];
    const [across, up] = this.usual ? [mistag, efficiency] : [efficiency, mistag];
    const x = ticks(0, 1, plot.w / (52 * k));
    axes(context, theme, plot, { x, y, xName: narrow ? "" : across, zero: false });
    heights(context, theme, up, surface.width);
    context.textAlign = "right";
    if (narrow) context.fillText(across, surface.width, surface.height - 5 * k, surface.width);
    return plot;
  }

  /** Return the pixel of a mistag and an efficiency.
   * @type {(plot: Plot, mistag: number, efficiency: number) => Place} */
  at(plot, mistag, efficiency) {
    if (this.usual) return [plot.px(mistag), plot.py(efficiency)];
    return [plot.px(efficiency), plot.py(mistag > 0 ? Math.log10(mistag) : plot.box[2] - 1)];
  }

  /** Draw the curve of random guessing.
   * @type {(context: Context, theme: Theme, plot: Plot) => void} */
  guess(context, theme, plot) {
    context.strokeStyle = theme.soft;
    context.lineWidth = 1.25;
    context.setLineDash([5, 4]);
    context.beginPath();
    for (let i = 0; i <= plot.w; i += 2) {
      const chance = Math.max(1e-6, i / plot.w);
      const [x, y] = this.at(plot, chance, chance);
      context.lineTo(x, y);
    }
    context.stroke();
    context.setLineDash([]);
  }

  /** Fill one standard error of the mistag on both sides.
   * @type {(context: Context, theme: Theme, plot: Plot, rows: CutRow[]) => void} */
  band(context, theme, plot, rows) {
    /** @type {(sign: number) => Place[]} */
    const edge = (sign) =>
      rows.map(([, mistag, efficiency], i) => {
        const moved = mistag + sign * this.errors[i];
        return this.at(plot, Math.max(0, Math.min(1, moved)), efficiency);
      });
    between(context, theme.ink, edge(1), edge(-1));
  }

  /** @type {(context: Context, theme: Theme, plot: Plot, rows: CutRow[]) => void} */
  curve(context, theme, plot, rows) {
    context.strokeStyle = theme.ink;
    context.lineWidth = 2;
    context.lineJoin = "round";
    context.beginPath();
    for (const row of rows) {
      const [x, y] = this.at(plot, row[MISTAG], row[EFFICIENCY]);
      context.lineTo(x, y);
    }
    context.stroke();
  }

  /** Write the AUC where the curve is not.
   * @type {(context: Context, theme: Theme, plot: Plot) => void} */
  auc(context, theme, plot) {
    const [auc, error] = this.numbers;
    if (!Number.isFinite(auc)) return;
    const k = theme.scale;
    const low = !this.usual || auc >= 0.5;
    const room = 0.75 * plot.w;
    let words = `AUC ${withError(auc, error)}`;
    context.font = theme.large;
    if (context.measureText(words).width > room) context.font = theme.bold;
    if (context.measureText(words).width > room) words = `AUC ${measured(auc, error).value}`;
    context.textBaseline = low ? "alphabetic" : "top";
    context.textAlign = low ? "right" : "left";
    const x = low ? plot.x + plot.w - 8 * k : plot.x + 8 * k;
    const y = low ? plot.y + plot.h - 10 * k : plot.y + 8 * k;
    haloed(context, theme, words, x, y, theme.ink);
  }

  /** Mark the working point, with lines to both axes.
   * @type {(context: Context, theme: Theme, plot: Plot, rows: CutRow[]) => void} */
  workingPoint(context, theme, plot, rows) {
    const { mistag, efficiency } = read(rows, MISTAG, this.lab.cut);
    const [x, y] = this.at(plot, mistag, efficiency);
    if (!plot.has(x, y)) return;
    mark(context, theme, [x, y], [plot.x, y], [x, plot.y + plot.h]);
  }

  /** Return the point of the curve above a place of the axis.
   * @type {(rows: CutRow[], plot: Plot, x: number) => WorkingPoint} */
  over(rows, plot, x) {
    const value = Math.max(0, Math.min(1, plot.ix(x)));
    return read(rows, this.usual ? MISTAG : EFFICIENCY, value);
  }

  /** @type {(x: number) => void} */
  slide(x) {
    const { rows, plot } = this;
    if (!rows || !plot) return;
    this.lab.setCut(Math.max(least(rows, this.samples[0]), this.over(rows, plot, x).mistag));
  }

  /** @type {(x: number, y: number) => void} */
  hover(x, y) {
    const { rows, plot } = this;
    if (!rows || !plot) return;
    const { mistag, efficiency, rejection } = this.over(rows, plot, x);
    this.lab.tip.show(this.card.surface.canvas, x, y, [
      { cells: [`${this.names[1]} efficiency`, share(efficiency)] },
      { cells: [`${this.names[0]} mistag`, share(mistag)] },
      { cells: ["rejection", number(rejection, 3)] },
    ]);
  }

  leave() {
    this.lab.tip.hide();
  }

  describe() {
    if (!this.rows) return "ROC curve, no picture yet";
    const [auc, error] = this.numbers;
    const { mistag, efficiency } = read(this.rows, MISTAG, this.lab.cut);
    return (
      `ROC curve: AUC ${withError(auc, error)}; at the threshold, ${this.names[1]} efficiency ` +
      `${share(efficiency)} and ${this.names[0]} mistag ${share(mistag)}`
    );
  }
}
