// @ts-nocheck
// The drawing kit: a sharp canvas, scales, lines, marks and words on it.

/** A canvas that fills its box at the density of the screen. */
export class Surface {
  constructor(box, resized) {
    this.canvas = document.createElement("canvas");
    this.canvas.setAttribute("role", "img");
    box.append(this.canvas);
    this.context = this.canvas.getContext("2d");
    this.width = this.height = 0;
    this.observer = new ResizeObserver(([{ contentRect }]) => {
      this.width = contentRect.width;
      this.height = contentRect.height;
      resized();
    });
    this.observer.observe(box);
  }

  /** Clear and return the context, scaled so that one unit is one CSS pixel. */
  begin() {
    this.density = window.devicePixelRatio || 1;
    const width = Math.round(this.width * this.density);
    const height = Math.round(this.height * this.density);
    if (this.canvas.width !== width || this.canvas.height !== height) {
      this.canvas.width = width;
      this.canvas.height = height;
    }
    this.context.setTransform(this.density, 0, 0, this.density, 0, 0);
    this.context.clearRect(0, 0, this.width, this.height);
    return this.context;
  }

  close() {
    this.observer.disconnect();
  }
}

/** A rectangle of the canvas that shows a box of the data. */
export class Plot {
  constructor(x, y, w, h) {
    Object.assign(this, { x, y, w: Math.max(1, w), h: Math.max(1, h) });
    this.show([0, 1, 0, 1]);
  }

  /** Show the data box [x0, x1, y0, y1]. */
  show(box) {
    this.box = box;
    this.sx = this.w / (box[1] - box[0]);
    this.sy = this.h / (box[3] - box[2]);
    return this;
  }

  px(value) {
    return this.x + (value - this.box[0]) * this.sx;
  }

  py(value) {
    return this.y + this.h - (value - this.box[2]) * this.sy;
  }

  ix(pixel) {
    return this.box[0] + (pixel - this.x) / this.sx;
  }

  iy(pixel) {
    return this.box[2] + (this.y + this.h - pixel) / this.sy;
  }

  has(x, y) {
    return x >= this.x && x <= this.x + this.w && y >= this.y && y <= this.y + this.h;
  }

  /** Draw inside the rectangle only. */
  clip(context, draw) {
    context.save();
    context.beginPath();
    context.rect(this.x, this.y, this.w, this.h);
    context.clip();
    draw();
    context.restore();
  }
}

/** Draw one straight line. */
export function stroke(context, colour, x0, y0, x1, y1) {
  context.strokeStyle = colour;
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
}

/** Draw a ring around a point, readable on any ground. */
export function ring(context, theme, x, y, radius = 6.5, width = 2) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.strokeStyle = theme.card;
  context.lineWidth = width + 2.5;
  context.stroke();
  context.strokeStyle = theme.ink;
  context.lineWidth = width;
  context.stroke();
}

/** Draw a text with a halo of the card's colour, so that lines may pass behind it. */
export function haloed(context, theme, label, x, y, colour) {
  context.lineJoin = "round";
  context.strokeStyle = theme.card;
  context.lineWidth = 4;
  context.strokeText(label, x, y);
  context.fillStyle = colour;
  context.fillText(label, x, y);
}

/** Say in the middle of a surface why there is no picture. */
export function hint(context, theme, surface, words) {
  context.font = theme.text;
  context.fillStyle = theme.soft;
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(words, surface.width / 2, surface.height / 2, surface.width);
}
