// Types that the modules share: what Python sends, what the page knows, what a drawer gets.

import type { Surface } from "../kit/canvas.js";
import type { View } from "../kit/view.js";

// What Python sends.

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

/** Settings worth seeing, with the J of a good result where there is one. */
export interface Preset {
  name: string;
  look_for: string;
  target: number | null;
}

/** What the script gives the live component at each rerun. */
export interface PageData {
  run?: string;
  frame_url?: string;
  rate?: number | null;
  preset?: Preset | null;
  note?: string;
  share?: string;
  axes?: string;
  views?: string;
  pace?: number;
  score?: string;
  flat?: boolean;
  sample?: string;
}

/** What Streamlit hands to a component at each rerun. */
export interface Rerun<Data> {
  parentElement: HTMLElement;
  data?: Data | null;
  setTriggerValue: (name: string, value: unknown) => void;
}

/** A remedy for a run that diverged: another rate. */
export interface Fix {
  label: string;
  rate: number;
}

/** The header of a frame: numbers that are not finite are null. */
export interface Header {
  run?: string;
  seq?: number;
  full?: boolean;
  state?: RunState;
  message?: string;
  caution?: string;
  options?: { score?: string; flat?: boolean; sample?: string };
  fix?: Fix | null;
  index: number;
  epoch: number;
  epochs?: number | null;
  updates?: number | null;
  rate?: number | null;
  speed?: number | null;
  seconds: number;
  minimises?: boolean;
  first?: number | null;
  loss?: number | null;
  heldout?: number | null;
  changes?: [index: number, rate: number][];
  views?: Layout[];
}

/** The score of another method on the same data. */
export interface Baseline {
  label: string;
  value: number | null;
  error: number | null;
}

/** The words and numbers of one view, beside its arrays. */
export interface Layout {
  name: string;
  kind: string;
  title?: string;
  note?: string;
  unit?: string;
  pinned?: number;
  /** Rows and columns of a sample that is an image. */
  shape?: [number, number];
  /** Rows and columns of a grid of images. */
  grid?: [number, number];
  /** What the points are instead of samples and their reconstructions. */
  output?: string;
  score?: string;
  flat?: boolean;
  sample?: string;
  names?: string[];
  baselines?: Baseline[];
  terms?: string[];
  symbols?: Record<string, string>;
  sum?: boolean;
  per_epoch?: number;
  scale?: "lit" | "log";
}

export type Numbers = Float32Array | Int32Array | Uint8Array;

/** An array of a view, row by row. */
export interface Whole {
  data: Numbers;
  shape: number[];
}

/** Rows of an array, from row `start` of `rows` in all. */
export interface Part extends Whole {
  name: string;
  start: number;
  rows: number;
}

/** The latest header, views and whole arrays of one run. */
export interface FrameStore {
  readonly header: Header | null;
  readonly views: Layout[];
  take(frame: Frame): void;
  get(name: string): Whole | null;
}

export interface Frame {
  header: Header;
  parts: Part[];
}

/** The answer to a probe; a sample is bytes of an image as base64, or numbers. */
export interface ProbeAnswer {
  sample?: number | null;
  z?: number[];
  image?: boolean;
  x?: string | number[] | null;
  x_hat?: string | number[] | null;
}

/** What a run tells beside its frames: its state, and the acknowledgement of a command. */
export interface News {
  state?: RunState | null;
  queue?: number | null;
  ack?: number | null;
  message?: string | null;
  fix?: Fix | null;
  probe?: ProbeAnswer;
}

// What the browser sends.

/** What a run is asked about: a sample of the held-out data, or a place of the latent space. */
export type Question =
  | { sample: number; code?: undefined }
  | { code: number[]; sample?: undefined };

/** The value of each command. */
export interface Commands {
  play: undefined;
  pause: undefined;
  step: undefined;
  stop: undefined;
  reset: undefined;
  drawn: undefined;
  rate: number;
  axes: "pca" | number[];
  pick: number | null;
  show: string[];
  pace: number;
  probe: Question;
  score: string;
  flat: boolean;
  sample: string;
}
export type Op = keyof Commands;

/** A command with its number; `drawn` has none. */
export interface Message {
  op: Op;
  value?: Commands[Op];
  id?: number;
}

// The transport.

/** What a transport calls. */
export interface Listener {
  /** A frame has come. */
  frame(buffer: ArrayBuffer): void;
  /** The run has told something. */
  news(news: News): void;
  /** The connection is up, or down for the time being. */
  link(up: boolean): void;
  /** There is no such run, or this page is refused; nothing more will come. */
  gone(reason: "unknown" | "refused"): void;
}

/** What brings frames and takes commands: a WebSocket, or a recording. */
export interface Transport {
  /** Whether a run is there that obeys commands. */
  readonly live: boolean;
  send(message: Message): void;
  close(): void;
}

/** Returns the transport to what the data name, null where they name nothing. */
export type OpenTransport = (data: PageData, listener: Listener) => Transport | null;

