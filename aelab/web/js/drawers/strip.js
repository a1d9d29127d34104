// @ts-nocheck
// Held-out images over their reconstructions over the residuals.

import { Columns } from "../kit/columns.js";
import { ColourBar, intensities, logarithmic } from "../kit/intensity.js";

export const INPUT = ["input ", "x"];
export const OUTPUT = ["output ", "x̂"];
const NOISY = ["noisy ", "x̃"];
const [DATA, SAMPLE] = [["data", ""], ["sample", ""]]; // one below the other by chance

export class Strip {
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.columns = new Columns(card);
    this.bar = new ColourBar(card.foot);
  }

  update(layout, get) {
    this.layout = layout;
    this.x = get("x");
    this.xTilde = get("x_tilde");
    this.xHat = get("x_hat");
    this.columns.samples = get("rows")?.data;
    const inputs = this.xTilde ? [INPUT, NOISY] : [INPUT];
    const pair = layout.rows ?? (layout.output && [DATA, SAMPLE]); // of which neither is the other's
    const words = pair || [...inputs, OUTPUT, residual(layout)];
    this.card.node.style.setProperty("--rows", words.length);
    this.bar.update(layout, this.lab.theme);
    if (!this.x || !this.xHat) return;
    const count = Math.min(this.x.shape[0], this.xHat.shape[0]);
    const fill = (sheet, k, theme) => this.fill(sheet, k, theme);
    this.columns.take({ words, count, shape: layout.shape, fill });
  }

  /** Write inputs, output and residual of one sample onto the sheet. */
  fill(sheet, k, theme) {
    const ramp = intensities(this.layout, theme);
    const from = k * this.layout.shape[0] * this.layout.shape[1];
    const [x, xHat] = [this.x.data, this.xHat.data];
    const seen = this.xTilde ? [x, this.xTilde.data, xHat] : [x, xHat];
    seen.forEach((data, row) => sheet.tile(k, row, data, from, ramp));
    if (this.layout.output || this.layout.rows) return;
    sheet.difference(k, seen.length, x, xHat, from, theme.residual);
  }

  paint() {
    const picture = this.card.begin(this.x && this.xHat);
    if (!picture) return;
    const { context, theme } = picture;
    this.columns.paint(context, theme);
    this.columns.mark(context, theme);
  }

  describe() {
    const { title = "Reconstructions", output, rows } = this.layout ?? {};
    if (!this.x) return `${title}, no picture yet`;
    if (rows) return `${title}: ${this.x.shape[0]} images ${rows.map(([word]) => word).join(", ")}`;
    if (output) return `${title}: ${this.xHat.shape[0]} below as many of the data`;
    const noisy = this.xTilde ? ", noisy copy" : "";
    return (
      `Reconstructions: ${this.x.shape[0]} held-out samples, each with input${noisy}, output ` +
      "and residual, orange where the input is larger, blue where the output is"
    );
  }
}

/** Return the name of the residual's row: a difference of logarithms is that of a ratio. */
export function residual(layout) {
  return ["", logarithmic(layout) ? "log x/x̂" : "x − x̂"];
}
