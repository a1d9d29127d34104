// Types that drawers, kit and components share.

import type { Surface } from "./canvas.js";
import type { Arrays, Layouts } from "./kinds.d.ts";
import type { View } from "./view.js";

/** What is drawn on: a canvas of the page or a hidden one. */
export type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D;

/** The arrays that a frame can hold. */
export type Numbers = Float32Array | Int32Array | Uint8Array;

/** An array of a view, row by row. */
export interface Part<T extends Numbers = Numbers> {
  data: T;
  shape: number[];
}

/** A part of an array as a frame carries it: rows from `start` of `rows` in all. */
export interface Share extends Part {
  name: string;
  start: number;
  rows: number;
}

/** The state of a run as it is shown; "idle" where there is no run. */
export type RunState =
  | "idle"
  | "queued"
  | "running"
  | "paused"
  | "finished"
  | "diverged"
  | "stopped"
  | "gone";

/** A remedy for a run that diverged: another rate. */
export interface Fix {
  label: string;
  rate: number;
}

/** The header of a frame, which tells of the run. Numbers that are not finite are null. */
/** The terms of J on all held-out samples, and the standard error of their sum. */
export interface Final {
  terms: number[];
  error: number | null;
}

export interface Header {
  run?: string;
  seq?: number;
  full?: boolean;
  state?: RunState;
  message?: string;
  caution?: string;
  options?: { score?: string; flat?: boolean; sample?: string };
  fix?: Fix | null;
  index: number; // updates
  epoch: number;
  epochs?: number | null;
  updates?: number | null;
  rate?: number | null;
  speed?: number | null; // samples per second
  seconds: number;
  minimises?: boolean;
  first?: number | null;
  loss?: number | null;
  heldout?: number | null;
  heldout_samples?: [shown: number, every: number]; // of the held-out curves, and all
  final?: Final | null;
  changes?: [index: number, rate: number][]; // of the rate while the run went on
  views?: ViewLayout[];
}

export type Kind = keyof Layouts;
export type ViewLayout = Layouts[Kind];

/** Returns an array of a view, or null as long as it has not come. */
export type Get<A> = <N extends keyof A & string>(name: N) => Required<A>[N] | null;

/** What draws one kind of view in its card. */
export interface Drawer<K extends Kind> {
  /** Take the layout and the arrays of the latest frame. */
  update(layout: Layouts[K], get: Get<Arrays[K]>, header?: Header | null): void;
  paint(): void;
  /** Return what the picture shows, for a screen reader. */
  describe(): string;
  close?(): void;
  readonly view?: View; // what can be zoomed
  readonly shown?: Box | null; // the part of the latent space that is seen
}

export type DrawerClass<K extends Kind> = new (card: Card) => Drawer<K>;

/** A drawer of any kind. Layout and arrays must be of its kind, as they are in one header. */
export interface AnyDrawer extends Omit<Drawer<Kind>, "update"> {
  update(layout: object, get: (name: string) => Part | null, header: Header | null): void;
}

/** Typed `update` of a drawer. */
export type Update<K extends Kind> = Drawer<K>["update"];

/** What can be drawn again on its own. */
export interface Drawable {
  paint(): void;
}

/** A card of the page, as the drawer in it sees it. */
export interface Card extends Drawable {
  readonly lab: Lab;
  readonly name: string;
  readonly kind: string;
  readonly node: HTMLElement;
  readonly head: HTMLElement;
  readonly tools: HTMLElement;
  readonly body: HTMLElement;
  readonly foot: HTMLElement;
  readonly surface: Surface;
  /** Begin a picture; null, and the reason on the card, where it is not ready. */
  begin(ready: unknown): Picture | null;
  /** Forget the zoom. */
  reset(): void;
}

export interface Picture {
  context: Context;
  surface: Surface;
  theme: Theme;
}

