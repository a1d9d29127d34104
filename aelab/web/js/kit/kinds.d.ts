// Generated from aelab/views/kinds.py by python -m tooling.kinds; do not edit.

import type { Part } from "./types.d.ts";

export type Floats = Part<Float32Array>;
export type Ints = Part<Int32Array>;
export type Bytes = Part<Uint8Array>;

export interface Level {
  label: string;
  value: number;
}

export interface Baseline {
  label: string;
  value: number;
  error: number | null;
}

export interface ScatterLayout {
  name: string;
  kind: "scatter";
  title: string;
  note?: string;
  dims: number;
  names: string[];
  prior: boolean;
  classes: string[];
  axes: "pca" | number[];
}

export interface ScatterArrays {
  points: Floats; // (n, 2)
  labels: Bytes; // (n,)
  ellipses?: Floats; // (m, 4): sample, and the covariance xx, xy, yy of q(z|x)
}

export interface HistogramLayout {
  name: string;
  kind: "histogram";
  title: string;
  note?: string;
  dims: number;
  names: string[];
  prior: boolean;
  classes: string[];
  axes: number[];
}

export interface HistogramArrays {
  points: Floats; // (n, 1)
  labels: Bytes; // (n,)
}

export interface StripLayout {
  name: string;
  kind: "strip";
  title: string;
  note?: string;
  shape: [rows: number, columns: number];
  low: number;
  high: number;
  scale?: "lit" | "log";
  low_log?: number;
  high_log?: number;
  output?: string; // the lower images are these, and belong to none of the upper ones
  rows?: [word: string, symbol: string][]; // two rows of which neither is made from the other
}

export interface StripArrays {
  x: Bytes; // (c, h·w)
  x_hat: Bytes; // (c, h·w)
  x_tilde?: Bytes; // (c, h·w)
  rows?: Ints; // (c,): test sample of each column
  apart?: Floats; // (3,): mean distances of middles, for claims
}

export interface CloudLayout {
  name: string;
  kind: "cloud";
  title: string;
  note?: string;
  names: string[];
  classes: string[];
  output?: string; // the points x_hat are these, and belong to no x
}

export interface CloudArrays {
  x: Floats; // (n, 2)
  labels: Bytes; // (n,)
  x_hat: Floats; // (n, 2)
  x_tilde?: Floats; // (n, 2)
  curve?: Floats; // (p, 2)
  grid?: Floats; // (r, c, 2)
}

export interface SpaceLayout {
  name: string;
  kind: "space";
  title: string;
  note?: string;
  names: string[];
  classes: string[];
  output?: string; // the points x_hat are these, and belong to no x
}

export interface SpaceArrays {
  x: Floats; // (n, 3)
  labels: Bytes; // (n,)
  x_hat: Floats; // (n, 3)
  curve?: Floats; // (p, 3)
  grid?: Floats; // (r, c, 3)
}

export interface CurvesLayout {
  name: string;
  kind: "curves";
  title: string;
  note?: string;
  unit: string;
  terms: string[];
  symbols: Record<string, string>;
  sum: boolean; // the terms add up to J
  levels: Level[];
  per_epoch: number | null; // updates of an epoch; null: against steps
  objective?: boolean; // the last held-out value is that of J
}

export interface CurvesArrays {
  steps: Floats; // (n,)
  terms: Floats; // (n, T)
  heldout_steps?: Floats; // (m,)
  heldout?: Floats; // (m, T)
}

export interface BarsLayout {
  name: string;
  kind: "bars";
  title: string;
  note?: string;
  unit: string;
  xname?: string;
  names?: string[];
  range?: [low: number, high: number]; // of a histogram
  chosen?: number; // number of strong bars, the others are pale
  line_unit?: string;
  colour?: "penalty"; // the bars are parts of a penalty
  levels: Level[];
}

export interface BarsArrays {
  values: Floats; // (n,)
  line?: Floats; // (n,): shares from 0 to 1
  range?: Floats; // (2,)
  active?: Bytes; // (n,): 1 or 0, for claims
}

export interface TilesLayout {
  name: string;
  kind: "tiles";
  title: string;
  note?: string;
  shape: [rows: number, columns: number];
  names: string[];
  symbol?: string;
  sample?: string;
}

export interface TilesArrays {
  tiles: Bytes; // (u, h·w): 128 is zero
  scales: Floats; // (u,)
}

export interface PlaneLayout {
  name: string;
  kind: "plane";
  title: string;
  note?: string;
  shape: [rows: number, columns: number];
  low: number;
  high: number;
  scale?: "lit" | "log";
  low_log?: number;
  high_log?: number;
  grid: [rows: number, columns: number];
}

export interface PlaneArrays {
  images: Bytes; // (r·c, h·w)
  window: Floats; // (4,): x0, x1, y0, y1 of the outermost centres
}

export interface FieldLayout {
  name: string;
  kind: "field";
  title: string;
  note?: string;
  names: string[];
  classes: string[];
  theory: string; // empty where there is none
}

export interface FieldArrays {
  at: Floats; // (g, 2)
  arrows: Floats; // (g, 2)
  x: Floats; // (n, 2)
  labels: Bytes; // (n,)
  theory?: Floats; // (g, 2)
  agreement?: Floats; // (1,)
}

export interface MapLayout {
  name: string;
  kind: "map";
  title: string;
  note?: string;
  unit: string;
  names: string[];
  classes: string[];
}

