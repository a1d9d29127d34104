// Held-out images over their reconstructions over the residuals.

import { hint } from "./kit.js";
import { Sheet } from "./pixels.js";

const ROWS = [["input ", "x"], ["output ", "x̂"], ["", "x − x̂"]];

export class Strip {
  static wide = true;
  static row = "auto";

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
    this.xHat = get("x_hat");
    this.rows = get("rows")?.data;
    this.composed = null;
  }

  /** Compose inputs, outputs and residuals on one sheet. */
  compose(theme, count, shape, factor) {
    const key = `${theme.card} ${theme.ink} ${factor}`;
    if (this.composed === key) return this.picture;
    this.composed = key;
    if (!this.sheet?.fits(count, 3, shape)) this.sheet = new Sheet(count, 3, shape);
    const { ramp, residual } = theme;
    const [x, xHat] = [this.x.data, this.xHat.data];
    const size = shape[0] * shape[1];
    for (let k = 0; k < count; k++) {
      const from = k * size;
      this.sheet.tile(k, 0, x, from, ramp);
      this.sheet.tile(k, 1, xHat, from, ramp);
      this.sheet.difference(k, 2, x, xHat, from, residual);
    }
    return (this.picture = this.sheet.finish(factor));
  }

  paint() {
    const { surface } = this.card;
    const { theme } = this.lab;
    const context = surface.begin();
    if (!this.x || !this.xHat) return hint(context, theme, surface, this.lab.hint(this.card));
    const shape = this.layout.shape;
    const count = Math.min(this.x.shape[0], this.xHat.shape[0]);
    const left = 68 * theme.scale;
    const slot = (surface.width - left) / count;
    const step = surface.height / 3;
    const scale = Math.min((slot - 2) / shape[1], (step - 3) / shape[0]);
    const [w, h] = [shape[1] * scale, shape[0] * scale];
    this.grid = { left, slot, count };
    this.words(context, theme, step);
    const factor = Math.ceil(scale * surface.density); // enlarged sharply, then fitted
    const sheet = this.compose(theme, count, shape, factor);
    context.imageSmoothingEnabled = true;
    context.imageSmoothingQuality = "low";
    const [tw, th] = [sheet.width / count, sheet.height / 3];
    for (let k = 0; k < count; k++) {
      for (let r = 0; r < 3; r++) {
        const x = left + k * slot + (slot - w) / 2;
        context.drawImage(sheet, k * tw, r * th, tw, th, x, r * step + (step - h) / 2, w, h);
      }
    }
    this.mark(context, theme);
  }

  words(context, theme, step) {
    context.textBaseline = "middle";
    context.textAlign = "left";
    ROWS.forEach(([word, symbol], r) => {
      const y = (r + 0.5) * step;
      context.fillStyle = theme.soft;
      context.font = theme.text;
      context.fillText(word, 0, y);
      const x = word ? context.measureText(word).width : 0;
      context.font = theme.maths;
      context.fillText(symbol, x, y);
    });
  }

  /** Mark the pinned sample and the one hovered in the latent space. */
  mark(context, theme) {
    if (!this.rows) return;
    const { left, slot, count } = this.grid;
    for (let k = 0; k < count; k++) {
      const row = this.rows[k];
      if (row < 0 || (row !== this.lab.picked && row !== this.lab.hovered)) continue;
      const pinned = row === this.lab.picked;
      context.strokeStyle = pinned ? theme.ink : theme.soft;
      context.lineWidth = pinned ? 1.5 : 1;
      context.beginPath();
      context.roundRect(left + k * slot + 1, 1, slot - 2, this.card.surface.height - 2, 5);
      context.stroke();
    }
  }

  /** Show in the latent space which point a column is. */
  over(event) {
    if (!this.grid || !this.rows) return;
    const x = event.clientX - this.card.surface.canvas.getBoundingClientRect().left;
    const k = Math.floor((x - this.grid.left) / this.grid.slot);
    this.lab.point(k >= 0 && k < this.grid.count ? this.rows[k] : -1);
  }

  describe() {
    if (!this.x) return "Reconstructions, no picture yet";
    return (
      `Reconstructions: ${this.x.shape[0]} held-out samples, each with input, output ` +
      "and residual, orange where the input is larger, blue where the output is"
    );
  }
}
