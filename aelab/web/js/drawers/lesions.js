// @ts-nocheck
// Slices with lesions: input, output, what the input has more, where the lesion is, what is found.

import { Columns } from "../kit/columns.js";
import { ColourBar, intensities } from "../kit/intensity.js";
import { classColour, rgb } from "../kit/palette.js";
import { INPUT, OUTPUT } from "./strip.js";
import { fixed } from "../kit/text.js";

const CAPTION = 19; // px below the images, for the Dice
const KNOWN = { x: INPUT, input: INPUT, "x̂": OUTPUT, output: OUTPUT };

export class Lesions {
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.columns = new Columns(card);
    this.bar = new ColourBar(card.foot);
  }

  update(layout, get) {
    this.layout = layout;
    this.images = ["x", "x_hat", "residual", "mask", "found"].map(get);
    this.dice = get("dice")?.data;
    this.columns.samples = get("sample")?.data; // which test samples they are
    this.bar.update(layout, this.lab.theme);
    if (!this.ready) return;
    this.columns.take({
      words: layout.rows.map(named),
      count: Math.min(...this.images.map(({ shape }) => shape[0])),
      shape: layout.shape,
      fill: (sheet, k, theme) => this.fill(sheet, k, theme),
      below: CAPTION,
    });
  }

  get ready() {
    return this.images?.every(Boolean);
  }

  /** Write one slice; only where the input has more is shown, a mask in the colour of anomalies. */
  fill(sheet, k, theme) {
    const from = k * this.layout.shape[0] * this.layout.shape[1];
    const mask = twoColours(theme);
    const image = intensities(this.layout, theme);
    const colours = [image, image, theme.residual.subarray(255), mask, mask];
    this.images.forEach(({ data }, row) => sheet.tile(k, row, data, from, colours[row]));
  }

  paint() {
    const picture = this.card.begin(this.ready);
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

  /** Say at the left of each band what the numbers below the slices are. */
  caption(context, theme) {
    const { bands, across } = this.columns.grid;
    context.textAlign = "left";
    context.fillStyle = theme.soft;
    for (let band = 0; this.dice && band < bands; band++) {
      const [, y, , h] = this.columns.box(band * across);
      context.fillText("Dice", 0, y + h + 14 * theme.scale);
    }
  }

  describe() {
    const title = this.layout?.title ?? "Lesions";
    if (!this.ready) return `${title}, no picture yet`;
    const dice = [...(this.dice ?? [])].map((value) => fixed(value, 2)).join(", ");
    const rows = this.layout.rows.join(", ");
    return `${title}: ${this.columns.count} slices, each with ${rows}; Dice ${dice}`;
  }
}

/** Return a row's name as [word, symbol]; one with a hat is set as mathematics. */
function named(word) {
  return KNOWN[word] ?? (word.includes("x̂") ? ["", word] : [word, ""]);
}

/** Return the two colours of a mask: paper, and that of anomalies. */
function twoColours(theme) {
  const [paper, mark] = [rgb(theme.card), rgb(classColour(1))];
  const packed = ([r, g, b]) => (255 << 24) | (b << 16) | (g << 8) | r;
  return Uint32Array.from([packed(paper), packed(mark)]);
}
