// @ts-nocheck
// Where a latent space holds no data: a coarse, smoothed count of its points, renewed calmly.

import { quantiles, View } from "./view.js";

const SIDE = 80; // cells each way
const PAUSE = 250; // ms between two counts
const EASE = 0.5; // share of a new count in what is shown
const MANY = 4000; // points that are smoothed least
const [LEAST, MOST] = [3, 24]; // passes of a box of three cells, of variance 2/3 cells² each

export class Emptiness {
  constructor(changed) {
    this.changed = changed;
    this.view = new View({ margin: 0.3 });
    this.cells = new Float32Array(SIDE * SIDE);
    this.mask = new OffscreenCanvas(SIDE, SIDE);
    this.context = this.mask.getContext("2d");
    this.image = this.context.createImageData(SIDE, SIDE);
    this.layer = new OffscreenCanvas(1, 1);
    this.version = 0;
  }

  /** Take points {data, count}: counted at once, or when it is time again. */
  update(points) {
    this.points = points;
    const wait = PAUSE - (performance.now() - (this.counted ?? -PAUSE));
    if (wait <= 0) this.count();
    else this.timer ??= setTimeout(() => this.count(), wait);
  }

  /** Forget what was, for other axes or another run. */
  reset() {
    this.view.reset();
    this.cells.fill(0);
    this.box = null;
  }

  count() {
    clearTimeout(this.timer);
    this.timer = null;
    this.counted = performance.now();
    const { data, count } = this.points;
    const ranges = [quantiles(data, 2, 0, 0.005), quantiles(data, 2, 1, 0.005)];
    if (!ranges[0]) return;
    this.view.follow(...ranges);
    this.fit(this.view.box);
    const fresh = new Float32Array(SIDE * SIDE);
    const [x0, y0, size] = this.box;
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

  /** Take a square box; another one makes the cells begin anew. */
  fit([x0, x1, y0, y1]) {
    const size = Math.max(x1 - x0, y1 - y0);
    const box = [(x0 + x1 - size) / 2, (y0 + y1 - size) / 2, size];
    this.eased = String(box) === String(this.box) ? EASE : 1;
    this.box = box;
  }

  /** Ease towards the new count, and turn it into what covers the shade. */
  blend(fresh, enough) {
    const [{ cells, eased }, pixels] = [this, this.image.data];
    for (let i = 0; i < cells.length; i++) {
      cells[i] += (fresh[i] - cells[i]) * eased;
      const t = Math.min(1, cells[i] / enough);
      pixels[4 * i + 3] = 255 * t * t * (3 - 2 * t);
    }
    this.context.putImageData(this.image, 0, 0);
    this.version++;
  }

  /** Shade a plot where there are no points. */
  paint(context, plot, theme, density) {
    if (!this.box) return;
    this.compose(plot, theme, density);
    context.drawImage(this.layer, plot.x, plot.y, plot.w, plot.h);
  }

  compose(plot, theme, density) {
    const [w, h] = [Math.ceil(plot.w * density), Math.ceil(plot.h * density)];
    const key = [w, h, plot.box, this.version, theme.empty].join();
    if (this.composed === key) return;
    this.composed = key;
    if (this.layer.width !== w || this.layer.height !== h) this.layer = new OffscreenCanvas(w, h);
    const layer = this.layer.getContext("2d");
    const [x0, y0, size] = this.box;
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
    clearTimeout(this.timer);
  }
}

/** Average each cell with its neighbours, along the rows and along the columns. */
function blur(cells) {
  for (const step of [1, SIDE]) {
    const before = cells.slice();
    for (let i = step; i < cells.length - step; i++) {
      cells[i] = (before[i - step] + before[i] + before[i + step]) / 3;
    }
  }
}
