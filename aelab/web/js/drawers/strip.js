// Held-out images over their reconstructions over the residuals.

import { Columns } from "../kit/columns.js";
import { ColourBar, intensities, logarithmic } from "../kit/intensity.js";

/** @import { Intensities } from "../kit/intensity.js" */
/** @import { StripLayout } from "../kit/kinds.d.ts" */
/** @import { Sheet } from "../kit/pixels.js" */
/** @import { Card, Drawer, Part, RowName, Theme, Update } from "../kit/types.d.ts" */

/** @type {RowName} */
export const INPUT = ["input ", "x"];
/** @type {RowName} */
export const OUTPUT = ["output ", "x̂"];
/** @type {RowName} */
const NOISY = ["noisy ", "x̃"];
/** @type {RowName[]} */
const SAMPLES = [["data", ""], ["sample", ""]]; // not of one another

/** @implements {Drawer<"strip">} */
export class Strip {
  /** @type {StripLayout} */
  layout = { name: "", kind: "strip", title: "Reconstructions", shape: [0, 0], low: 0, high: 1 };
  /** @type {Part<Uint8Array> | null} */
  x = null;
  /** @type {Part<Uint8Array> | null} */
  xTilde = null;
  /** @type {Part<Uint8Array> | null} */
  xHat = null;

  /** @param {Card} card */
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.columns = new Columns(card);
    this.bar = new ColourBar(card.foot);
  }

  /** @type {Update<"strip">} */
  update(layout, get) {
    this.layout = layout;
    this.x = get("x");
    this.xTilde = get("x_tilde");
    this.xHat = get("x_hat");
    this.columns.samples = get("rows")?.data ?? null;
    const inputs = this.xTilde ? [INPUT, NOISY] : [INPUT];
    const unrelated = layout.rows ?? (layout.output ? SAMPLES : null);
    const words = unrelated ?? [...inputs, OUTPUT, residual(layout)];
    this.card.node.style.setProperty("--rows", String(words.length));
    this.bar.update(layout, this.lab.theme);
    if (!this.x || !this.xHat) return;
    const count = Math.min(this.x.shape[0], this.xHat.shape[0]);
    /** @type {(sheet: Sheet, k: number, theme: Theme) => void} */
    this.columns.take({
      words,
      count,
      shape: layout.shape,
      fill: (sheet, k, theme) => this.fill(sheet, k, theme),
    });
  }

  /** Write inputs, output and residual of one sample on the sheet.
   * @type {(sheet: Sheet, k: number, theme: Theme) => void} */
  fill(sheet, k, theme) {
    if (!this.x || !this.xHat) return;
    const ramp = intensities(this.layout, theme);
    const from = k * this.layout.shape[0] * this.layout.shape[1];
    const [x, xHat] = [this.x.data, this.xHat.data];
    const images = this.xTilde ? [x, this.xTilde.data, xHat] : [x, xHat];
    images.forEach((data, row) => sheet.tile(k, row, data, from, ramp));
    if (this.layout.output || this.layout.rows) return;
    sheet.difference(k, images.length, x, xHat, from, theme.residual);
  }

  paint() {
    const picture = this.card.begin(this.x && this.xHat);
    if (!picture) return;
    const { context, theme } = picture;
    this.columns.paint(context, theme);
    this.columns.mark(context, theme);
  }

  describe() {
    const { title, output, rows } = this.layout;
    if (!this.x || !this.xHat) return `${title}, no picture yet`;
    const count = this.x.shape[0];
    if (rows) return `${title}: ${count} images ${rows.map(([word]) => word).join(", ")}`;
    if (output) return `${title}: ${this.xHat.shape[0]} below as many of the data`;
    const noisy = this.xTilde ? ", noisy copy" : "";
    return (
      `Reconstructions: ${count} held-out samples, each with input${noisy}, output ` +
      "and residual, orange where the input is larger, blue where the output is"
    );
  }
}

/** Return the name of the residual's row: a difference of logarithms is the logarithm of a ratio.
 * @type {(layout: Intensities) => RowName} */
export function residual(layout) {
  return ["", logarithmic(layout) ? "log x/x̂" : "x − x̂"];
}
