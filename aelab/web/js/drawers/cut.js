// The anomaly score of normal and anomalous samples, and a threshold to drag.

import { axes, heights, logTicks, margin, ticks } from "../kit/axes.js";
import {
  COLLAPSED, least, MISTAG, read, rejectionError, table, THRESHOLD,
} from "../kit/cuttable.js";
import { Readouts, measured, share } from "../kit/readouts.js";
import { Plot } from "../kit/canvas.js";
import { classColour } from "../kit/palette.js";
import { calm } from "../kit/series.js";
import { Slider } from "../kit/slider.js";
import { stepLine } from "../kit/stepline.js";
import { Toggle } from "../kit/toggle.js";
import { counter, element, item, number, write } from "../kit/text.js";

/** @import { Surface } from "../kit/canvas.js" */
/** @import { CutRow, WorkingPoint } from "../kit/cuttable.js" */
/** @import { CutLayout } from "../kit/kinds.d.ts" */
/** @import { StepLook } from "../kit/stepline.js" */
/** @import { Card, Context, Drawer, Header, Interval, Part, Theme, Tick, TipRow,
 *   Update } from "../kit/types.d.ts" */

/** Factors on the mistag.
 * @type {Record<string, number>} */
const STEP = { ArrowRight: 0.95, ArrowUp: 0.95, PageUp: 0.7, End: 0 };
/** @type {Record<string, number>} */
const BACK = { ArrowLeft: 1 / 0.95, ArrowDown: 1 / 0.95, PageDown: 1 / 0.7, Home: Infinity };

/** @implements {Drawer<"cut">} */
export class Cut {
  /** @type {CutLayout} */
  layout = {
    name: "", kind: "cut", title: "Anomaly score", unit: "", names: ["normal", "anomalous"],
    score: "", flat: false, baselines: [], figures: [],
  };
  /** @type {Part<Float32Array> | null} */
  counts = null;
  /** @type {Float32Array | null} */
  range = null;
  /** @type {CutRow[] | null} */
  rows = null;
  /** @type {ArrayLike<number>} */
  numbers = [];
  /** @type {ArrayLike<number>} */
  samples = []; // how many normal and anomalous ones
  /** @type {Interval | null} */
  top = null; // range of the vertical axis
  /** @type {Plot | null} */
  plot = null;
  /** @type {Tick[]} */
  yTicks = [];

