// The table kind → drawer. A new kind of view is one new file and one line here.

import { Bars } from "./bars.js";
import { Cloud } from "./cloud.js";
import { Curves } from "./curves.js";
import { Field } from "./field.js";
import { Histogram } from "./histogram.js";
import { Heatmap } from "./map.js";
import { Plane } from "./plane.js";
import { Scatter } from "./scatter.js";
import { Space } from "./space.js";
import { Strip } from "./strip.js";
import { Tiles } from "./tiles.js";

export const DRAWERS = {
  scatter: Scatter,
  histogram: Histogram,
  strip: Strip,
  cloud: Cloud,
  space: Space,
  curves: Curves,
  bars: Bars,
  tiles: Tiles,
  plane: Plane,
  field: Field,
  map: Heatmap,
};
