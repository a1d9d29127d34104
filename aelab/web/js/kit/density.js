// Shades where a latent space holds no data: a coarse, smoothed count of its points.

import { contextOf } from "./canvas.js";
import { quantiles, View } from "./view.js";

/** @import { Plot } from "./canvas.js" */
/** @import { Box, Context, Points, Theme } from "./types.d.ts" */

const SIDE = 80; // cells each way
const PAUSE = 250; // ms between two counts
const EASE = 0.5; // weight of a new count in what is shown
const MANY = 4000; // points from which on the smoothing is least
const [LEAST, MOST] = [3, 24]; // passes of a box of three cells, of variance 2/3 cells² each

export class Emptiness {
  /** @type {Points} */
  points = { data: [], count: 0 };
  /** @type {[x: number, y: number, side: number] | null} */
  box = null; // the square that the cells divide
  weight = 1; // of the next count
  lastCount = -Infinity; // ms
  composed = ""; // what the layer shows
  /** @type {ReturnType<typeof setTimeout> | null} */
  timer = null;

  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    this.view = new View({ margin: 0.3 });
    this.cells = new Float32Array(SIDE * SIDE);
    this.mask = new OffscreenCanvas(SIDE, SIDE);
    this.context = contextOf(this.mask);
    this.image = this.context.createImageData(SIDE, SIDE);
    this.layer = new OffscreenCanvas(1, 1);
    this.version = 0;
  }

  /** Take points; they are counted at once, or when the pause is over.
   * @type {(points: Points) => void} */
  update(points) {
    this.points = points;
    const wait = PAUSE - (performance.now() - this.lastCount);
    if (wait <= 0) this.count();
    else this.timer ??= setTimeout(() => this.count(), wait);
  }

  /** Forget all counts, for other axes or another run. */
  reset() {
    this.view.reset();
    this.cells.fill(0);
    this.box = null;
  }

  count() {
    this.close();
    this.timer = null;
    this.lastCount = performance.now();
    const { data, count } = this.points;
    const x = quantiles(data, 2, 0, 0.005);
    this.view.follow(x, quantiles(data, 2, 1, 0.005));
    if (!x || !this.view.box) return;
    const [x0, y0, size] = this.fit(this.view.box);
    const fresh = new Float32Array(SIDE * SIDE);
    for (let i = 0; i < count; i++) {
      const column = Math.floor(((data[2 * i] - x0) / size) * SIDE);
      const row = SIDE - 1 - Math.floor(((data[2 * i + 1] - y0) / size) * SIDE);
      if (column >= 0 && row >= 0 && column < SIDE && row < SIDE) fresh[row * SIDE + column]++;
    }
    const passes = Math.max(LEAST, Math.min(MOST, Math.round(LEAST * Math.cbrt(MANY / count))));
    for (let i = 0; i < passes; i++) blur(fresh);
    this.blend(fresh, 1 / (2 * Math.PI * passes * (2 / 3))); // of one point, in its own cell
    this.changed();
  }

  /** Return the square around a box; after a change the cells start from the next count.
   * @type {(box: Box) => [number, number, number]} */
  fit([x0, x1, y0, y1]) {
    const size = Math.max(x1 - x0, y1 - y0);
    /** @type {[number, number, number]} */
    const box = [(x0 + x1 - size) / 2, (y0 + y1 - size) / 2, size];
    this.weight = String(box) === String(this.box) ? EASE : 1;
    this.box = box;
    return box;
  }

  /** Average with the new count, and turn it into the opacity that removes the shade.
   * @type {(fresh: Float32Array, enough: number) => void} */
  blend(fresh, enough) {
    const { cells, weight } = this;
    const pixels = this.image.data;
    for (let i = 0; i < cells.length; i++) {
      cells[i] += (fresh[i] - cells[i]) * weight;
      const t = Math.min(1, cells[i] / enough);
      pixels[4 * i + 3] = 255 * t * t * (3 - 2 * t);
    }
    this.context.putImageData(this.image, 0, 0);
    this.version++;
  }

  /** Shade a plot where there are no points.
   * @type {(context: Context, plot: Plot, theme: Theme, density: number) => void} */
  paint(context, plot, theme, density) {
    if (!this.box) return;
    this.compose(this.box, plot, theme, density);
    context.drawImage(this.layer, plot.x, plot.y, plot.w, plot.h);
  }

  /** @type {(box: [number, number, number], plot: Plot, theme: Theme, density: number) => void} */
  compose([x0, y0, size], plot, theme, density) {
    const [w, h] = [Math.ceil(plot.w * density), Math.ceil(plot.h * density)];
    const key = [w, h, plot.box, this.version, theme.empty].join();
    if (this.composed === key) return;
    this.composed = key;
    if (this.layer.width !== w || this.layer.height !== h) this.layer = new OffscreenCanvas(w, h);
    const layer = contextOf(this.layer);
    layer.globalCompositeOperation = "copy";
    layer.fillStyle = theme.empty;
    layer.fillRect(0, 0, w, h);
    layer.globalCompositeOperation = "destination-out";
    layer.imageSmoothingQuality = "medium";
    const scale = [w / plot.w, h / plot.h];
    layer.drawImage(
      this.mask,
      (plot.px(x0) - plot.x) * scale[0], (plot.py(y0 + size) - plot.y) * scale[1],
      size * plot.sx * scale[0], size * plot.sy * scale[1],
    );
  }

  close() {
    if (this.timer) clearTimeout(this.timer);
  }
}

/** Average each cell with its neighbours, along the rows and along the columns.
 * @type {(cells: Float32Array) => void} */
function blur(cells) {
  for (const step of [1, SIDE]) {
    const before = cells.slice();
    for (let i = step; i < cells.length - step; i++) {
      cells[i] = (before[i - step] + before[i] + before[i + step]) / 3;
    }
  }
}