  /** @param {Card} card */
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.figures = new Readouts(card);
    this.grip = element("div", "grip", "", {
      role: "slider",
      tabindex: "0",
      "aria-label": "Threshold of the score",
    });
    this.grip.addEventListener("keydown", (event) => this.key(event));
    this.warning = element("p", "warning", "", { role: "status" });
    card.body.append(this.grip, this.warning);
    this.slider = new Slider(card.body, this);
    this.log = new Toggle(card, "log", { label: "Logarithmic scale" }, () => (this.top = null));
    this.keys = [0, 1].map((index) => {
      const node = item("dot", "");
      node.style.setProperty("--mark", classColour(index));
      return node;
    });
    this.unexplained = element("span", "item reading more");
    this.age = element("span", "item reading more");
    this.card.foot.append(...this.keys, this.unexplained, this.age);
  }

  /** @type {Update<"cut">} */
  update(layout, get, header) {
    this.layout = layout;
    this.counts = get("counts");
    this.range = get("range")?.data ?? null;
    this.rows = table(get("cuts"));
    this.numbers = get("numbers")?.data ?? [];
    this.samples = get("samples")?.data ?? [];
    this.writeFoot(header);
  }

  get names() {
    return this.layout.names;
  }

  /** Return what can be drawn, once all of it has come. */
  get drawable() {
    const { counts, range, rows } = this;
    return counts && rows && range?.every(Number.isFinite) ? { counts, range, rows } : null;
  }

  /** Return the working point at the threshold.
   * @type {(rows: CutRow[]) => WorkingPoint} */
  point(rows) {
    return read(rows, MISTAG, this.lab.cut);
  }

  /** Write what does not depend on the threshold.
   * @type {(header?: Header | null) => void} */
  writeFoot(header) {
    const [age, unexplained] = [this.numbers[2], this.numbers[3]];
    this.keys.forEach((node, i) => {
      const count = this.samples[i] > 0 ? ` ${counter(this.samples[i])}` : "";
      write(node.lastChild, `${this.names[i]}${count}`);
    });
    const measurable = Number.isFinite(unexplained);
    write(this.unexplained, measurable ? `unexplained variance ${share(unexplained)}` : "");
    this.unexplained.classList.toggle("warm", unexplained >= COLLAPSED);
    write(this.age, ageOf(age));
    this.unexplained.hidden = !measurable;
    this.age.hidden = !this.age.textContent;
    write(this.warning, measurable && this.drawable ? caution(unexplained, header) : "");
    this.warning.hidden = !this.warning.textContent;
  }

  /** Write the figures of the working point.
   * @type {(rows: CutRow[], range: Float32Array) => void} */
  writeFigures(rows, range) {
    const [normal, anomalous] = this.names;
    const [auc, error] = [this.numbers[0], this.numbers[1]];
    const { threshold, mistag, efficiency, rejection } = this.point(rows);
    const rejectionOff = rejectionError(mistag, this.samples[0]);
    this.figures.show([
      { name: "AUC", ...measured(auc, error), title: "Area under the ROC curve" },
      { name: `${anomalous} efficiency`, value: share(efficiency),
        title: `Share of ${anomalous} above the threshold` },
      { name: `${normal} mistag`, value: share(mistag),
        title: `Share of ${normal} above the threshold` },
      { name: "rejection", ...measured(rejection, rejectionOff), title: "1 / mistag" },
    ]);
    const shares = `efficiency ${share(efficiency)}, mistag ${share(mistag)}`;
    const valuetext = `${number(threshold, 3)}: ${shares}`;
    const [valuemin, valuemax] = range;
    const valuenow = Math.max(valuemin, Math.min(valuemax, threshold));
    const values = { valuemin, valuemax, valuenow, valuetext };
    for (const [name, value] of Object.entries(values)) {
      this.grip.setAttribute(`aria-${name}`, String(value));
    }
  }

  paint() {
    this.plot = null;
    const { drawable } = this;
    const picture = this.card.begin(drawable);
    this.grip.hidden = !picture;
    if (!picture || !drawable) return this.figures.show([]);
    const { context, surface, theme } = picture;
    const { counts, range, rows } = drawable;
    this.writeFigures(rows, range);
    const { threshold } = this.point(rows);
    const plot = this.place(context, surface, theme, range, counts);
    this.plot = plot;
    const [x0, x1] = plot.box;
    axes(context, theme, plot, {
      x: ticks(x0, x1, plot.w / (64 * theme.scale)),
      y: this.yTicks,
      xName: this.layout.unit || "score",
      zero: false,
    });
    heights(context, theme, "share per bin", surface.width);
    plot.clip(context, () => this.paintAll(context, plot, counts, threshold));
    const at = Math.max(plot.x, Math.min(plot.x + plot.w, plot.px(threshold)));
    this.grip.style.transform = `translateX(${Math.round(at)}px)`;
    this.grip.style.height = `${plot.y + plot.h}px`;
  }

  /** @type {(context: Context, surface: Surface, theme: Theme, range: Float32Array,
   *   counts: Part<Float32Array>) => Plot} */
  place(context, surface, theme, range, counts) {
    const k = theme.scale;
    const [top, low] = [20 * k, 21 * k];
    const high = surface.height - top - low;
    this.top = calm(this.top, this.extent(counts.data));
    const [y0, y1] = this.top;
    const count = high / (40 * k);
    this.yTicks = this.log.on ? logTicks(y0, y1, count) : ticks(y0, y1, count);
    const left = margin(context, theme, this.yTicks);
    const plot = new Plot(left, top, surface.width - left - 9, high);
    return plot.show([range[0], range[1], y0, y1]);
  }

  /** @type {(counts: Float32Array) => Interval} */
  extent(counts) {
    const seen = counts.filter((value) => value > 0);
    const most = Math.max(...seen, 1e-6);
    if (!this.log.on) return [0, 1.08 * most];
    return [Math.log10(Math.min(...seen, most)) - 0.15, Math.log10(most) + 0.1];
  }

  /** Return a share on the vertical scale: itself, or its decimal logarithm.
   * @type {(value: number) => number} */
  y(value) {
    return this.log.on ? Math.log10(Math.max(value, 1e-12)) : value;
  }

  /** Draw both classes, strong above the threshold and pale below it, then the outlines.
   * @type {(context: Context, plot: Plot, counts: Part<Float32Array>, threshold: number)
   *   => void} */
  paintAll(context, plot, counts, threshold) {
    const bins = counts.shape[1];
    const [x0, x1] = plot.box;
    const edges = Float32Array.from({ length: bins + 1 }, (_, i) => x0 + (i * (x1 - x0)) / bins);
    const levels = [0, 1].map((index) =>
      counts.data.subarray(index * bins, (index + 1) * bins).map((value) => this.y(value)),
    );
    const cut = plot.px(threshold);
    /** @type {(look: (colour: string) => StepLook) => void} */
    const draw = (look) =>
      levels.forEach((values, i) => stepLine(context, plot, edges, values, look(classColour(i))));
    between(context, plot, plot.x, cut, () => draw((fill) => ({ fill, alpha: 0.2 })));
    between(context, plot, cut, plot.x + plot.w, () => draw((fill) => ({ fill, alpha: 0.6 })));
    draw((line) => ({ line, width: 1.75 }));
  }

  /** Put the threshold under the pointer.
   * @type {(x: number) => void} */
  slide(x) {
    if (this.rows && this.plot) this.cut(read(this.rows, THRESHOLD, this.plot.ix(x)).mistag);
  }

  /** Move the threshold to this mistag.
   * @type {(mistag: number) => void} */
  cut(mistag) {
    if (this.rows) this.lab.setCut(Math.max(least(this.rows, this.samples[0]), mistag));
  }

  /** @type {(event: KeyboardEvent) => void} */
  key(event) {
    const factor = STEP[event.key] ?? BACK[event.key];
    if (factor === undefined || !this.drawable || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.cut(Math.min(1, this.lab.cut * factor));
  }

  /** @type {(x: number, y: number) => void} */
  hover(x, y) {
    const { drawable, plot } = this;
    if (!drawable || !plot) return;
    const { counts, range, rows } = drawable;
    const { threshold, mistag, efficiency } = read(rows, THRESHOLD, plot.ix(x));
    const unit = this.layout.unit ? ` ${this.layout.unit}` : "";
    /** @type {(index: number, value: number) => TipRow} */
    const above = (index, value) => ({
      cells: [`${this.names[index]} above`, share(value)],
      colour: classColour(index),
    });
    const [x0, x1] = range;
    const beyond = threshold > x1 - (x1 - x0) / counts.shape[1];
    const note = beyond ? [{ small: "the last bin holds all beyond it" }] : [];
    this.lab.tip.show(this.card.surface.canvas, x, y, [
      { cells: [`score ${number(threshold, 3)}${unit}`] }, above(0, mistag), above(1, efficiency),
      ...note,
    ]);
  }

  leave() {
    this.lab.tip.hide();
  }

  describe() {
    const { title } = this.layout;
    if (!this.drawable) return `${title}, no picture yet`;
    const { threshold, mistag, efficiency } = this.point(this.drawable.rows);
    const [normal, anomalous] = this.names;
    return (
      `${title}, ${this.layout.note ?? ""}: AUC ${share(this.numbers[0])}; above ` +
      `${number(threshold, 3)} lie ${share(efficiency)} of ${anomalous} and ` +
      `${share(mistag)} of ${normal}`
    );
  }
}

/** Draw only between two places across a plot.
 * @type {(context: Context, plot: Plot, left: number, right: number, draw: () => void) => void} */
function between(context, plot, left, right, draw) {
  context.save();
  context.beginPath();
  context.rect(left, plot.y, Math.max(0, right - left), plot.h);
  context.clip();
  draw();
  context.restore();
}

/** Return the age of the oldest score, in updates, as text.
 * @type {(age: number) => string} */
function ageOf(age) {
  if (!Number.isFinite(age)) return "";
  if (age < 1) return "scores of this update";
  return `scores up to ${counter(age)} update${age < 1.5 ? "" : "s"} old`;
}

/** Return a warning of an AUC where the network explains nothing, else an empty text.
 * @type {(unexplained: number, header?: Header | null) => string} */
function caution(unexplained, header) {
  if (!(unexplained >= COLLAPSED)) return "";
  const trained = (header?.epoch ?? 0) >= 1;
  const why = trained ? "The network has collapsed" : "The network explains nothing yet";
  return `${why}: this AUC measures only how far a sample is from one fixed picture.`;
}
