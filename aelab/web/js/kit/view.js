// The part of the data that a plot shows: it follows the data, with few moves, until a zoom.

/** @import { Box, Interval } from "./types.d.ts" */

/** Return [lo, hi] quantiles of the finite values data[offset], data[offset + stride], …
 * @type {(data: ArrayLike<number>, stride: number, offset: number, share?: number)
 *   => Interval | null} */
export function quantiles(data, stride, offset, share = 0.01) {
  const values = [];
  for (let i = offset; i < data.length; i += stride) {
    if (Number.isFinite(data[i])) values.push(data[i]);
  }
  if (!values.length) return null;
  const sorted = Float32Array.from(values).sort();
  const last = sorted.length - 1;
  return [sorted[Math.floor(last * share)], sorted[Math.ceil(last * (1 - share))]];
}

/** A data box [x0, x1, y0, y1], fitted or zoomed. */
export class View {
  /** @type {Box | null} */
  box = null;
  zoomed = false;

  /** `equal`: scales are equal; `wheel` is "x" where only x is zoomed. */
  constructor({ equal = false, margin = 0.14, wheel = "xy" } = {}) {
    this.equal = equal;
    this.margin = margin;
    this.wheel = wheel;
  }

  /** Show the range x, y of the data: move only when it leaves the box, or fills less than half.
   * @type {(x: Interval | null, y: Interval | null) => void} */
  follow(x, y) {
    if (this.zoomed || !x || !y) return;
    if (this.box) {
      const [x0, x1, y0, y1] = this.box;
      const inside = within(x, x0, x1) && within(y, y0, y1);
      const filled = Math.max((x[1] - x[0]) / (x1 - x0), (y[1] - y[0]) / (y1 - y0));
      if (inside && filled > 0.5) return;
    }
    this.box = [...widened(x, this.margin), ...widened(y, this.margin)];
  }

  /** Show exactly this box unless a person has zoomed.
   * @type {(box: Box | null) => void} */
  fix(box) {
    if (!this.zoomed) this.box = box;
  }

  /** Return the box as shown on a plot of w × h, widened where scales are equal.
   * @type {(plot: { w: number, h: number }) => Box} */
  shown({ w, h }) {
    const [x0, x1, y0, y1] = this.box ?? [-1, 1, -1, 1];
    if (!this.equal) return [x0, x1, y0, y1];
    const unit = Math.max((x1 - x0) / w, (y1 - y0) / h) / 2;
    const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
    return [x - unit * w, x + unit * w, y - unit * h, y + unit * h];
  }

  /** Zoom by a factor (below 1: closer) around a point of the shown plot.
   * @type {(plot: { box: Box }, factor: number, x: number, y: number) => void} */
  zoom(plot, factor, x, y) {
    const [x0, x1, y0, y1] = plot.box;
    const vertical = this.wheel === "x" ? 1 : factor;
    this.to([
      x + (x0 - x) * factor, x + (x1 - x) * factor,
      y + (y0 - y) * vertical, y + (y1 - y) * vertical,
    ]);
  }

  /** Move the shown box by a distance in data units.
   * @type {(box: Box, dx: number, dy: number) => void} */
  pan([x0, x1, y0, y1], dx, dy) {
    this.to([x0 - dx, x1 - dx, y0 - dy, y1 - dy]);
  }

  /** Show a box that a person chose, unless it is too small to mean anything.
   * @type {(box: Box) => void} */
  to(box) {
    const tiny = 1e-6 * (1 + Math.abs(box[0]) + Math.abs(box[2]));
    if (box[1] - box[0] < tiny || box[3] - box[2] < tiny || !box.every(Number.isFinite)) return;
    this.box = box;
    this.zoomed = true;
  }

  /** Forget the zoom and fit again at the next frame. */
  reset() {
    this.box = null;
    this.zoomed = false;
  }
}

/** Return whether a range lies in [lo, hi], with some room at its ends.
 * @type {(range: Interval, lo: number, hi: number) => boolean} */
function within([least, most], lo, hi) {
  const room = 0.03 * (hi - lo);
  return least >= lo + room && most <= hi - room;
}

/** @type {(range: Interval, margin: number) => Interval} */
function widened([lo, hi], margin) {
  const room = (hi - lo) * margin || Math.abs(hi) * 0.1 || 1;
  return [lo - room, hi + room];
}
