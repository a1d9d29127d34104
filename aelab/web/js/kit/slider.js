// @ts-nocheck
// A value that is moved by a press or a drag on a plot, and told where the pointer rests.

export class Slider {
  /** Listen on a box; `target` gives {plot, slide(x, y), hover(x, y), leave()}. */
  constructor(box, target) {
    Object.assign(this, { box, target, held: null });
    box.classList.add("sliding");
    box.addEventListener("pointerdown", (event) => this.press(event));
    box.addEventListener("pointermove", (event) => this.move(event));
    for (const name of ["pointerup", "pointercancel"]) {
      box.addEventListener(name, () => (this.held = null));
    }
    box.addEventListener("pointerleave", () => this.target.leave());
  }

  at(event) {
    const { left, top } = this.box.getBoundingClientRect();
    return [event.clientX - left, event.clientY - top];
  }

  press(event) {
    const [x, y] = this.at(event);
    if (event.button !== 0 || !this.target.plot?.has(x, y)) return;
    this.held = event.pointerId;
    this.box.setPointerCapture(event.pointerId);
    this.target.leave();
    this.target.slide(x, y);
  }

  move(event) {
    const [x, y] = this.at(event);
    if (this.held !== null) {
      if (event.pointerId === this.held) this.target.slide(x, y);
    } else if (this.target.plot?.has(x, y)) this.target.hover(x, y);
    else this.target.leave();
  }
}
