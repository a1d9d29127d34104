// Points in the plane: drawn as discs in the colours of their classes, found under the pointer.

import { contextOf } from "./canvas.js";
import { classColour, rgb } from "./palette.js";

/** @import { Plot } from "./canvas.js" */
/** @import { Context, Part, Points, Rgb } from "./types.d.ts" */

const SHIFTS = 4; // positions between two pixels, each way, for which a disc is made

/** Returns the colour of a point, or null where it is not drawn.
 * @typedef {(index: number) => Rgb | null} ColourOf */

/** Return the coverage of a disc around (dx, dy) of the middle pixel of a square, row by row.
 * @type {(radius: number, alpha: number, dx: number, dy: number) => Float32Array} */
function coverage(radius, alpha, dx, dy) {
  const reach = Math.ceil(radius + 1);
  const side = 2 * reach + 1;
  return Float32Array.from({ length: side * side }, (_, i) => {
    const distance = Math.hypot((i % side) - reach - dx, Math.floor(i / side) - reach - dy);
    return alpha * Math.max(0, Math.min(1, radius + 0.5 - distance));
  });
}

/** Discs blended into pixels: ten times faster than drawing them one by one. */
export class Stamp {
  /** @type {Map<string, Float32Array[]>} */
  masks = new Map();
  density = 1;
  width = 1;
  height = 1;
  sheet = new OffscreenCanvas(1, 1);
  context = contextOf(this.sheet);
  image = this.context.createImageData(1, 1);

  /** Clear a sheet of the size of the plot.
   * @type {(plot: Plot, density: number) => void} */
  begin(plot, density) {
    const [w, h] = [Math.ceil(plot.w * density), Math.ceil(plot.h * density)];
    if (this.width !== w || this.height !== h) {
      this.width = w;
      this.height = h;
      this.sheet = new OffscreenCanvas(w, h);
      this.context = contextOf(this.sheet);
      this.image = this.context.createImageData(w, h);
    }
    this.density = density;
    this.image.data.fill(0);
  }

  /** Return the masks of a disc for every position between pixels.
   * @type {(radius: number, alpha: number) => Float32Array[]} */
  discs(radius, alpha) {
    const key = `${radius} ${alpha}`;
    /** @type {(k: number) => number} */
    const shift = (k) => (k + 0.5) / SHIFTS - 0.5;
    const masks =
      this.masks.get(key) ??
      Array.from({ length: SHIFTS * SHIFTS }, (_, i) =>
        coverage(radius, alpha, shift(i % SHIFTS), shift(Math.floor(i / SHIFTS))),
      );
    this.masks.set(key, masks);
    return masks;
  }

  /** Stamp points in the colour given for each, none where it is null.
   * @type {(plot: Plot, points: Points, colourOf: ColourOf, look: { radius: number,
   *   alpha: number }) => void} */
  points(plot, { data, count }, colourOf, { radius, alpha }) {
    const size = radius * this.density;
    const masks = this.discs(size, alpha);
    const reach = Math.ceil(size + 1);
    for (let i = 0; i < count; i++) {
      const colour = colourOf(i);
      if (colour === null) continue;
      const x = (plot.px(data[2 * i]) - plot.x) * this.density;
      const y = (plot.py(data[2 * i + 1]) - plot.y) * this.density;
      if (!this.near(x, y, reach)) continue;
      const [column, row] = [Math.floor(x), Math.floor(y)];
      const shift = Math.floor((y - row) * SHIFTS) * SHIFTS + Math.floor((x - column) * SHIFTS);
      this.blend(masks[shift], reach, column, row, colour);
    }
  }

  /** Return whether a disc touches the sheet; one at NaN does not.
   * @type {(x: number, y: number, reach: number) => boolean} */
  near(x, y, reach) {
    return x > -reach && x < this.width + reach && y > -reach && y < this.height + reach;
  }

  /** Blend one disc over the pixels below it.
   * @type {(mask: Float32Array, reach: number, column: number, row: number, colour: Rgb)
   *   => void} */
  blend(mask, reach, column, row, [red, green, blue]) {
    const { width, height } = this;
    const pixels = this.image.data;
    let k = 0;
    for (let y = row - reach; y <= row + reach; y++) {
      for (let x = column - reach; x <= column + reach; x++, k++) {
        const alpha = mask[k];
        if (alpha === 0 || x < 0 || y < 0 || x >= width || y >= height) continue;
        const at = 4 * (y * width + x);
        const below = (pixels[at + 3] / 255) * (1 - alpha);
        const sum = alpha + below;
        pixels[at] = (red * alpha + pixels[at] * below) / sum;
        pixels[at + 1] = (green * alpha + pixels[at + 1] * below) / sum;
        pixels[at + 2] = (blue * alpha + pixels[at + 2] * below) / sum;
        pixels[at + 3] = 255 * sum;
      }
    }
  }

  /** Draw the sheet on the canvas.
   * @type {(context: Context, plot: Plot) => void} */
  paint(context, plot) {
    this.context.putImageData(this.image, 0, 0);
    const { width, height, density } = this;
    context.drawImage(this.sheet, plot.x, plot.y, width / density, height / density);
  }
}

/** Return a function index → [r, g, b] of its class, or null where the class is hidden.
 * @type {(labels: Uint8Array | null, hidden: ReadonlySet<number>) => ColourOf} */
export function byClass(labels, hidden) {
  const colours = Array.from({ length: 256 }, (_, label) =>
    hidden.has(label) ? null : rgb(classColour(label)),
  );
  return (i) => colours[labels ? labels[i] : 0];
}

/** Return the index of the point nearest to a pixel, within `reach`, or −1.
 * @type {(plot: Plot, points: Points, labels: Uint8Array | null, hidden: ReadonlySet<number>,
 *   x: number, y: number, reach?: number) => number} */
export function nearest(plot, { data, count }, labels, hidden, x, y, reach = 12) {
  let best = reach * reach;
  let index = -1;
  for (let i = 0; i < count; i++) {
    if (labels && hidden.has(labels[i])) continue;
    const dx = plot.px(data[2 * i]) - x;
    const dy = plot.py(data[2 * i + 1]) - y;
    const distance = dx * dx + dy * dy;
    if (distance < best) [best, index] = [distance, i];
  }
  return index;
}

/** Return {data, count} of an array of shape (n, 2), or null.
 * @type {(array: Part<Float32Array> | null) => Points | null} */
export function pairs(array) {
  if (!array || array.shape[1] !== 2) return null;
  return { data: array.data, count: array.shape[0] };
}
