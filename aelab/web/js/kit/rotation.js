// @ts-nocheck
// The turning of a picture in space: by hand, and slowly to rest when let go.

const START = [-0.62, 0.42]; // azimuth and elevation, rad
const SPEED = 0.0085; // rad per px
const LOSS = 0.93; // of the speed that is left after each picture
const STEEPEST = 1.5; // rad

export class Rotation {
  constructor(changed) {
    this.changed = changed;
    this.still = window.matchMedia("(prefers-reduced-motion: reduce)");
    this.reset();
  }

  reset() {
    this.close();
    [this.azimuth, this.elevation] = START;
    this.speed = [0, 0];
  }

  /** Put the middle of the data (n, 3) into the middle; it stays there while they stay. */
  centre(data) {
    if (this.data === data) return;
    this.data = data;
    const lo = [Infinity, Infinity, Infinity];
    const hi = [-Infinity, -Infinity, -Infinity];
    for (let i = 0; i < data.length; i++) {
      if (!Number.isFinite(data[i])) continue;
      lo[i % 3] = Math.min(lo[i % 3], data[i]);
      hi[i % 3] = Math.max(hi[i % 3], data[i]);
    }
    this.middle = lo.map((value, i) => (value + hi[i]) / 2);
    let most = 0;
    for (let i = 0; i < data.length; i += 3) {
      const at = this.middle.map((value, j) => data[i + j] - value);
      const size = Math.hypot(...at);
      if (Number.isFinite(size) && size > most) most = size;
    }
    this.size = most || 1;
  }

  /** Return where the axes point on the screen: [right, up, towards the eye] of each. */
  axes() {
    const [sa, ca] = [Math.sin(this.azimuth), Math.cos(this.azimuth)];
    const [se, ce] = [Math.sin(this.elevation), Math.cos(this.elevation)];
    return [
      [ca, -sa * se, sa * ce],
      [sa, ca * se, -ca * ce],
      [0, ce, se],
    ];
  }

  /** Return points (n, 3) as seen, in units of the size of the data, and their depth. */
  project({ data, count }) {
    const [a, b, c] = this.axes();
    const [mx, my, mz] = this.middle;
    const seen = new Float32Array(2 * count);
    const depth = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      const x = (data[3 * i] - mx) / this.size;
      const y = (data[3 * i + 1] - my) / this.size;
      const z = (data[3 * i + 2] - mz) / this.size;
      seen[2 * i] = x * a[0] + y * b[0] + z * c[0];
      seen[2 * i + 1] = x * a[1] + y * b[1] + z * c[1];
      depth[i] = x * a[2] + y * b[2] + z * c[2];
    }
    return { data: seen, count, depth };
  }

  drag(dx, dy) {
    this.close();
    this.move(-dx * SPEED, dy * SPEED);
    this.speed = [-dx * SPEED, dy * SPEED];
    this.dragged = performance.now();
  }

  move(azimuth, elevation) {
    this.azimuth += azimuth;
    this.elevation = Math.max(-STEEPEST, Math.min(STEEPEST, this.elevation + elevation));
    this.changed();
  }

  /** Let go: what was still moving comes to rest by itself. */
  release() {
    if (this.still.matches || performance.now() - this.dragged > 60) return;
    const glide = () => {
      this.speed = this.speed.map((value) => value * LOSS);
      this.move(...this.speed);
      const on = Math.hypot(...this.speed) > 0.0008;
      this.asked = on ? requestAnimationFrame(glide) : null;
    };
    this.asked = requestAnimationFrame(glide);
  }

  close() {
    if (this.asked) cancelAnimationFrame(this.asked);
    this.asked = null;
  }
}