export interface MapArrays {
  values: Floats; // (r, c): the topmost row first
  window: Floats; // (4,): x0, x1, y0, y1 of the outermost centres
  metric?: Floats; // (p, 5): place, and the entries 11, 12, 22 of JᵀJ
  x: Floats; // (n, 2)
  labels: Bytes; // (n,)
}

export interface CutLayout {
  name: string;
  kind: "cut";
  title: string;
  note?: string;
  unit: string;
  names: string[]; // of normal and of anomalous samples
  score: string;
  flat: boolean;
  baselines: Baseline[];
  figures: (number | null)[]; // the numbers, for tables
}

export interface CutArrays {
  cuts: Floats; // (t, 3): threshold, and the shares of normal and of anomalous samples above
  samples: Floats; // (2,): how many normal and anomalous samples
  numbers: Floats; // (8,): AUC, error, age, unexplained variance, two rejections with errors
  counts: Floats; // (2, b)
  range: Floats; // (2,)
}

export interface RocLayout {
  name: string;
  kind: "roc";
  title: string;
  note?: string;
  names: string[]; // of normal and of anomalous samples
}

export interface RocArrays {
  cuts: Floats; // (t, 3): threshold, and the shares of normal and of anomalous samples above
  samples: Floats; // (2,): how many normal and anomalous samples
  numbers: Floats; // (8,): AUC, error, age, unexplained variance, two rejections with errors
}

export interface ImprovementLayout {
  name: string;
  kind: "improvement";
  title: string;
  note?: string;
  names: string[]; // of normal and of anomalous samples
}

export interface ImprovementArrays {
  cuts: Floats; // (t, 3): threshold, and the shares of normal and of anomalous samples above
  samples: Floats; // (2,): how many normal and anomalous samples
  numbers: Floats; // (8,): AUC, error, age, unexplained variance, two rejections with errors
}

export interface GalleryLayout {
  name: string;
  kind: "gallery";
  title: string;
  note?: string;
  shape: [rows: number, columns: number];
  low: number;
  high: number;
  scale?: "lit" | "log";
  low_log?: number;
  high_log?: number;
  names: string[]; // of normal and of anomalous samples
}

export interface GalleryArrays {
  rows: Ints; // (c,): test sample of each column, the most anomalous first
  x: Bytes; // (c, h·w)
  x_hat: Bytes; // (c, h·w)
  score: Floats; // (c,)
  labels: Bytes; // (c,): 0 normal, 1 anomalous
}

export interface SculptLayout {
  name: string;
  kind: "sculpt";
  title: string;
  note?: string;
  quantity: string;
  unit: string;
  names: string[]; // of normal and of anomalous samples
}

export interface SculptArrays {
  edges: Floats; // (b + 1,)
  spectrum: Floats; // (l, b): above each cut; of all samples in row 0
  levels: Floats; // (l,): share of the normal samples above each cut
  correlation: Floats; // (2,): of normal and of anomalous samples
  auc: Floats; // (2,): as it is, and made independent of the quantity
}

export interface ProfileLayout {
  name: string;
  kind: "profile";
  title: string;
  note?: string;
  xname: string;
  unit: string;
  names: string[]; // of normal and of anomalous samples
}

export interface ProfileArrays {
  at: Floats; // (b,)
  mean: Floats; // (2, b)
  low: Floats; // (2, b)
  high: Floats; // (2, b)
  share: Floats; // (2, b)
}

export interface LesionsLayout {
  name: string;
  kind: "lesions";
  title: string;
  note?: string;
  shape: [rows: number, columns: number];
  low: number;
  high: number;
  scale?: "lit" | "log";
  low_log?: number;
  high_log?: number;
  rows: string[];
  top: number; // residual that is drawn as the largest
}

export interface LesionsArrays {
  sample: Ints; // (c,)
  x: Bytes; // (c, h·w)
  x_hat: Bytes; // (c, h·w)
  residual: Bytes; // (c, h·w)
  mask: Bytes; // (c, h·w)
  found: Bytes; // (c, h·w)
  dice: Floats; // (c,)
}

export interface OverlapLayout {
  name: string;
  kind: "overlap";
  title: string;
  note?: string;
}

export interface OverlapArrays {
  thresholds: Floats; // (t,)
  dice: Floats; // (t,)
  precision: Floats; // (t,)
  recall: Floats; // (t,)
  chosen: Floats; // (4,): threshold, Dice on test slices, on validation slices, of the mean image
}

export interface Layouts {
  scatter: ScatterLayout;
  histogram: HistogramLayout;
  strip: StripLayout;
  cloud: CloudLayout;
  space: SpaceLayout;
  curves: CurvesLayout;
  bars: BarsLayout;
  tiles: TilesLayout;
  plane: PlaneLayout;
  field: FieldLayout;
  map: MapLayout;
  cut: CutLayout;
  roc: RocLayout;
  improvement: ImprovementLayout;
  gallery: GalleryLayout;
  sculpt: SculptLayout;
  profile: ProfileLayout;
  lesions: LesionsLayout;
  overlap: OverlapLayout;
}

export interface Arrays {
  scatter: ScatterArrays;
  histogram: HistogramArrays;
  strip: StripArrays;
  cloud: CloudArrays;
  space: SpaceArrays;
  curves: CurvesArrays;
  bars: BarsArrays;
  tiles: TilesArrays;
  plane: PlaneArrays;
  field: FieldArrays;
  map: MapArrays;
  cut: CutArrays;
  roc: RocArrays;
  improvement: ImprovementArrays;
  gallery: GalleryArrays;
  sculpt: SculptArrays;
  profile: ProfileArrays;
  lesions: LesionsArrays;
  overlap: OverlapArrays;
}
