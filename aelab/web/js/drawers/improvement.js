// The significance improvement ε_S/√ε_B against the efficiency ε_S: by which factor a cut changes
// the significance of a small excess. The band is one standard error. A drag moves the threshold.

import { axes, heights, margin, ticks } from "../kit/axes.js";
import { COUNTED, EFFICIENCY, improvements, least, MISTAG, read, table } from "../kit/cuttable.js";
import { closest } from "../kit/series.js";
import { share, withError } from "../kit/readouts.js";
import { between, haloed, mark, Plot, stroke } from "../kit/canvas.js";
import { Slider } from "../kit/slider.js";
import { item } from "../kit/text.js";

/** @import { Surface } from "../kit/canvas.js" */
/** @import { CutRow, Improvement as Gain } from "../kit/cuttable.js" */
/** @import { ImprovementLayout } from "../kit/kinds.d.ts" */
/** @import { Card, Context, Drawer, Place, Theme, Update } from "../kit/types.d.ts" */

/** @implements {Drawer<"improvement">} */
export class Improvement {
  /** @type {ImprovementLayout} */
  layout = {
    name: "",
    kind: "improvement",
    title: "Significance improvement",
    names: ["normal", "anomalous"],
  };
  /** @type {CutRow[] | null} */
  rows = null;
  /** @type {Gain[]} */
  gains = [];
  /** @type {ArrayLike<number>} */
  samples = []; // how many normal and anomalous ones
  /** @type {Plot | null} */
  plot = null;

  /** @param {Card} card */
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.slider = new Slider(card.body, this);
    card.foot.append(item("dash", "without a cut"));
  }

  /** @type {Update<"improvement">} */
  update(layout, get) {
    this.layout = layout;
    this.rows = table(get("cuts"));
    this.samples = get("samples")?.data ?? [];
    this.gains = this.rows ? improvements(this.rows, this.samples) : [];
  }

  /** The largest improvement of all cuts.
   * @returns {Gain | null} */
  get best() {
    return this.gains.reduce(
      (best, gain) => (best && best.value >= gain.value ? best : gain),
      /** @type {Gain | null} */ (null),
    );
  }

  paint() {
    this.plot = null;
    const { rows, gains } = this;
    const picture = this.card.begin(gains.length ? rows : null);
    if (!picture || !rows) return;
    const { context, surface, theme } = picture;
    const plot = this.place(context, surface, theme);
    this.plot = plot;
    plot.clip(context, () => {
      this.band(context, theme, plot);
      this.curve(context, theme, plot);
    });
    context.setLineDash([5, 4]);
    context.lineWidth = 1.25;
    stroke(context, theme.soft, plot.x, plot.py(1), plot.x + plot.w, plot.py(1));
    context.setLineDash([]);
    this.words(context, theme, plot);
    this.workingPoint(context, theme, plot, rows);
  }

  /** @type {(context: Context, surface: Surface, theme: Theme) => Plot} */
  place(context, surface, theme) {
    const k = theme.scale;
    const [top, low] = [20 * k, 37 * k];
    const most = Math.max(1.2, ...this.gains.map(({ value, error }) => value + error)) * 1.05;
    const high = surface.height - top - low;
    const y = ticks(0, most, high / (34 * k));
    const left = margin(context, theme, y);
    const plot = new Plot(left, top, surface.width - left - 8, high).show([0, 1, 0, most]);
    const x = ticks(0, 1, plot.w / (52 * k));
    axes(context, theme, plot, { x, y, xName: "", zero: false });
    heights(context, theme, "efficiency / √mistag", surface.width);
    context.textAlign = "right";
    const across = `${this.layout.names[1]} efficiency`;
    context.fillText(across, surface.width, surface.height - 5 * k, surface.width);
    return plot;
  }

  /** Fill one standard error on both sides.
   * @type {(context: Context, theme: Theme, plot: Plot) => void} */
  band(context, theme, plot) {
    /** @type {(sign: number) => Place[]} */
    const edge = (sign) =>
      this.gains.map((g) => [plot.px(g.efficiency), plot.py(g.value + sign * g.error)]);
    between(context, theme.ink, edge(1), edge(-1));
  }

  /** @type {(context: Context, theme: Theme, plot: Plot) => void} */
  curve(context, theme, plot) {
    context.strokeStyle = theme.ink;
    context.lineWidth = 2;
    context.lineJoin = "round";
    context.beginPath();
    for (const { efficiency, value } of this.gains) {
      context.lineTo(plot.px(efficiency), plot.py(value));
    }
    context.stroke();
  }

  /** Write the largest improvement, at the right where the curve has come down.
   * @type {(context: Context, theme: Theme, plot: Plot) => void} */
  words(context, theme, plot) {
    if (!this.best) return;
    const k = theme.scale;
    context.font = theme.bold;
    context.textAlign = "right";
    context.textBaseline = "top";
    const x = plot.x + plot.w - 8 * k;
    haloed(context, theme, `at most ${withError(this.best.value, this.best.error)}`, x, plot.y + 8 * k, theme.ink);
  }

  /** Mark the threshold, with a line to the axis.
   * @type {(context: Context, theme: Theme, plot: Plot, rows: CutRow[]) => void} */
  workingPoint(context, theme, plot, rows) {
    const { mistag, efficiency } = read(rows, MISTAG, this.lab.cut);
    const [x, y] = [plot.px(efficiency), plot.py(efficiency / Math.sqrt(mistag))];
    if (!plot.has(x, y)) return;
    mark(context, theme, [x, y], [x, plot.y + plot.h]);
  }

  /** @type {(x: number) => void} */
  slide(x) {
    const { rows, plot } = this;
    if (!rows || !plot) return;
    const { mistag } = read(rows, EFFICIENCY, Math.max(0, Math.min(1, plot.ix(x))));
    this.lab.setCut(Math.max(least(rows, this.samples[0]), mistag));
  }

  /** @type {(x: number, y: number) => void} */
  hover(x, y) {
    const { rows, plot } = this;
    if (!rows || !plot) return;
    const place = Math.max(0, Math.min(1, plot.ix(x)));
    const { mistag, efficiency } = read(rows, EFFICIENCY, place);
    const near = closest(Float32Array.from(this.gains, (gain) => gain.efficiency), place);
    const gain = mistag * this.samples[0] < COUNTED ? null : this.gains[near];
    this.lab.tip.show(this.card.surface.canvas, x, y, [
      { cells: [`${this.layout.names[1]} efficiency`, share(efficiency)] },
      { cells: [`${this.layout.names[0]} mistag`, share(mistag)] },
      { cells: ["significance times", gain ? withError(gain.value, gain.error) : "too few samples"] },
    ]);
  }

  leave() {
    this.lab.tip.hide();
  }

  describe() {
    if (!this.best) return "Significance improvement, no picture yet";
    return (
      `Significance improvement: at most ${withError(this.best.value, this.best.error)}, ` +
      `at ${this.layout.names[1]} efficiency ${share(this.best.efficiency)}`
    );
  }
}
