// Slices with lesions: input, output, positive residual, mask, and the segmentation.

import { Columns } from "../kit/columns.js";
import { ColourBar, intensities } from "../kit/intensity.js";
import { classColour, rgb } from "../kit/palette.js";
import { INPUT, OUTPUT } from "./strip.js";
import { fixed } from "../kit/text.js";

/** @import { LesionsLayout } from "../kit/kinds.d.ts" */
/** @import { Sheet } from "../kit/pixels.js" */
/** @import { Card, Context, Drawer, Part, Rgb, RowName, Theme,
 *   Update } from "../kit/types.d.ts" */

const CAPTION = 19; // px below the images, for the Dice
/** @type {Record<string, RowName>} */
const NAMES = { x: INPUT, input: INPUT, "x̂": OUTPUT, output: OUTPUT };

/** @implements {Drawer<"lesions">} */
export class Lesions {
  /** @type {LesionsLayout} */
  layout = {
    name: "", kind: "lesions", title: "Lesions", shape: [0, 0], low: 0, high: 1, rows: [], top: 1,
  };
  /** @type {Part<Uint8Array>[] | null} */
  images = null; // of each row, once all have come
  /** @type {Float32Array | null} */
  dice = null;

  /** @param {Card} card */
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.columns = new Columns(card);
    this.bar = new ColourBar(card.foot);
  }

  /** @type {Update<"lesions">} */
  update(layout, get) {
    this.layout = layout;
    const rows = [get("x"), get("x_hat"), get("residual"), get("mask"), get("found")];
    const images = rows.filter((image) => image !== null);
    this.images = images.length === rows.length ? images : null;
    this.dice = get("dice")?.data ?? null;
    this.columns.samples = get("sample")?.data ?? null;
    this.bar.update(layout, this.lab.theme);
    if (!this.images) return;
    this.columns.take({
      words: layout.rows.map(named),
      count: Math.min(...images.map(({ shape }) => shape[0])),
      shape: layout.shape,
      fill: (sheet, k, theme) => this.fill(sheet, k, theme),
      below: CAPTION,
    });
  }

  /** Write one slice: residuals in the colours above zero, masks in the colour of anomalies.
   * @type {(sheet: Sheet, k: number, theme: Theme) => void} */
  fill(sheet, k, theme) {
    const from = k * this.layout.shape[0] * this.layout.shape[1];
    const mask = twoColours(theme);
    const image = intensities(this.layout, theme);
    const colours = [image, image, theme.residual.subarray(255), mask, mask];
    this.images?.forEach(({ data }, row) => sheet.tile(k, row, data, from, colours[row]));
  }

  paint() {
    const picture = this.card.begin(this.images);
    if (!picture) return;
    const { context, theme } = picture;
    this.columns.paint(context, theme);
    context.font = theme.tick;
    context.textAlign = "center";
    context.textBaseline = "alphabetic";
    context.fillStyle = theme.ink;
    for (let k = 0; this.dice && k < this.columns.count; k++) {
      const [x, y, w, h] = this.columns.box(k);
      context.fillText(fixed(this.dice[k], 2), x + w / 2, y + h + 14 * theme.scale, w);
    }
    this.caption(context, theme);
    this.columns.mark(context, theme);
  }

  /** Name the numbers below the slices, at the left of each band.
   * @type {(context: Context, theme: Theme) => void} */
  caption(context, theme) {
    const { bands, across } = this.columns.grid ?? { bands: 0, across: 0 };
    context.textAlign = "left";
    context.fillStyle = theme.soft;
    for (let band = 0; this.dice && band < bands; band++) {
      const [, y, , h] = this.columns.box(band * across);
      context.fillText("Dice", 0, y + h + 14 * theme.scale);
    }
  }

  describe() {
    const { title } = this.layout;
    if (!this.images) return `${title}, no picture yet`;
    const dice = [...(this.dice ?? [])].map((value) => fixed(value, 2)).join(", ");
    const rows = this.layout.rows.join(", ");
    return `${title}: ${this.columns.count} slices, each with ${rows}; Dice ${dice}`;
  }
}

/** Return a row's name as [word, symbol]; one with a hat is set as mathematics.
 * @type {(word: string) => RowName} */
function named(word) {
  return NAMES[word] ?? (word.includes("x̂") ? ["", word] : [word, ""]);
}

/** Return the two colours of a mask: paper, and that of anomalies.
 * @type {(theme: Theme) => Uint32Array} */
function twoColours(theme) {
  const [paper, mark] = [rgb(theme.card), rgb(classColour(1))];
  /** @type {(colour: Rgb) => number} */
  const packed = ([r, g, b]) => (255 << 24) | (b << 16) | (g << 8) | r;
  return Uint32Array.from([packed(paper), packed(mark)]);
}
