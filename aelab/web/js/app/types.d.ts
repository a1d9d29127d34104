// Types that the modules share: what Python sends, what the page knows, what a drawer gets.

import type { Fix, Header, Pair, Part, RunState, Share } from "../kit/types.d.ts";

// What the kit declares: frames, and what a drawer gets and gives.
export type {
  AnyDrawer,
  Box,
  Card as CardParts,
  Drawable,
  Fix,
  Header,
  Inspector as Inspecting,
  Lab as Host,
  Numbers,
  Pair,
  Part as Whole,
  Picture as Brush,
  RunState,
  Theme,
  Tip as TipNote,
  TipRow,
} from "../kit/types.d.ts";

// What Python sends.

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
  channel?: NotebookChannel;
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
  objective?: boolean;
  per_epoch?: number | null;
  scale?: "lit" | "log";
}

/** The latest header, views and whole arrays of one run. */
export interface FrameStore {
  readonly header: Header | null;
  readonly views: Layout[];
  take(frame: Frame): void;
  get(name: string): Part | null;
}

export interface Frame {
  header: Header;
  parts: Share[];
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

/** What brings frames and takes commands: a WebSocket, a notebook's channel, or a recording. */
export interface Transport {
  /** Whether a run is there that obeys commands. */
  readonly live: boolean;
  send(message: Message): void;
  close(): void;
}

/** What the kernel of a notebook sends beside a frame. */
export interface NotebookMessage {
  news?: News;
}

/** The channel between a widget of a notebook and its kernel, as anywidget's model has it. */
export interface NotebookChannel {
  on(event: string, receive: (message: NotebookMessage, buffers?: DataView[]) => void): void;
  off(event: string, receive: (message: NotebookMessage, buffers?: DataView[]) => void): void;
  send(message: Message): void;
}

/** Returns the transport to what the data name, null where they name nothing. */
export type OpenTransport = (data: PageData, listener: Listener) => Transport | null;

// What the page knows.

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
