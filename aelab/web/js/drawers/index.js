// The drawer of each kind of view. A new kind is one new file and one line here.

import { Bars } from "./bars.js";
import { Cloud } from "./cloud.js";
import { Curves } from "./curves.js";
import { Cut } from "./cut.js";
import { Field } from "./field.js";
import { Gallery } from "./gallery.js";
import { Histogram } from "./histogram.js";
import { Improvement } from "./improvement.js";
import { Lesions } from "./lesions.js";
import { Heatmap } from "./map.js";
import { Overlap } from "./overlap.js";
import { Plane } from "./plane.js";
import { Profile } from "./profile.js";
import { Roc } from "./roc.js";
import { Scatter } from "./scatter.js";
import { Sculpt } from "./sculpt.js";
import { Space } from "./space.js";
import { Strip } from "./strip.js";
import { Tiles } from "./tiles.js";

/** @import { DrawerClass, Kind } from "../kit/types.d.ts" */

/** @type {{ [K in Kind]: DrawerClass<K> }} */
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
  cut: Cut,
  roc: Roc,
  improvement: Improvement,
  gallery: Gallery,
  sculpt: Sculpt,
  profile: Profile,
  lesions: Lesions,
  overlap: Overlap,
};
