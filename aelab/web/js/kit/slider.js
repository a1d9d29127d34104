// A value that a press or a drag on a plot moves.

/** @import { Plot } from "./canvas.js" */
/** @import { Place } from "./types.d.ts" */

/** @typedef {object} Slidable
 * @property {Plot | null} plot
 * @property {(x: number, y: number) => void} slide
 * @property {(x: number, y: number) => void} hover
 * @property {() => void} leave */

export class Slider {
  /** @type {number | null} */
  held = null; // id of the pointer that drags

  /** Listen on a box.
   * @param {HTMLElement} box
   * @param {Slidable} target */
  constructor(box, target) {
    this.box = box;
    this.target = target;
    box.classList.add("sliding");
    box.addEventListener("pointerdown", (event) => this.press(event));
    box.addEventListener("pointermove", (event) => this.move(event));
    box.addEventListener("pointerup", () => (this.held = null));
    box.addEventListener("pointercancel", () => (this.held = null));
    box.addEventListener("pointerleave", () => this.target.leave());
  }

  /** @type {(event: MouseEvent) => Place} */
  at(event) {
    const { left, top } = this.box.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  /** @type {(event: PointerEvent) => void} */
  press(event) {
    const [x, y] = this.at(event);
    if (event.button !== 0 || !this.target.plot?.has(x, y)) return;
    this.held = event.pointerId;
    this.box.setPointerCapture(event.pointerId);
    this.target.leave();
    this.target.slide(x, y);
  }

  /** @type {(event: PointerEvent) => void} */
  move(event) {
    const [x, y] = this.at(event);
    if (this.held !== null) {
      if (event.pointerId === this.held) this.target.slide(x, y);
    } else if (this.target.plot?.has(x, y)) this.target.hover(x, y);
    else this.target.leave();
  }
}
