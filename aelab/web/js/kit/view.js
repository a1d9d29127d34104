// @ts-nocheck
// The part of the data a plot shows: follows the data calmly until a person zooms.

/** Return [lo, hi] quantiles of the finite values data[offset], data[offset + stride], … */
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
  constructor({ equal = false, margin = 0.14, wheel = "xy" } = {}) {
    Object.assign(this, { equal, margin, wheel, box: null, zoomed: false });
  }

  /** Hold the range x, y of the data in view: move only when it leaves, or has shrunk a lot. */
  follow(x, y) {
    if (this.zoomed || !x || !y) return;
    const box = this.box;
    const inside = box && within(x, box[0], box[1]) && within(y, box[2], box[3]);
    const filled =
      box && Math.max((x[1] - x[0]) / (box[1] - box[0]), (y[1] - y[0]) / (box[3] - box[2]));
    if (inside && filled > 0.5) return;
    this.box = [...widened(x, this.margin), ...widened(y, this.margin)];
  }

  /** Show exactly this range as long as nobody has zoomed. */
  fix(box) {
    if (!this.zoomed) this.box = box;
  }

  /** Return the box as shown on a plot of w × h, widened to equal scales where asked for. */
  shown({ w, h }) {
    const [x0, x1, y0, y1] = this.box ?? [-1, 1, -1, 1];
    if (!this.equal) return [x0, x1, y0, y1];
    const unit = Math.max((x1 - x0) / w, (y1 - y0) / h) / 2;
    const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
    return [x - unit * w, x + unit * w, y - unit * h, y + unit * h];
  }

  /** Zoom by a factor (below 1: closer) around a point of the shown plot. */
  zoom(plot, factor, x, y) {
    const [x0, x1, y0, y1] = plot.box;
    const vertical = this.wheel === "x" ? 1 : factor;
    this.to([
      x + (x0 - x) * factor, x + (x1 - x) * factor,
      y + (y0 - y) * vertical, y + (y1 - y) * vertical,
    ]);
  }

  /** Move the shown box by a distance in data units. */
  pan([x0, x1, y0, y1], dx, dy) {
    this.to([x0 - dx, x1 - dx, y0 - dy, y1 - dy]);
  }

  /** Show a box chosen by a person, unless it is too small to mean anything. */
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

/** Tell whether a range lies in [lo, hi], a little off its edges. */
function within([least, most], lo, hi) {
  const room = 0.03 * (hi - lo);
  return least >= lo + room && most <= hi - room;
}

function widened([lo, hi], margin) {
  const room = (hi - lo) * margin || Math.abs(hi) * 0.1 || 1;
  return [lo - room, hi + room];
}
