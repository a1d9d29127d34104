// @ts-nocheck
// The score of normal and anomalous samples, and a threshold to drag: what it keeps of both.

import { axes, heights, logTicks, margin, ticks } from "../kit/axes.js";
import { COLLAPSED, least, MISTAG, read, rejectionError, table, THRESHOLD } from "../kit/cuttable.js";
import { Readouts, measured, share } from "../kit/readouts.js";
import { Plot } from "../kit/canvas.js";
import { classColour } from "../kit/palette.js";
import { calm } from "../kit/series.js";
import { Slider } from "../kit/slider.js";
import { stepLine } from "../kit/stepline.js";
import { Toggle } from "../kit/toggle.js";
import { counter, element, item, number, write } from "../kit/text.js";

const STEP = { ArrowRight: 0.95, ArrowUp: 0.95, PageUp: 0.7, End: 0 }; // of the share kept
const BACK = { ArrowLeft: 1 / 0.95, ArrowDown: 1 / 0.95, PageDown: 1 / 0.7, Home: Infinity };

export class Cut {
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
    this.foot();
  }

  foot() {
    this.keys = [0, 1].map((index) => {
      const node = item("dot", "");
      node.style.setProperty("--mark", classColour(index));
      return node;
    });
    this.unexplained = element("span", "item said more");
    this.age = element("span", "item said more");
    this.card.foot.append(...this.keys, this.unexplained, this.age);
  }

  update(layout, get, header) {
    this.layout = layout;
    this.counts = get("counts");
    this.range = get("range")?.data;
    this.rows = table(get("cuts"));
    this.numbers = get("numbers")?.data ?? [];
    this.samples = get("samples")?.data ?? [];
    this.names = layout.names ?? ["normal", "anomalous"];
    this.tell(header);
  }

  get ready() {
    return Boolean(this.counts && this.range?.every(Number.isFinite) && this.rows);
  }

  /** Return the working point in force. */
  get point() {
    return read(this.rows, MISTAG, this.lab.cut);
  }

  /** Write what stays while the threshold moves. */
  tell(header) {
    const [, , age, unexplained] = this.numbers;
    this.keys.forEach((node, i) => {
      const count = this.samples[i] > 0 ? ` ${counter(this.samples[i])}` : "";
      write(node.lastChild, `${this.names[i]}${count}`);
    });
    const known = Number.isFinite(unexplained);
    write(this.unexplained, known ? `unexplained variance ${share(unexplained)}` : "");
    this.unexplained.classList.toggle("warm", unexplained >= COLLAPSED);
    write(this.age, told(age));
    this.unexplained.hidden = !known;
    this.age.hidden = !this.age.textContent;
    write(this.warning, known && this.ready ? caution(unexplained, header) : "");
    this.warning.hidden = !this.warning.textContent;
  }

  /** Write the figures of the working point. */
  write() {
    const [normal, anomalous] = this.names;
    const [auc, error] = this.numbers;
    const { threshold, mistag, efficiency, rejection } = this.point;
    const off = rejectionError(mistag, this.samples[0]);
    this.figures.show([
      { name: "AUC", ...measured(auc, error), title: "Area under the ROC curve" },
      { name: `${anomalous} efficiency`, value: share(efficiency),
        title: `Share of ${anomalous} above the threshold` },
      { name: `${normal} mistag`, value: share(mistag),
        title: `Share of ${normal} above the threshold` },
      { name: "rejection", ...measured(rejection, off), title: "1 / mistag" },
    ]);
    const kept = `efficiency ${share(efficiency)}, mistag ${share(mistag)}`;
    const words = `${number(threshold, 3)}: ${kept}`;
    const [valuemin, valuemax] = this.range;
    const valuenow = Math.max(valuemin, Math.min(valuemax, threshold));
    const said = { valuemin, valuemax, valuenow, valuetext: words };
    for (const [name, value] of Object.entries(said)) {
      this.grip.setAttribute(`aria-${name}`, String(value));
    }
  }

  paint() {
    const picture = this.card.begin(this.ready);
    this.grip.hidden = !picture;
    if (!picture) {
      this.plot = null;
      return this.figures.show([]);
    }
    const { context, surface, theme } = picture;
    this.write();
    const plot = this.place(context, surface, theme);
    const [x0, x1] = plot.box;
    axes(context, theme, plot, {
      x: ticks(x0, x1, plot.w / (64 * theme.scale)),
      y: this.yTicks,
      xName: this.layout.unit || "score",
      zero: false,
    });
    heights(context, theme, "share per bin", surface.width);
    plot.clip(context, () => this.paintAll(context, plot));
    const at = Math.max(plot.x, Math.min(plot.x + plot.w, plot.px(this.point.threshold)));
    this.grip.style.transform = `translateX(${Math.round(at)}px)`;
    this.grip.style.height = `${plot.y + plot.h}px`;
  }

  place(context, surface, theme) {
    const k = theme.scale;
    const [top, low] = [20 * k, 21 * k];
    const high = surface.height - top - low;
    this.top = calm(this.top, this.extent());
    const [y0, y1] = this.top;
    const count = high / (40 * k);
    this.yTicks = this.log.on ? logTicks(y0, y1, count) : ticks(y0, y1, count);
    const left = margin(context, theme, this.yTicks);
    const plot = new Plot(left, top, surface.width - left - 9, high);
    return (this.plot = plot.show([...this.range, y0, y1]));
  }

  extent() {
    const seen = this.counts.data.filter((value) => value > 0);
    const most = Math.max(...seen, 1e-6);
    if (!this.log.on) return [0, 1.08 * most];
    return [Math.log10(Math.min(...seen, most)) - 0.15, Math.log10(most) + 0.1];
  }

  /** Return a share as it is drawn: itself, or its decimal logarithm. */
  y(value) {
    return this.log.on ? Math.log10(Math.max(value, 1e-12)) : value;
  }

  /** Draw both classes, strong above the threshold and pale below it, the outlines last. */
  paintAll(context, plot) {
    const bins = this.counts.shape[1];
    const [x0, x1] = this.range;
    const edges = Float32Array.from({ length: bins + 1 }, (_, i) => x0 + (i * (x1 - x0)) / bins);
    const row = (index) => this.counts.data.subarray(index * bins, (index + 1) * bins);
    const stairs = [0, 1].map((index) => row(index).map((value) => this.y(value)));
    const cut = plot.px(this.point.threshold);
    const draw = (look) =>
      stairs.forEach((values, i) => stepLine(context, plot, edges, values, look(classColour(i))));
    between(context, plot, plot.x, cut, () => draw((fill) => ({ fill, alpha: 0.2 })));
    between(context, plot, cut, plot.x + plot.w, () => draw((fill) => ({ fill, alpha: 0.6 })));
    draw((line) => ({ line, width: 1.75 }));
  }

  /** Put the threshold under the pointer. */
  slide(x) {
    this.cut(read(this.rows, THRESHOLD, this.plot.ix(x)).mistag);
  }

  cut(kept) {
    this.lab.setCut(Math.max(least(this.rows, this.samples[0]), kept));
  }

  key(event) {
    const factor = STEP[event.key] ?? BACK[event.key];
    if (factor === undefined || !this.ready || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    this.cut(Math.min(1, this.lab.cut * factor));
  }

  hover(x, y) {
    if (!this.ready) return;
    const { threshold, mistag, efficiency } = read(this.rows, THRESHOLD, this.plot.ix(x));
    const unit = this.layout.unit ? ` ${this.layout.unit}` : "";
    const above = (index, value) => ({
      cells: [`${this.names[index]} above`, share(value)],
      colour: classColour(index),
    });
    const [x0, x1] = this.range;
    const beyond = threshold > x1 - (x1 - x0) / this.counts.shape[1];
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
    const title = this.layout?.title ?? "Anomaly score";
    if (!this.ready) return `${title}, no picture yet`;
    const { threshold, mistag, efficiency } = this.point;
    const [normal, anomalous] = this.names;
    return (
      `${title}, ${this.layout.note ?? ""}: AUC ${share(this.numbers[0])}; above ` +
      `${number(threshold, 3)} lie ${share(efficiency)} of ${anomalous} and ` +
      `${share(mistag)} of ${normal}`
    );
  }
}

/** Draw only between two places across a plot. */
function between(context, plot, left, right, draw) {
  context.save();
  context.beginPath();
  context.rect(left, plot.y, Math.max(0, right - left), plot.h);
  context.clip();
  draw();
  context.restore();
}

/** Say how old the oldest score is. */
function told(age) {
  if (!Number.isFinite(age)) return "";
  if (age < 1) return "scores of this update";
  return `scores up to ${counter(age)} update${age < 1.5 ? "" : "s"} old`;
}

/** Say that an AUC is no merit of a network that explains nothing, or nothing at all. */
function caution(unexplained, header) {
  if (!(unexplained >= COLLAPSED)) return "";
  const why = header?.epoch >= 1 ? "The network has collapsed" : "The network explains nothing yet";
  return `${why}: this AUC measures only how far a sample is from one fixed picture.`;
}