// What the page knows.

/** A sample and its reconstruction; a place of the latent space has no sample. */
export interface Pair {
  x?: ArrayLike<number> | null;
  xHat: ArrayLike<number> | null;
}

/** The state of the page. It is read everywhere, and changed by the methods of `PageState`. */
export interface PageFields {
  /** What the script gave at the last rerun. */
  data: PageData;
  /** The last frame, and the arrays of all frames. */
  store: FrameStore;
  runState: RunState;
  /** A run is there that obeys commands. */
  live: boolean;
  /** The connection to the run is up. */
  linked: boolean;
  /** What is drawn is not of this run. */
  stale: boolean;
  /** The run has told its state, which holds whatever an older frame says. */
  told: boolean;
  /** Position in the queue, from 1; 0 where the run does not wait. */
  queue: number;
  message: string;
  fix: Fix | null;
  /** A request to Python is under way. */
  asking: boolean;
  /** A short confirmation in the bar. */
  flash: string;
  /** The pinned sample, −1 for none. */
  picked: number;
  /** The sample under the pointer, −1 for none. */
  hovered: number;
  /** What is to be marked among the data: the sample or the code that is pointed at. */
  decoded: Pair | null;
  /** The pinned sample, where no picture has it. */
  pinned: (Pair & { index: number }) | null;
  /** The classes that are not shown. */
  hidden: ReadonlySet<number>;
  /** Share of the normal samples above the threshold, in every picture of the score. */
  cut: number;
  /** Commands acknowledged so far. */
  acknowledged: number;
  /** Frames drawn so far. */
  frames: number;
}

// What a drawer gets, and gives.

export type Box = [x0: number, x1: number, y0: number, y1: number];

/** The colours and fonts in force. */
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
  tick: string;
  small: string;
  text: string;
  bold: string;
  large: string;
  maths: string;
  /** Size of the letters, 1 on an ordinary page. */
  scale: number;
  /** 256 packed colours from paper to ink. */
  ramp: Uint32Array;
  /** 511 packed colours: negative, paper, positive. */
  residual: Uint32Array;
  /** 256 packed colours from black to white. */
  lit: Uint32Array;
  /** 256 packed colours of the sequential map. */
  map: Uint32Array;
  /** The shade where there are no points. */
  empty: string;
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
export interface TipNote {
  show(canvas: HTMLElement, x: number, y: number, rows: TipRow[]): void;
  hide(): void;
}

/** Shows what a place of the latent space means, in the note beside the pointer. */
export interface Inspecting {
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

/** The page as a drawer sees it: `card.lab`. */
export interface Host {
  readonly live: boolean;
  readonly hidden: ReadonlySet<number>;
  readonly hovered: number;
  readonly picked: number;
  readonly pinned: (Pair & { index: number }) | null;
  readonly decoded: Pair | null;
  readonly cut: number;
  readonly theme: Theme;
  readonly tip: TipNote;
  readonly inspector: Inspecting;
  /** Draw a card at the screen's next picture, or all. */
  request(card?: Drawable | null): void;
  /** Say why there is no picture in a card. */
  hint(card: CardParts): string;
  /** Send a command to the run; returns its number. */
  command<Name extends Op>(op: Name, value?: Commands[Name]): number;
  /** Tell Python a value. */
  trigger(name: string, value: unknown): void;
  /** Pin a sample, or release it when it is the pinned one. */
  pick(index: number): void;
  /** Mark a sample in all pictures, −1 for none. */
  point(index: number): void;
  /** Move the threshold to where this share of the normal samples is above it. */
  setCut(share: number): void;
  toggleClass(index: number): void;
  showClasses(): void;
}

/** What can be drawn again on its own. */
export interface Drawable {
  paint(): void;
}

/** What is drawn with: the context, the canvas and the colours. */
export interface Brush {
  context: CanvasRenderingContext2D;
  surface: Surface;
  theme: Theme;
}

/** A card as its drawer sees it. */
export interface CardParts extends Drawable {
  readonly lab: Host;
  readonly name: string;
  readonly kind: string;
  readonly node: HTMLElement;
  readonly head: HTMLElement;
  readonly tools: HTMLElement;
  readonly body: HTMLElement;
  readonly foot: HTMLElement;
  readonly surface: Surface;
  /** Begin a picture; where it is not ready say why, and return null. */
  begin(ready: unknown): Brush | null;
  /** Forget the zoom. */
  reset(): void;
}

/** Returns an array of the view by its name, null where it has not come. */
export type GetArray = (name: string) => Whole | null;

/** Draws a kind of view in a card. */
export interface Drawer {
  /** What is shown of the data, where that can be zoomed. */
  view?: View;
  /** The box of a latent space that is shown. */
  readonly shown?: Box | null;
  update(layout: Layout, get: GetArray, header: Header | null): void;
  paint(): void;
  /** Return in words what the picture shows. */
  describe(): string;
  close?(): void;
}
export type DrawerClass = new (card: CardParts) => Drawer;
