// @ts-nocheck
// The mean error against the complexity of a sample, for both classes, and how common that is.

import { axes, heights, margin, ticks } from "../kit/axes.js";
import { Plot, stroke } from "../kit/canvas.js";
import { classColour, classInk } from "../kit/palette.js";
import { Pointer } from "../kit/pointer.js";
import { calm } from "../kit/series.js";
import { element, item, number, write } from "../kit/text.js";

const BELOW = 0.24; // of the height, for the distributions
const HEAD = 5; // px between both

export class Profile {
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.at = -1;
    this.pointer = new Pointer(card.surface.canvas, this);
    this.keys = [0, 1].map((index) => {
      const node = item("dot", "");
      node.style.setProperty("--mark", classColour(index));
      return node;
    });
    card.foot.append(...this.keys, element("span", "item more", "mean, 16th to 84th percentile"));
  }

  update(layout, get) {
    this.layout = layout;
    this.x = get("at")?.data;
    const rows = (name) => {
      const found = get(name);
      const width = found?.shape[1];
      return found && [0, 1].map((i) => found.data.subarray(i * width, (i + 1) * width));
    };
    [this.mean, this.low, this.high, this.share] = ["mean", "low", "high", "share"].map(rows);
    this.names = layout.names ?? ["normal", "anomalous"];
    this.keys.forEach((node, i) => write(node.lastChild, this.names[i]));
  }

  get ready() {
    const known = this.x?.length > 1 && this.x.every(Number.isFinite);
    return Boolean(known && this.mean && this.low && this.high);
  }

  paint() {
    const picture = this.card.begin(this.ready);
    if (!picture) return (this.plot = null);
    const { context, surface, theme } = picture;
    const plot = this.place(context, surface, theme);
    for (const i of [0, 1]) plot.clip(context, () => this.band(context, plot, i));
    for (const i of [0, 1]) plot.clip(context, () => this.line(context, theme, plot, i));
    this.distributions(context, theme, plot);
    this.reading(context, theme, plot);
  }

  place(context, surface, theme) {
    const k = theme.scale;
    const [top, low] = [20 * k, 21 * k];
    const all = surface.height - top - low;
    const below = this.share ? BELOW * all : 0;
    const highest = Math.max(...this.high.flatMap((row) => [...row.filter(Number.isFinite)]), 1e-9);
    this.top = calm(this.top, [0, 1.06 * highest]);
    const high = all - below - (below ? HEAD : 0);
    const y = ticks(...this.top, high / (34 * k));
    const left = margin(context, theme, y);
    const half = (this.x[1] - this.x[0]) / 2;
    const range = [this.x[0] - half, this.x[this.x.length - 1] + half];
    const plot = new Plot(left, top, surface.width - left - 8, high).show([...range, ...this.top]);
    const under = new Plot(left, top + high + HEAD, plot.w, Math.max(1, below));
    this.under = below ? under.show([...range, 0, 1.05 * this.mostShare()]) : null;
    const x = ticks(...range, plot.w / (52 * k));
    const bare = x.map(({ value }) => ({ value, label: "" })); // named below
    axes(context, theme, plot, { x: this.under ? bare : x, y, zero: false });
    if (this.under) {
      axes(context, theme, this.under, { x, y: [], xName: this.layout.xname, zero: false });
      stroke(context, theme.axis, left, this.under.y + below, left + plot.w, this.under.y + below);
    }
    heights(context, theme, this.layout.unit || "mean score", surface.width);
    return (this.plot = plot);
  }

  mostShare() {
    return Math.max(...this.share.flatMap((row) => [...row.filter(Number.isFinite)]), 1e-9);
  }

  /** Fill from the 16th to the 84th percentile, in pieces where some are not known. */
  band(context, plot, index) {
    const [low, high] = [this.low[index], this.high[index]];
    context.fillStyle = classColour(index);
    context.globalAlpha = 0.2;
    for (const piece of pieces(low, high)) {
      context.beginPath();
      for (const i of piece) context.lineTo(plot.px(this.x[i]), plot.py(high[i]));
      for (const i of piece.reverse()) context.lineTo(plot.px(this.x[i]), plot.py(low[i]));
      context.fill();
    }
    context.globalAlpha = 1;
  }

  line(context, theme, plot, index) {
    const mean = this.mean[index];
    context.strokeStyle = classInk(index, theme);
    context.lineWidth = 2;
    context.lineJoin = "round";
    for (const piece of pieces(mean, mean)) {
      context.beginPath();
      for (const i of piece) context.lineTo(plot.px(this.x[i]), plot.py(mean[i]));
      context.stroke();
    }
  }

  /** Draw below how many samples of each class are so complex. */
  distributions(context, theme, plot) {
    if (!this.under) return;
    const { under } = this;
    const floor = under.y + under.h;
    for (const index of [0, 1]) {
      const draw = () => {
        context.beginPath();
        this.share[index].forEach((value, i) => {
          context.lineTo(under.px(this.x[i]), under.py(Number.isFinite(value) ? value : 0));
        });
      };
      context.fillStyle = classColour(index);
      context.strokeStyle = classColour(index);
      context.lineWidth = 1.5;
      draw();
      context.stroke();
      context.lineTo(under.px(this.x[this.x.length - 1]), floor);
      context.lineTo(under.px(this.x[0]), floor);
      context.globalAlpha = 0.2;
      context.fill();
      context.globalAlpha = 1;
    }
    context.textAlign = "right";
    context.textBaseline = "top";
    context.font = theme.tick;
    context.fillStyle = theme.soft;
    if (under.h > 26 * theme.scale) context.fillText("how many", plot.x + plot.w, under.y);
  }

  /** Mark what is read under the pointer. */
  reading(context, theme, plot) {
    if (!(this.at >= 0 && this.at < this.x.length)) return;
    const x = Math.round(plot.px(this.x[this.at])) + 0.5;
    const low = this.under ?? plot;
    context.lineWidth = 1;
    stroke(context, theme.soft, x, plot.y, x, low.y + low.h);
  }

  hover(x, y) {
    if (!this.ready) return;
    const wanted = this.plot.ix(x);
    this.at = this.x.reduce((best, value, i) => {
      return Math.abs(value - wanted) < Math.abs(this.x[best] - wanted) ? i : best;
    }, 0);
    const i = this.at;
    const rows = this.names.map((name, c) => {
      const range = `${number(this.low[c][i], 3)} … ${number(this.high[c][i], 3)}`;
      return { cells: [name, number(this.mean[c][i], 3), range], colour: classColour(c) };
    });
    const head = { cells: [`${this.layout.xname ?? ""} ${number(this.x[i], 3)}`, "mean", "68 %"] };
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
    const title = this.layout?.title ?? "Error against complexity";
    if (!this.ready) return `${title}, no picture yet`;
    const ends = this.names.map((name, c) => {
      const known = [...this.mean[c]].filter(Number.isFinite);
      return `${name} from ${number(known[0], 3)} to ${number(known[known.length - 1], 3)}`;
    });
    return `${title}: mean over ${this.layout.xname}, ${ends.join(", ")}`;
  }
}

/** Return the indices where both are known, in runs without a gap. */
function pieces(a, b) {
  const found = [];
  for (let i = 0; i < a.length; i++) {
    if (!Number.isFinite(a[i] + b[i])) continue;
    const last = found[found.length - 1];
    if (last && last[last.length - 1] === i - 1) last.push(i);
    else found.push([i]);
  }
  return found;
}
