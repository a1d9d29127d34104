// The rotation of a picture in space: by dragging, with a glide after release.

/** @import { Points, SeenPoints } from "./types.d.ts" */

/** @type {[number, number]} */
const START = [-0.62, 0.42]; // azimuth and elevation, rad
const SPEED = 0.0085; // rad per px
const LOSS = 0.93; // factor on the speed from picture to picture of the glide
const STEEPEST = 1.5; // rad

export class Rotation {
  azimuth = START[0];
  elevation = START[1];
  /** @type {[number, number]} */
  speed = [0, 0]; // rad per picture
  dragged = -Infinity; // ms
  /** @type {number | null} */
  frame = null; // of the glide
  /** @type {ArrayLike<number> | null} */
  data = null;
  middle = [0, 0, 0];
  size = 1; // largest distance from the middle

  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    this.still = window.matchMedia("(prefers-reduced-motion: reduce)");
  }

  reset() {
    this.close();
    [this.azimuth, this.elevation] = START;
    this.speed = [0, 0];
  }

  /** Rotate around the middle of the data (n, 3).
   * @type {(data: ArrayLike<number>) => void} */
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
      const size = Math.hypot(at[0], at[1], at[2]);
      if (Number.isFinite(size) && size > most) most = size;
    }
    this.size = most || 1;
  }

  /** Return the axes as they are seen: [right, up, towards the eye] of each.
   * @type {() => [number, number, number][]} */
  axes() {
    const [sa, ca] = [Math.sin(this.azimuth), Math.cos(this.azimuth)];
    const [se, ce] = [Math.sin(this.elevation), Math.cos(this.elevation)];
    return [
      [ca, -sa * se, sa * ce],
      [sa, ca * se, -ca * ce],
      [0, ce, se],
    ];
  }

  /** Return points (n, 3) as they are seen, in units of the size of the data, with their depth.
   * @type {(points: Points) => SeenPoints} */
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

  /** @type {(dx: number, dy: number) => void} */
  drag(dx, dy) {
    this.close();
    this.move(-dx * SPEED, dy * SPEED);
    this.speed = [-dx * SPEED, dy * SPEED];
    this.dragged = performance.now();
  }

  /** @type {(azimuth: number, elevation: number) => void} */
  move(azimuth, elevation) {
    this.azimuth += azimuth;
    this.elevation = Math.max(-STEEPEST, Math.min(STEEPEST, this.elevation + elevation));
    this.changed();
  }

  /** End a drag; a rotation that was still moving glides to rest. */
  release() {
    if (this.still.matches || performance.now() - this.dragged > 60) return;
    const glide = () => {
      const [azimuth, elevation] = [this.speed[0] * LOSS, this.speed[1] * LOSS];
      this.speed = [azimuth, elevation];
      this.move(azimuth, elevation);
      const moving = Math.hypot(azimuth, elevation) > 0.0008;
      this.frame = moving ? requestAnimationFrame(glide) : null;
    };
    this.frame = requestAnimationFrame(glide);
  }

  close() {
    if (this.frame) cancelAnimationFrame(this.frame);
    this.frame = null;
  }
}
