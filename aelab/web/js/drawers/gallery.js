// The most and the least anomalous samples, their reconstructions, and their scores.

import { Columns } from "../kit/columns.js";
import { ColourBar, intensities } from "../kit/intensity.js";
import { classInk } from "../kit/palette.js";
import { INPUT, OUTPUT, residual } from "./strip.js";
import { number } from "../kit/text.js";

/** @import { GalleryLayout } from "../kit/kinds.d.ts" */
/** @import { Sheet } from "../kit/pixels.js" */
/** @import { Card, Context, Drawer, Part, Theme, Update } from "../kit/types.d.ts" */

const HEAD = 19; // px above the images, for the name of the group
const CAPTION = 36; // px below them, for score and class
const GROUPS = ["most anomalous", "least anomalous"];

/** @implements {Drawer<"gallery">} */
export class Gallery {
  /** @type {GalleryLayout} */
  layout = {
    name: "", kind: "gallery", title: "Most and least anomalous", shape: [0, 0], low: 0, high: 1,
    names: [],
  };
  /** @type {Part<Uint8Array> | null} */
  x = null;
  /** @type {Part<Uint8Array> | null} */
  xHat = null;
  /** @type {Float32Array | null} */
  score = null;
  /** @type {Uint8Array | null} */
  labels = null;

  /** @param {Card} card */
  constructor(card) {
    this.card = card;
    this.lab = card.lab;
    this.columns = new Columns(card);
    this.bar = new ColourBar(card.foot);
  }

  /** @type {Update<"gallery">} */
  update(layout, get) {
    this.layout = layout;
    this.x = get("x");
    this.xHat = get("x_hat");
    this.columns.samples = get("rows")?.data ?? null;
    this.score = get("score")?.data ?? null;
    this.labels = get("labels")?.data ?? null;
    this.bar.update(layout, this.lab.theme);
    if (!this.x || !this.xHat) return;
    const count = Math.min(this.x.shape[0], this.xHat.shape[0]);
    this.columns.take({
      words: [INPUT, OUTPUT, residual(layout)],
      count,
      shape: layout.shape,
      fill: (sheet, k, theme) => this.fill(sheet, k, theme),
      above: HEAD,
      below: CAPTION,
      group: Math.ceil(count / 2),
    });
  }

  /** @type {(sheet: Sheet, k: number, theme: Theme) => void} */
  fill(sheet, k, theme) {
    if (!this.x || !this.xHat) return;
    const ramp = intensities(this.layout, theme);
    const from = k * this.layout.shape[0] * this.layout.shape[1];
    [this.x, this.xHat].forEach(({ data }, row) => sheet.tile(k, row, data, from, ramp));
    sheet.difference(k, 2, this.x.data, this.xHat.data, from, theme.residual);
  }

  paint() {
    const picture = this.card.begin(this.x && this.xHat);
    if (!picture) return;
    const { context, theme } = picture;
    this.columns.paint(context, theme);
    this.heads(context, theme);
    for (let k = 0; k < this.columns.count; k++) this.caption(context, theme, k);
    this.columns.mark(context, theme);
  }

  /** Name the two groups above their first columns.
   * @type {(context: Context, theme: Theme) => void} */
  heads(context, theme) {
    context.font = theme.tick;
    context.fillStyle = theme.soft;
    context.textAlign = "left";
    context.textBaseline = "alphabetic";
    GROUPS.forEach((words, i) => {
      const [x, y] = this.columns.corner(i * this.columns.group);
      context.fillText(words, x + 2, y + 13 * theme.scale);
    });
  }

  /** Write score and class under a column.
   * @type {(context: Context, theme: Theme, k: number) => void} */
  caption(context, theme, k) {
    const [x, y, w, h] = this.columns.box(k);
    const middle = x + w / 2;
    context.textAlign = "center";
    context.textBaseline = "alphabetic";
    context.font = theme.tick;
    context.fillStyle = theme.ink;
    const score = this.score?.[k] ?? NaN;
    if (!Number.isFinite(score)) return; // this half comes with the next frame
    const floor = y + h + 13 * theme.scale;
    context.fillText(number(score, 3), middle, floor, w);
    const label = this.labels?.[k] ?? -1;
    const name = this.layout.names[label];
    if (name === undefined) return;
    context.fillStyle = classInk(label, theme);
    context.font = theme.bold;
    context.fillText(name, middle, floor + 16 * theme.scale, Math.max(8, w - 6));
  }

  describe() {
    const { title } = this.layout;
    if (!this.x || !this.xHat) return `${title}, no picture yet`;
    const scores = [...(this.score ?? [])].map((score, k) => {
      const name = this.layout.names[this.labels?.[k] ?? -1] ?? "";
      return `${name} ${number(score, 3)}`.trim();
    });
    return `${title}: inputs, outputs and residuals, with scores ${scores.join(", ")}`;
  }
}
