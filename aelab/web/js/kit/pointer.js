// @ts-nocheck
// What a hand does on a plot: hover, pick, wheel, box, pan, pinch, double click.

const CLICK = 4; // px a pointer may move and still click

/** Listen on a canvas; `target` gives {plot, view, hover, leave, pick, changed, fit};
 * one that gives `turn` too is turned by a drag, and zoomed by the wheel alone. */
export class Pointer {
  constructor(canvas, target) {
    this.canvas = canvas;
    this.target = target;
    this.down = null; // where the drag began
    this.box = null; // the box being drawn, in px
    this.turned = null; // where a turning drag was last
    this.fingers = new Map();
    const listen = (name, does, options) => canvas.addEventListener(name, does, options);
    listen("pointerdown", (event) => this.press(event));
    listen("pointermove", (event) => this.move(event));
    listen("pointerup", (event) => this.release(event));
    listen("pointercancel", (event) => this.cancel(event));
    listen("pointerleave", () => this.down || target.leave?.());
    listen("dblclick", () => target.view && target.fit());
    listen("wheel", (event) => this.wheel(event), { passive: false });
    listen("contextmenu", (event) => this.panned && event.preventDefault());
  }

  at(event) {
    const box = this.canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  }

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

  move(event) {
    const [x, y] = this.at(event);
    if (this.fingers.size === 2) return this.pinch(event.pointerId, x, y);
    const { plot, view } = this.target;
    const far = this.down && Math.hypot(x - this.down.x, y - this.down.y) > CLICK;
    if (!this.down) return plot?.has(x, y) ? this.target.hover?.(x, y) : this.target.leave?.();
    if (!view || !(far || this.box || this.panned || this.turned)) return;
    if (this.target.turn && !this.down.pan) return this.turn(x, y);
    if (this.down.touch) return;
    this.target.leave?.();
    if (this.down.pan) {
      this.panned = true;
      view.pan(this.down.box, (x - this.down.x) / plot.sx, (this.down.y - y) / plot.sy);
    } else {
      this.box = [this.down.x, this.down.y, x, y];
    }
    this.target.changed();
  }

  turn(x, y) {
    const [lastX, lastY] = this.turned ?? [this.down.x, this.down.y];
    this.turned = [x, y];
    this.target.leave?.();
    this.target.turn(x - lastX, y - lastY);
  }

  release(event) {
    const [x, y] = this.at(event);
    this.fingers.delete(event.pointerId);
    const { plot, view } = this.target;
    if (this.turned) this.target.rest();
    else if (this.box && plot) this.zoomTo(plot, view);
    else if (this.down && !this.panned && event.button === 0) this.target.pick?.(x, y);
    this.down = this.box = this.turned = null;
  }

  cancel(event) {
    this.fingers.delete(event.pointerId);
    this.down = this.box = this.turned = null;
    this.target.changed?.();
  }

  zoomTo(plot, view) {
    const [ax, ay, bx, by] = this.box;
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
    this.target.changed();
  }

  wheel(event) {
    const [x, y] = this.at(event);
    const { plot, view } = this.target;
    if (!view || !plot?.has(x, y) || event.ctrlKey) return;
    event.preventDefault();
    const lines = event.deltaMode === 1 ? 16 : 1;
    const factor = Math.exp(Math.max(-120, Math.min(120, event.deltaY * lines)) * 0.002);
    view.zoom(plot, factor, plot.ix(x), plot.iy(y));
    this.target.changed();
  }

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
    this.target.changed();
  }

  /** Draw the box being dragged. */
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