/** The page, as far as the drawers read and change it. */
export interface Lab {
  readonly theme: Theme;
  readonly live: boolean; // a run is connected
  readonly hidden: ReadonlySet<number>; // classes
  readonly hovered: number; // sample under the pointer, or −1
  readonly picked: number; // pinned sample, or −1
  readonly pinned: (Pair & { index: number }) | null; // the pinned sample where no view has it
  readonly decoded: Pair | null; // what is decoded under the pointer in another picture
  readonly cut: number; // share of the normal samples above the threshold
  readonly tip: Tip;
  readonly inspector: Inspector;
  /** Draw a card, or all, with the next picture of the screen. */
  request(card?: Drawable | null): void;
  /** Return why there is no picture yet. */
  hint(card: Card): string;
  /** Mark a sample in all pictures; −1 is none. */
  point(index: number): void;
  /** Pin a sample, or release it when it is the pinned one. */
  pick(index: number): void;
  toggleClass(index: number): void;
  showClasses(): void;
  /** Move the threshold so that this share of the normal samples is above it. */
  setCut(share: number): void;
  /** Send a command to the run; return its number. */
  command(op: "axes", value: "pca" | number[]): number;
  /** Send a value to Python. */
  trigger(name: string, value: unknown): void;
}

/** A sample and its reconstruction; a place of the latent space has no sample. */
export interface Pair {
  x?: ArrayLike<number> | null;
  xHat: ArrayLike<number> | null;
  xTilde?: ArrayLike<number>;
}

/** A sample with its reconstruction, both known. */
export interface SamplePair extends Pair {
  x: ArrayLike<number>;
  xHat: ArrayLike<number>;
}

/** A row of a tip: cells with a mark of a colour, images side by side, or a small remark. */
export interface TipRow {
  cells?: string[];
  colour?: string;
  dashed?: boolean;
  images?: { canvas: HTMLCanvasElement | null | undefined; symbol: string }[];
  waiting?: boolean;
  small?: string;
}

/** The note beside the pointer. */
export interface Tip {
  show(canvas: HTMLElement, x: number, y: number, rows: TipRow[]): void;
  hide(): void;
}

/** Shows what a place of the latent space means. */
export interface Inspector {
  sample(
    canvas: HTMLElement,
    x: number,
    y: number,
    index: number,
    about: { label: { index: number; name: string }; rows: TipRow[] },
  ): void;
  place(
    canvas: HTMLElement,
    x: number,
    y: number,
    code: number[],
    rows: TipRow[],
    above?: TipRow[],
  ): void;
  leave(): void;
}

export type Box = [x0: number, x1: number, y0: number, y1: number];
export type Interval = [low: number, high: number];
export type Place = [x: number, y: number];
export type Rgb = [red: number, green: number, blue: number];

/** Points of the plane or of space, one after the other. */
export interface Points {
  data: ArrayLike<number>;
  count: number;
}

/** Points of space as they are seen, and how near they are. */
export interface SeenPoints extends Points {
  data: Float32Array;
  depth: Float32Array;
}

export interface Tick {
  value: number;
  label: string;
}

/** The name of a row of images: a word and a symbol in mathematics. */
export type RowName = [word: string, symbol: string];

/** Colours and fonts in force. */
export interface Theme {
  dark: boolean;
  card: string;
  ink: string;
  soft: string;
  line: string;
  axis: string;
  accent: string;
  blue: string;
  warm: string;
  good: string;
  empty: string; // over places without data
  tick: string; // fonts
  small: string;
  text: string;
  bold: string;
  large: string;
  maths: string;
  scale: number; // of all sizes
  ramp: Uint32Array; // 256 colours from paper to ink
  lit: Uint32Array; // 256 colours from black to white
  map: Uint32Array; // 256 colours of a sequential map
  residual: Uint32Array; // 511 colours, from negative to positive
}

/** What Streamlit hands to a component at each rerun. */
export interface Component<D> {
  parentElement: HTMLElement;
  data: D;
  setTriggerValue(name: string, value: unknown): void;
  setStateValue(name: string, value: unknown): void;
}
