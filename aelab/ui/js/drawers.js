// The table kind → drawer. A new kind of view is one new file and one line here.

import { Cloud } from "./cloud.js";
import { Curves } from "./curves.js";
import { Histogram } from "./histogram.js";
import { Plane } from "./plane.js";
import { Scatter } from "./scatter.js";
import { Strip } from "./strip.js";

export const DRAWERS = {
  scatter: Scatter,
  histogram: Histogram,
  strip: Strip,
  cloud: Cloud,
  curves: Curves,
  plane: Plane,
};
