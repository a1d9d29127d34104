// Gestures on a plot: hover, pick, wheel, box, pan, pinch, double click, rotation.

/** @import { Plot } from "./canvas.js" */
/** @import { Box, Context, Place, Theme } from "./types.d.ts" */
/** @import { View } from "./view.js" */

const CLICK = 4; // px a pointer may move and still click

/** What gestures act on. With `rotate`, a drag rotates, and only the wheel zooms.
 * @typedef {object} Pointable
 * @property {Plot | null} plot
 * @property {View} [view]
 * @property {(x: number, y: number) => void} [hover]
 * @property {() => void} [leave]
 * @property {(x: number, y: number) => void} [pick]
 * @property {() => void} [changed] the view is another one
 * @property {() => void} [fit]
 * @property {(dx: number, dy: number) => void} [rotate]
 * @property {() => void} [release] the rotating drag is over */

/** Listens to the gestures on a canvas. */
export class Pointer {
  /** @type {{ x: number, y: number, pan: boolean, box: Box, touch: boolean } | null} */
  down = null; // where the drag began
  /** @type {[ax: number, ay: number, bx: number, by: number] | null} */
  box = null; // the box being drawn, in px
  /** @type {Place | null} */
  rotated = null; // where a rotating drag was last
  panned = false;
  /** @type {Map<number, Place>} */
  fingers = new Map();

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {Pointable} target
   */
  constructor(canvas, target) {
    this.canvas = canvas;
    this.target = target;
    canvas.addEventListener("pointerdown", (event) => this.press(event));
    canvas.addEventListener("pointermove", (event) => this.move(event));
    canvas.addEventListener("pointerup", (event) => this.release(event));
    canvas.addEventListener("pointercancel", (event) => this.cancel(event));
    canvas.addEventListener("pointerleave", () => this.down || target.leave?.());
    canvas.addEventListener("dblclick", () => target.view && target.fit?.());
    canvas.addEventListener("wheel", (event) => this.wheel(event), { passive: false });
    canvas.addEventListener("contextmenu", (event) => this.panned && event.preventDefault());
  }

  /** @type {(event: MouseEvent) => Place} */
  at(event) {
    const box = this.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

  /** @type {(event: PointerEvent) => void} */
  press(event) {
    const [x, y] = this.at(event);
    const { plot, view } = this.target;
    this.fingers.set(event.pointerId, [x, y]);
    if (!plot?.has(x, y)) return;
    const pan = event.shiftKey || event.button === 1 || event.button === 2;
    this.panned = false;
    this.down = { x, y, pan, box: plot.box, touch: event.pointerType === "touch" };
    if (!this.down.touch) this.canvas.setPointerCapture(event.pointerId);
    if (view && event.button === 1) event.preventDefault();
  }

  /** @type {(event: PointerEvent) => void} */
  move(event) {
    const [x, y] = this.at(event);
    if (this.fingers.size === 2) return this.pinch(event.pointerId, x, y);
    const { plot, view } = this.target;
    const far = this.down && Math.hypot(x - this.down.x, y - this.down.y) > CLICK;
    if (!this.down) return plot?.has(x, y) ? this.target.hover?.(x, y) : this.target.leave?.();
    if (!view || !plot || !(far || this.box || this.panned || this.rotated)) return;
    if (this.target.rotate && !this.down.pan) return this.rotate(this.down, x, y);
    if (this.down.touch) return;
    this.target.leave?.();
    if (this.down.pan) {
      this.panned = true;
      view.pan(this.down.box, (x - this.down.x) / plot.sx, (this.down.y - y) / plot.sy);
    } else {
      this.box = [this.down.x, this.down.y, x, y];
    }
    this.target.changed?.();
  }

  /** @type {(start: { x: number, y: number }, x: number, y: number) => void} */
  rotate(start, x, y) {
    const [lastX, lastY] = this.rotated ?? [start.x, start.y];
    this.rotated = [x, y];
    this.target.leave?.();
    this.target.rotate?.(x - lastX, y - lastY);
  }

  /** @type {(event: PointerEvent) => void} */
  release(event) {
    const [x, y] = this.at(event);
    this.fingers.delete(event.pointerId);
    const { plot, view } = this.target;
    if (this.rotated) this.target.release?.();
    else if (this.box && plot && view) this.zoomTo(this.box, plot, view);
    else if (this.down && !this.panned && event.button === 0) this.target.pick?.(x, y);
    this.down = this.box = this.rotated = null;
  }

  /** @type {(event: PointerEvent) => void} */
  cancel(event) {
    this.fingers.delete(event.pointerId);
    this.down = this.box = this.rotated = null;
    this.target.changed?.();
  }

  /** Zoom to a box in px.
   * @type {(box: [number, number, number, number], plot: Plot, view: View) => void} */
  zoomTo([ax, ay, bx, by], plot, view) {
    const left = Math.max(plot.x, Math.min(ax, bx));
    const right = Math.min(plot.x + plot.w, Math.max(ax, bx));
    const top = Math.max(plot.y, Math.min(ay, by));
    const low = Math.min(plot.y + plot.h, Math.max(ay, by));
    const flat = view.wheel === "x" && low - top < 12; // a stroke along x zooms x alone
    const [y0, y1] = flat ? [plot.box[2], plot.box[3]] : [plot.iy(low), plot.iy(top)];
    if (right - left > CLICK && (flat || low - top > CLICK)) {
      view.to([plot.ix(left), plot.ix(right), y0, y1]);
    }
    this.box = null;
    this.target.changed?.();
  }

  /** @type {(event: WheelEvent) => void} */
  wheel(event) {
    const [x, y] = this.at(event);
    const { plot, view } = this.target;
    if (!view || !plot?.has(x, y) || event.ctrlKey) return;
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 16 : 1;
    const factor = Math.exp(Math.max(-120, Math.min(120, event.deltaY * lines)) * 0.002);
    view.zoom(plot, factor, plot.ix(x), plot.iy(y));
    this.target.changed?.();
  }

  /** @type {(id: number, x: number, y: number) => void} */
  pinch(id, x, y) {
    const { plot, view } = this.target;
    const spread = () => {
      const [[ax, ay], [bx, by]] = [...this.fingers.values()];
      return { size: Math.hypot(ax - bx, ay - by) || 1, x: (ax + bx) / 2, y: (ay + by) / 2 };
    };
    const before = spread();
    this.fingers.set(id, [x, y]);
    const after = spread();
    if (!view || !plot) return;
    this.down = null;
    view.zoom(plot, before.size / after.size, plot.ix(after.x), plot.iy(after.y));
    this.target.changed?.();
  }

  /** Draw the box being dragged.
   * @type {(context: Context, theme: Theme) => void} */
  paint(context, theme) {
    if (!this.box) return;
    const [ax, ay, bx, by] = this.box;
    context.fillStyle = theme.accent;
    context.globalAlpha = 0.1;
    context.fillRect(ax, ay, bx - ax, by - ay);
    context.globalAlpha = 1;
    context.strokeStyle = theme.accent;
    context.lineWidth = 1;
    context.strokeRect(ax, ay, bx - ax, by - ay);
  }
}
