// Draws the latent plane with the point, and rows of decoded pictures.

import { contextOf, Plot, ring, stroke } from "../../kit/canvas.js";
import { classColour } from "../../kit/palette.js";
import { Sheet } from "../../kit/pixels.js";
import { namePrior, paintPrior } from "../../kit/prior.js";

/** @import { Surface } from "../../kit/canvas.js" */
/** @import { Context, Place, Theme } from "../../kit/types.d.ts" */

const SIDE = 30; // px below and beside the plane, for its axes
/** @type {WeakMap<Surface, Sheet>} */
const grids = new WeakMap();

/** What the plane shows: codes of held-out samples (n, 2) with labels, the point, and the codes of
 * the row, connected by a line or not.
 * @typedef {object} PlaneScene
 * @property {ArrayLike<number>} codes
 * @property {ArrayLike<number>} labels
 * @property {Place} code
 * @property {Place[]} row
 * @property {boolean} connected */

/** Return a square of the plane in the middle of a surface.
 * @type {(surface: Surface, reach: number) => Plot} */
export function squareOf(surface, reach) {
  const side = Math.min(surface.width, surface.height) - SIDE - 8;
  const left = (surface.width - side + SIDE) / 2;
  return new Plot(left, 6, side, side).show([-reach, reach, -reach, reach]);
}

/** What does not move in the plane, drawn once: axes, codes of held-out samples, the prior. */
export class Background {
  sheet = new OffscreenCanvas(1, 1);
  key = ""; // what the sheet shows

  /** Return the picture for a surface, drawn again if size, density, theme or codes have changed.
   * @type {(surface: Surface, theme: Theme, plot: Plot, codes: ArrayLike<number>,
   *   labels: ArrayLike<number>) => OffscreenCanvas} */
  of(surface, theme, plot, codes, labels) {
    const { canvas, density } = surface;
    const key = [canvas.width, canvas.height, density, theme.card, theme.scale, labels.length];
    if (this.key === String(key)) return this.sheet;
    this.key = String(key);
    [this.sheet.width, this.sheet.height] = [canvas.width, canvas.height];
    const context = contextOf(this.sheet);
    context.setTransform(density, 0, 0, density, 0, 0);
    axes(context, theme, plot);
    plot.clip(context, () => {
      context.globalAlpha = 0.55;
      for (let i = 0; i < labels.length; i++) {
        context.fillStyle = classColour(labels[i]);
        context.fillRect(plot.px(codes[2 * i]) - 1.5, plot.py(codes[2 * i + 1]) - 1.5, 3, 3);
      }
      context.globalAlpha = 1;
      paintPrior(context, theme, plot);
      namePrior(context, theme, plot);
    });
    return this.sheet;
  }
}

/** Draw the plane on its background: the codes of the row, and the point.
 * @type {(surface: Surface, background: Background, theme: Theme, plot: Plot, scene: PlaneScene)
 *   => void} */
export function drawPlane(surface, background, theme, plot, scene) {
  const { codes, labels, code, row, connected } = scene;
  const context = surface.begin();
  const sheet = background.of(surface, theme, plot, codes, labels);
  context.drawImage(sheet, 0, 0, surface.width, surface.height);
  plot.clip(context, () => {
    if (connected) line(context, theme, plot, row);
    for (const [x, y] of row) ring(context, theme, plot.px(x), plot.py(y), 3.5, 1.25);
    context.fillStyle = theme.accent;
    context.beginPath();
    context.arc(plot.px(code[0]), plot.py(code[1]), 7, 0, 2 * Math.PI);
    context.fill();
    ring(context, theme, plot.px(code[0]), plot.py(code[1]), 8, 2);
  });
}

/** @type {(context: Context, theme: Theme, plot: Plot) => void} */
function axes(context, theme, plot) {
  context.lineWidth = 1;
  context.strokeStyle = theme.axis;
  context.strokeRect(plot.x + 0.5, plot.y + 0.5, plot.w, plot.h);
  context.font = theme.tick;
  context.fillStyle = theme.soft;
  context.textBaseline = "middle";
  for (const value of [-3, -2, -1, 0, 1, 2, 3]) {
    const [x, y] = [Math.round(plot.px(value)) + 0.5, Math.round(plot.py(value)) + 0.5];
    stroke(context, theme.line, x, plot.y, x, plot.y + plot.h);
    stroke(context, theme.line, plot.x, y, plot.x + plot.w, y);
    const text = String(value).replace("-", "−");
    context.textAlign = "center";
    context.fillText(text, x, plot.y + plot.h + 12);
    context.textAlign = "right";
    context.fillText(text, plot.x - 6, y);
  }
  context.font = theme.maths;
  context.fillStyle = theme.ink;
  context.textAlign = "center";
  context.fillText("z₁", plot.px(0.5), plot.y + plot.h + 13);
  context.fillText("z₂", plot.x - 12, plot.py(0.5));
}

/** @type {(context: Context, theme: Theme, plot: Plot, row: Place[]) => void} */
function line(context, theme, plot, row) {
  const [from, to] = [row[0], row[row.length - 1]];
  context.lineWidth = 1.5;
  stroke(context, theme.ink, plot.px(from[0]), plot.py(from[1]), plot.px(to[0]), plot.py(to[1]));
}

/** Draw pictures in rows of `columns`, as large as possible.
 * @type {(surface: Surface, theme: Theme, shape: number[], pictures: Uint8Array[],
 *   columns: number) => void} */
export function drawStrip(surface, theme, shape, pictures, columns) {
  if (!surface.width) return;
  const context = surface.begin();
  const rows = Math.ceil(pictures.length / columns);
  const size = Math.min(surface.width / columns, surface.height / rows);
  const last = grids.get(surface);
  const sheet = last?.fits(columns, rows, shape) ? last : new Sheet(columns, rows, shape);
  grids.set(surface, sheet);
  pictures.forEach((bytes, i) => {
    sheet.tile(i % columns, Math.floor(i / columns), bytes, 0, theme.ramp);
  });
  const [w, h] = [columns * size, rows * size];
  const [x, y] = [(surface.width - w) / 2, (surface.height - h) / 2];
  context.imageSmoothingEnabled = columns > 1;
  context.drawImage(sheet.finish(), x, y, w, h);
}
