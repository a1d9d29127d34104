// Points of the plane and a direction: codes, errors, the quadratic form. Angles are in degrees.

/** @import { Place } from "../../kit/types.d.ts" */

/** Return the unit vector at an angle.
 * @type {(angle: number) => Place} */
export function direction(angle) {
  const radians = (angle * Math.PI) / 180;
  return [Math.cos(radians), Math.sin(radians)];
}

/** Return the angle of a vector, from 0 to 360.
 * @type {(vector: Place) => number} */
export function angleOf([x, y]) {
  return wrapped((Math.atan2(y, x) * 180) / Math.PI);
}

/** Return an angle between 0 and 360.
 * @type {(angle: number) => number} */
export function wrapped(angle) {
  return ((angle % 360) + 360) % 360;
}

/** Points of the plane, with A = XᵀX of the centred ones, its eigenvalues and eigenvectors. */
export class Cloud {
  /** @param {Place[]} points */
  constructor(points) {
    this.points = points;
    this.reach = Math.max(1e-9, ...points.map(([x, y]) => Math.hypot(x, y)));
    const mean = [0, 1].map((k) => points.reduce((sum, p) => sum + p[k], 0) / points.length);
    let [xx, xy, yy] = [0, 0, 0];
    for (const point of points) {
      const [x, y] = [point[0] - mean[0], point[1] - mean[1]];
      xx += x * x;
      xy += x * y;
      yy += y * y;
    }
    this.a = [xx, xy, yy];
    const half = Math.hypot((xx - yy) / 2, xy);
    this.values = [(xx + yy) / 2 + half, (xx + yy) / 2 - half];
    this.first = wrapped((Math.atan2(2 * xy, xx - yy) * 90) / Math.PI) % 180; // angle of u₁
  }

  /** Return z = dᵀx of a sample.
   * @type {(angle: number, sample: number) => number} */
  code(angle, sample) {
    const [[c, s], [x, y]] = [direction(angle), this.points[sample]];
    return c * x + s * y;
  }

  /** Return ‖x − dz‖² of a sample.
   * @type {(angle: number, sample: number, z: number) => number} */
  left(angle, sample, z) {
    const [[c, s], [x, y]] = [direction(angle), this.points[sample]];
    return (x - c * z) ** 2 + (y - s * z) ** 2;
  }

  /** Return the sum of squared errors, added up segment by segment.
   * @type {(angle: number) => number} */
  error(angle) {
    return this.points.reduce((sum, _, i) => sum + this.left(angle, i, this.code(angle, i)), 0);
  }

  /** Return dᵀAd.
   * @type {(angle: number) => number} */
  form(angle) {
    const [[c, s], [xx, xy, yy]] = [direction(angle), this.a];
    return c * c * xx + 2 * c * s * xy + s * s * yy;
  }

  /** Return the sum of the eigenvalues less dᵀAd.
   * @type {(angle: number) => number} */
  predicted(angle) {
    return this.values[0] + this.values[1] - this.form(angle);
  }

  /** Return the index of the sample nearest to a point, and its distance.
   * @type {(place: Place) => { sample: number, distance: number }} */
  nearest([x, y]) {
    const distances = this.points.map((p) => Math.hypot(p[0] - x, p[1] - y));
    const sample = distances.indexOf(Math.min(...distances));
    return { sample, distance: distances[sample] };
  }
}
