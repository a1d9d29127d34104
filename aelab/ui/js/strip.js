// Held-out images over their reconstructions over the residuals.

import { hint } from "./kit.js";
import { Sheet } from "./pixels.js";

const INPUT = ["input ", "x"];
const NOISY = ["noisy ", "x̃"];
const OUTPUT = ["output ", "x̂"];
const RESIDUAL = ["", "x − x̂"];
const ROOM = 300; // px of width below which the rows are named by their symbols alone

export class Strip {
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    const { canvas } = card.surface;
    canvas.addEventListener("pointermove", (event) => this.over(event));
    canvas.addEventListener("pointerleave", () => this.lab.point(-1));
  }

  update(layout, get) {
    this.layout = layout;
    this.x = get("x");
    this.xTilde = get("x_tilde");
    this.xHat = get("x_hat");
    this.rows = get("rows")?.data;
    this.words = this.xTilde ? [INPUT, NOISY, OUTPUT, RESIDUAL] : [INPUT, OUTPUT, RESIDUAL];
    this.card.node.style.setProperty("--rows", this.words.length);
    this.composed = null;
  }

  /** Compose inputs, outputs and residuals on one sheet, a row each. */
  compose(theme, count, shape, factor) {
    const key = `${theme.card} ${theme.ink} ${factor}`;
    if (this.composed === key) return this.picture;
    this.composed = key;
    const down = this.words.length;
    if (!this.sheet?.fits(count, down, shape)) this.sheet = new Sheet(count, down, shape);
    const { ramp, residual } = theme;
    const [x, xHat] = [this.x.data, this.xHat.data];
    const size = shape[0] * shape[1];
    const seen = this.xTilde ? [x, this.xTilde.data, xHat] : [x, xHat];
    for (let k = 0; k < count; k++) {
      const from = k * size;
      seen.forEach((data, row) => this.sheet.tile(k, row, data, from, ramp));
      this.sheet.difference(k, down - 1, x, xHat, from, residual);
    }
    return (this.picture = this.sheet.finish(factor));
  }

  /** Choose in how many bands the columns stand, so that the images are as large as can be. */
  place(surface, theme, count, [height, width]) {
    const narrow = surface.width < ROOM * theme.scale;
    const left = (narrow ? 44 : 68) * theme.scale;
    let best = { scale: 0 };
    for (let bands = 1; bands <= Math.min(count, 4); bands++) {
      const across = Math.ceil(count / bands);
      const slot = (surface.width - left) / across;
      const step = surface.height / (bands * this.words.length + 0.3 * (bands - 1));
      const scale = Math.min((slot - 2) / width, (step - 3) / height);
      if (scale > best.scale) best = { scale, bands, across, slot, step };
    }
    return { ...best, left, narrow, count, high: (this.words.length + 0.3) * best.step };
  }

  paint() {
    const { surface } = this.card;
    const { theme } = this.lab;
    const context = surface.begin();
    if (!this.x || !this.xHat) return hint(context, theme, surface, this.lab.hint(this.card));
    const { shape } = this.layout;
    const count = Math.min(this.x.shape[0], this.xHat.shape[0]);
    const at = this.place(surface, theme, count, shape);
    this.grid = at;
    this.name(context, theme, at);
    const factor = Math.ceil(at.scale * surface.density); // enlarged sharply, then fitted
    const sheet = this.compose(theme, count, shape, factor);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = "low";
    const down = this.words.length;
    const [tw, th] = [sheet.width / count, sheet.height / down];
    const [w, h] = [shape[1] * at.scale, shape[0] * at.scale];
    const e = factor > 1 ? 0.5 : 0; // so that nothing of the neighbour is seen
    for (let k = 0; k < count; k++) {
      const [x0, y0] = this.corner(at, k);
      for (let r = 0; r < down; r++) {
        const [x, y] = [x0 + (at.slot - w) / 2, y0 + r * at.step + (at.step - h) / 2];
        context.drawImage(sheet, k * tw + e, r * th + e, tw - 2 * e, th - 2 * e, x, y, w, h);
      }
    }
    this.mark(context, theme, at);
  }

  /** Return where a column begins. */
  corner({ left, slot, across, high }, k) {
    return [left + (k % across) * slot, Math.floor(k / across) * high];
  }

  name(context, theme, { step, high, bands, narrow }) {
    context.textBaseline = "middle";
    context.textAlign = "left";
    context.fillStyle = theme.soft;
    for (let band = 0; band < bands; band++) {
      this.words.forEach(([word, symbol], r) => {
        const y = band * high + (r + 0.5) * step;
        context.font = theme.text;
        const text = narrow ? "" : word;
        context.fillText(text, 0, y);
        const x = context.measureText(text).width;
        context.font = theme.maths;
        context.fillText(symbol, x, y);
      });
    }
  }

  /** Mark the pinned sample and the one hovered in the latent space. */
  mark(context, theme, at) {
    if (!this.rows) return;
    const high = this.words.length * at.step;
    for (let k = 0; k < at.count; k++) {
      const row = this.rows[k];
      if (row < 0 || (row !== this.lab.picked && row !== this.lab.hovered)) continue;
      const pinned = row === this.lab.picked;
      const [x, y] = this.corner(at, k);
      context.strokeStyle = pinned ? theme.ink : theme.soft;
      context.lineWidth = pinned ? 1.5 : 1;
      context.beginPath();
      context.roundRect(x + 1, y + 1, at.slot - 2, high - 2, 5);
      context.stroke();
    }
  }

  /** Show in the latent space which point a column is. */
  over(event) {
    if (!this.grid || !this.rows) return;
    const box = this.card.surface.canvas.getBoundingClientRect();
    const { left, slot, high, across, count } = this.grid;
    const c = Math.floor((event.clientX - box.left - left) / slot);
    const k = Math.floor((event.clientY - box.top) / high) * across + c;
    this.lab.point(c >= 0 && c < across && k >= 0 && k < count ? this.rows[k] : -1);
  }

  describe() {
    if (!this.x) return "Reconstructions, no picture yet";
    const noisy = this.xTilde ? ", noisy copy" : "";
    return (
      `Reconstructions: ${this.x.shape[0]} held-out samples, each with input${noisy}, output ` +
      "and residual, orange where the input is larger, blue where the output is"
    );
  }
}
