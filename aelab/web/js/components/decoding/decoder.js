// @ts-nocheck
// A dense decoder in the browser: weights of a byte each, ReLU in between, a logistic at the end.

const ZERO = 128; // the byte that stands for a weight of zero

export class Decoder {
  /** Take the arrays of a frame: w0, s0, b0 and so on are weights, their steps, and biases. */
  constructor(header, get) {
    this.shape = header.shape;
    this.logistic = header.logistic;
    this.layers = Array.from({ length: header.layers }, (_, i) => layer(get, i));
    this.bytes = new Uint8Array(this.layers.at(-1).rows);
  }

  /** Return what a code decodes to, as numbers; the array is used again by the next call. */
  decode(code) {
    let values = code;
    this.layers.forEach((each, i) => {
      apply(each, values);
      if (i < this.layers.length - 1) rectify(each.out);
      values = each.out;
    });
    if (this.logistic) for (let i = 0; i < values.length; i++) values[i] = 1 / (1 + Math.exp(-values[i]));
    return values;
  }

  /** Return what a code decodes to, as grey levels 0 to 255. */
  grey(code) {
    const values = this.decode(code);
    for (let i = 0; i < values.length; i++) {
      this.bytes[i] = Math.round(255 * Math.min(1, Math.max(0, values[i])));
    }
    return this.bytes;
  }
}

/** Return one layer with its weights as numbers. */
function layer(get, i) {
  const { data, shape: [rows, columns] } = get(`w${i}`);
  const steps = get(`s${i}`).data;
  const weights = new Float32Array(data.length);
  for (let k = 0; k < data.length; k++) {
    weights[k] = (data[k] - ZERO) * steps[Math.floor(k / columns)];
  }
  return { weights, biases: get(`b${i}`).data, rows, columns, out: new Float32Array(rows) };
}

function apply({ weights, biases, rows, columns, out }, values) {
  for (let r = 0, k = 0; r < rows; r++) {
    let sum = biases[r];
    for (let c = 0; c < columns; c++) sum += weights[k++] * values[c];
    out[r] = sum;
  }
}

function rectify(values) {
  for (let i = 0; i < values.length; i++) if (values[i] < 0) values[i] = 0;
}
