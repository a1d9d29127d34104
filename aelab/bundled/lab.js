// The live component in one file, made by `make bundle`: see aelab/web/js.
var Ot=class{width=0;height=0;density=1;constructor(t,s){this.canvas=document.createElement("canvas"),this.canvas.setAttribute("role","img"),t.append(this.canvas),this.context=z(this.canvas),this.observer=new ResizeObserver(([{contentRect:e}])=>{this.width=e.width,this.height=e.height,s()}),this.observer.observe(t)}begin(){this.density=window.devicePixelRatio||1;let t=Math.round(this.width*this.density),s=Math.round(this.height*this.density);return(this.canvas.width!==t||this.canvas.height!==s)&&(this.canvas.width=t,this.canvas.height=s),this.context.setTransform(this.density,0,0,this.density,0,0),this.context.clearRect(0,0,this.width,this.height),this.context}close(){this.observer.disconnect()}},A=class{constructor(t,s,e,i){this.x=t,this.y=s,this.w=Math.max(1,e),this.h=Math.max(1,i),this.box=[0,1,0,1],this.sx=this.w,this.sy=this.h}show(t){return this.box=t,this.sx=this.w/(t[1]-t[0]),this.sy=this.h/(t[3]-t[2]),this}px(t){return this.x+(t-this.box[0])*this.sx}py(t){return this.y+this.h-(t-this.box[2])*this.sy}ix(t){return this.box[0]+(t-this.x)/this.sx}iy(t){return this.box[2]+(this.y+this.h-t)/this.sy}has(t,s){return t>=this.x&&t<=this.x+this.w&&s>=this.y&&s<=this.y+this.h}clip(t,s){t.save(),t.beginPath(),t.rect(this.x,this.y,this.w,this.h),t.clip(),s(),t.restore()}};function z(r){let t=r.getContext("2d");if(!t)throw new Error("This browser cannot draw on a canvas.");return t}function S(r,t,s,e,i,n){r.strokeStyle=t,r.beginPath(),r.moveTo(s,e),r.lineTo(i,n),r.stroke()}function G(r,t,s,e,i=6.5,n=2){r.beginPath(),r.arc(s,e,i,0,2*Math.PI),r.strokeStyle=t.card,r.lineWidth=n+2.5,r.stroke(),r.strokeStyle=t.ink,r.lineWidth=n,r.stroke()}function qt(r,t,[s,e],...i){r.setLineDash([2,3]),r.lineWidth=1;for(let[n,o]of i)S(r,t.accent,s,e,n,o);r.setLineDash([]),r.fillStyle=t.accent,r.beginPath(),r.arc(s,e,5,0,2*Math.PI),r.fill(),G(r,t,s,e,6,1.5)}function Rt(r,t,s,e){r.beginPath();for(let[i,n]of[...s,...e.reverse()])r.lineTo(i,n);r.fillStyle=t,r.globalAlpha=.15,r.fill(),r.globalAlpha=1}function st(r,t,s,e,i,n){r.lineJoin="round",r.strokeStyle=t.card,r.lineWidth=4,r.strokeText(s,e,i),r.fillStyle=n,r.fillText(s,e,i)}function et(r,t,s,e){r.font=t.text,r.fillStyle=t.soft,r.textAlign="center",r.textBaseline="middle",r.fillText(e,s.width/2,s.height/2,s.width)}var Xs=["#3f90da","#ffa90e","#bd1f01","#94a4a2","#832db6","#a96b59","#e76300","#b9ac70","#717581","#92dadd"],Qs=new Map;function C(r){let t=Qs.get(r)??pi(r);return Qs.set(r,t),t}function pi(r){let t=z(new OffscreenCanvas(1,1));t.fillStyle=r,t.fillRect(0,0,1,1);let[s,e,i]=t.getImageData(0,0,1,1).data;return[s,e,i]}function fi(r){let[t,s,e]=C(r);return .2126*t+.7152*s+.0722*e<110}function zs(r){let t=getComputedStyle(r),s=t.getPropertyValue("--st-background-color").trim()||"#f7f8fa";r.dataset.theme=fi(s)?"dark":"light";let e=r.dataset.theme==="dark",i=parseFloat(t.getPropertyValue("--scale"))||1;return{dark:e,scale:i,...mi(t,e),...gi(t,i)}}function mi(r,t){let s=d=>r.getPropertyValue(`--${d}`).trim(),[e,i,n,o,a]=["card","ink","soft","blue","warm"].map(s),[l,h,c,u]=["line","axis","accent","good"].map(s);return{card:e,ink:i,soft:n,line:l,axis:h,accent:c,blue:o,warm:a,good:u,ramp:Zs(C(e),C(i)),residual:yi(C(o),C(e),C(a)),lit:bi,map:wi,empty:t?"rgb(0 0 0 / 0.22)":`rgb(${C(n).join(" ")} / 0.09)`}}function gi(r,t){let s=r.fontFamily;return{tick:`${13*t}px ${s}`,small:`${11*t}px ${s}`,text:`${14*t}px ${s}`,bold:`600 ${13*t}px ${s}`,large:`600 ${17*t}px ${s}`,maths:`italic ${16*t}px ${r.getPropertyValue("--serif").trim()}`}}function Os([r,t,s]){return 255<<24|s<<16|t<<8|r}function qs(r,t,s){let e=i=>Math.round(r[i]+(t[i]-r[i])*s);return[e(0),e(1),e(2)]}function Zs(r,t){return Uint32Array.from({length:256},(s,e)=>Os(qs(r,t,e/255)))}var bi=Zs([0,0,0],[255,255,255]),wi=Uint32Array.from({length:256},(r,t)=>{let s=t/255,e=(288-183*s)*Math.PI/180,i=.1+.05*s**3-.008*Math.sin(Math.PI*s);return Os(xi(.27+.63*s,i*Math.cos(e),i*Math.sin(e)))});function xi(r,t,s){let e=(r+.3963377774*t+.2158037573*s)**3,i=(r-.1055613458*t-.0638541728*s)**3,n=(r-.0894841775*t-1.291485548*s)**3;return[Ls(4.0767416621*e-3.3077115913*i+.2309699292*n),Ls(-1.2684380046*e+2.6097574011*i-.3413193965*n),Ls(-.0041960863*e-.7034186147*i+1.707614701*n)]}function Ls(r){let t=Math.max(0,Math.min(1,r));return Math.round(255*(t<=.0031308?12.92*t:1.055*t**(1/2.4)-.055))}function te({maths:r,tick:t,bold:s}){return Promise.allSettled([r,t,s].map(e=>document.fonts.load(e)))}function yi(r,t,s){return Uint32Array.from({length:511},(e,i)=>{let n=(i-255)/255;return Os(qs(t,n<0?r:s,Math.abs(n)))})}function v(r){return Xs[r%Xs.length]}function it(r,t){let[s,e,i]=qs(C(v(r)),C(t.ink),.3);return`rgb(${s} ${e} ${i})`}function se(r){let t=new WeakMap;return function(e){let{parentElement:i}=e,n=t.get(i)??{picture:new r(i,e.data),calls:0};t.set(i,n),clearTimeout(n.ending),n.picture.receive(e);let o=++n.calls,a=()=>{t.delete(i),n.picture.close()};return()=>{o===n.calls&&(n.picture.root.isConnected?n.ending=setTimeout(a,50):a())}}}var vi="₀₁₂₃₄₅₆₇₈₉";function b(r,t=4){if(r==null||!Number.isFinite(r))return"–";let s=Math.abs(r);if(s!==0&&(s<.001||s>=1e6))return ft(r.toExponential(t-2));let e=Math.floor(Math.log10(s||1)),i=e<0?e+2:e+1;return ft(r.toFixed(Math.max(0,Math.min(4,t-i))))}function T(r,t){return r==null||!Number.isFinite(r)?"–":ft(r.toFixed(t))}function ee(r){let t=Math.abs(r);return Math.max(0,Math.min(4,3-Math.floor(Math.log10(t||1))))}function Ht(r){return r==null||!Number.isFinite(r)?"–":r>=1e-4?String(Number(r.toPrecision(3))):ft(r.toExponential())}function ft(r){return String(r).replaceAll("-","−")}function R(r,t=1){return r==null||!Number.isFinite(r)?"–":String(Math.round(r)).padStart(t,"0").replace(/\B(?=(\d{3})+$)/g," ")}function nt(r){return`z${[...String(r+1)].map(t=>vi[Number(t)]).join("")}`}function f(r,t="",s="",e={}){let i=document.createElement(r);t&&(i.className=t),s&&(i.textContent=s);for(let[n,o]of Object.entries(e))i.setAttribute(n,String(o));return i}function $(r,t,s=""){let e=f("span","item"),i=f("span","",t);return s&&i.append(f("span","maths",s)),e.append(f("i",r),i),e}function Y(r,t=3){return`(${Array.from(r).slice(0,4).map(e=>b(e,t)).join(", ")}${r.length>4?", …":""})`}function x(r,t){r&&r.textContent!==t&&(r.textContent=t)}var ie={"kit/tokens":`/* What all our pictures have in common: colours by their meaning, letters, and how large they are.
 * A canvas reads the colours from here, so they are plain values, for light and for dark. */

@scope (.lab, .projection, .decoding) {

:scope {
  --ink: var(--st-text-color, #1b2330);
  --accent: var(--st-primary-color, #2f6fed);
  --card: #ffffff;
  --soft: #5d6b7e;
  --line: #e3e7ed;
  --axis: #c3cad5;
  --blue: #2f6fed;
  --warm: #d9722e;
  --good: #1c7c54;
  --on-accent: #ffffff;
  --serif: "Source Serif", "STIX Two Math", "Source Serif 4", Georgia, serif;
  --scale: 1;
  color: var(--ink);
  font: 14px/20px var(--st-font, "Source Sans", "Source Sans 3", system-ui, sans-serif);
  font-variant-numeric: tabular-nums;
  text-align: left;
}

:scope[data-theme="dark"] {
  --card: #1a2029;
  --soft: #9aa7b8;
  --line: #2b3442;
  --axis: #465265;
  --blue: #6ea0ff;
  --warm: #f0a36b;
  --good: #5cc79a;
  --on-accent: #0d1420;
  color-scheme: dark;
}

/* For the back row of a lecture hall. */
:root[data-presenting] :scope {
  --scale: 1.2;
  font-size: 17px;
  line-height: 24px;
}

}
`,"app/live":`/* The live component. Three sizes of type (17, 14, 13), and one for figures that a room reads
 * (22); two weights, one kind of box. Its other style sheets are loaded after this one. */

:host {
  display: block;
}

/* Nothing here reaches beyond the component. */
@scope (.lab) {

:scope {
  --gap: 12px;
  container: lab / inline-size;
  position: relative;
}

:scope *,
:scope *::before {
  box-sizing: border-box;
}

:scope [hidden] {
  display: none !important; /* whatever else is said of it */
}

:scope button,
:scope select {
  color: inherit;
  font: inherit;
}

:scope :is(button, select):focus-visible {
  outline: 2px solid var(--accent);
  outline-offset: 1px;
}

}
`,"app/playbar":`/* The bar above the pictures: buttons, counters, state. */

@scope (.lab) {

.bar {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 8px;
  margin-bottom: var(--gap);
}

.button {
  display: inline-flex;
  flex: none;
  align-items: center;
  justify-content: center;
  gap: 6px;
  height: 38px;
  padding: 0 9px;
  border: 1px solid var(--line);
  border-radius: 8px;
  background: var(--card);
  cursor: pointer;
  white-space: nowrap;
}

:root[data-presenting] :scope .button {
  height: 44px;
}

.button:hover:not(:disabled) {
  border-color: var(--axis);
}

.button:active:not(:disabled) {
  background: color-mix(in srgb, var(--card), var(--ink) 7%);
}

.button:disabled {
  color: color-mix(in srgb, var(--soft), var(--card) 35%);
  cursor: default;
}

.button svg {
  width: 14px;
  height: 14px;
  fill: currentColor;
}

.button svg.outlined {
  fill: none;
  stroke: currentColor;
  stroke-width: 1.7;
  stroke-linecap: round;
  stroke-linejoin: round;
}

:scope .button.play {
  min-width: 94px;
  border-color: var(--accent);
  background: var(--accent);
  color: var(--on-accent);
  font-weight: 600;
}

:scope .button.play:disabled {
  color: color-mix(in srgb, var(--on-accent), transparent 35%);
}

:scope .button.play:hover {
  border-color: var(--accent);
  background: color-mix(in srgb, var(--accent), var(--ink) 12%);
}


.button.share {
  min-width: 80px;
}

.button.help {
  width: 38px;
  padding: 0;
}

.figure,
.state {
  display: flex;
  flex: none;
  flex-direction: column;
  white-space: nowrap;
}

.figure {
  margin-left: 8px;
}

.figure small,
.state small {
  color: var(--soft);
  font-size: calc(13px * var(--scale));
  line-height: calc(16px * var(--scale));
}

/* The pace of the run, where its speed has its name. */
:scope .pace {
  field-sizing: content;
  max-width: calc(104px * var(--scale));
  margin: 0;
  padding: 0;
  border: 0;
  border-radius: 4px;
  background: none;
  color: var(--soft);
  font-size: calc(13px * var(--scale));
  line-height: calc(16px * var(--scale));
  cursor: pointer;
}

:scope .pace:hover {
  color: var(--accent);
}

.pace option {
  background: var(--card);
  color: var(--ink);
}

.figure .value {
  font-size: calc(17px * var(--scale));
  line-height: calc(20px * var(--scale));
}

.figure.epoch {
  min-width: calc(64px * var(--scale));
}

.figure.step,
.figure.speed {
  min-width: calc(54px * var(--scale));
}

.state {
  flex: 1 1 104px;
  min-width: 100px;
  margin-left: 8px;
  justify-content: center;
}

.state .word::before {
  content: "";
  display: inline-block;
  width: 8px;
  height: 8px;
  margin-right: 6px;
  border-radius: 50%;
  background: currentColor;
}

.state .detail {
  min-height: calc(16px * var(--scale));
  padding-left: 14px;
}

.state .word {
  color: var(--soft);
  line-height: calc(18px * var(--scale));
}

.state[data-state="running"] .word {
  color: var(--good);
}

.state[data-state="queued"] .word,
.state[data-state="paused"] .word {
  color: var(--accent);
}

.state[data-state="diverged"] .word {
  color: var(--warm);
}

.state[data-state="finished"] .word {
  color: var(--ink);
}

}
`,"app/cards":`/* The cards: their places on the page, title, tools, plot and foot. */

@scope (.lab) {

.card {
  border: 1px solid var(--line);
  border-radius: 10px;
  background: var(--card);
}

.cards {
  display: grid;
  grid-template-columns: minmax(0, 0.98fr) minmax(0, 1fr);
  gap: var(--gap);
  height: clamp(466px, 100dvh - 160px, 560px); /* the bar and the verdict stay in sight */
}

.cards:not(:has(.top.strip)) {
  height: clamp(492px, 100dvh - 160px, 590px);
}

/* Four places: main on the left, top, left and right beside it; fewer views fill the page. */
.side {
  display: grid;
  grid-template-columns: minmax(0, 1fr) minmax(0, 1.08fr);
  grid-template-rows: minmax(0, 1.1fr) minmax(0, 1fr);
  gap: var(--gap);
  min-width: 0;
  min-height: 0;
}

.side:has(> .right.plane) {
  grid-template-columns: minmax(0, 0.9fr) minmax(0, 1.22fr);
}

.side:has(> .top.strip) {
  grid-template-rows: auto minmax(0, 1fr);
}

.side > .top,
.cards[data-count="3"] .left {
  grid-column: 1 / -1;
}

.cards[data-count="3"] .side:not(:has(> .top.strip)) {
  grid-template-rows: minmax(0, 1.3fr) minmax(0, 1fr);
}

.cards[data-count="2"] .side {
  grid-template-rows: minmax(0, 1fr);
}

.cards[data-count="1"] {
  grid-template-columns: minmax(0, 1fr);
}

.cards[data-count="1"] .side {
  display: none;
}

.cards .card {
  display: flex;
  flex-direction: column;
  min-width: 0;
  min-height: 0;
  padding: 9px 12px 8px;
}

.card header {
  display: flex;
  flex: none;
  align-items: center;
  gap: 10px;
  height: calc(24px * var(--scale));
  margin-bottom: 4px;
}

/* The note stands beside the title where it fits whole, and otherwise not at all. */
.card .words {
  display: flex;
  flex: 1;
  flex-wrap: wrap;
  gap: 0 10px;
  min-width: 0;
  height: calc(24px * var(--scale));
  margin: -2px -4px;
  padding: 2px 4px;
  overflow: hidden;
  box-sizing: content-box;
}

.card h3 {
  position: relative;
  flex: 1 0 auto;
  max-width: 100%;
  margin: 0;
  padding: 0;
  color: inherit;
  font: inherit;
  font-weight: 600;
  line-height: calc(24px * var(--scale));
  letter-spacing: 0;
  white-space: nowrap;
}

.card .title {
  display: block;
  overflow: hidden;
  text-overflow: ellipsis;
}

/* Where there are more views than places, a native select lies over the title. */
.card .menu {
  display: flex;
  flex: 0 1 auto;
  gap: 7px;
  min-width: 0;
}

.card .menu::after {
  content: "";
  flex: none;
  width: 5px;
  height: 5px;
  margin: calc(8px * var(--scale)) 2px 0 0;
  border: solid var(--soft);
  border-width: 0 1.5px 1.5px 0;
  rotate: 45deg;
}

.card .menu:hover::after {
  border-color: var(--accent);
}

.card .menu:has(select:focus-visible) {
  border-radius: 4px;
  outline: 2px solid var(--accent);
  outline-offset: 1px;
}

.card .menu select {
  position: absolute;
  inset: 0;
  width: 100%;
  opacity: 0;
  cursor: pointer;
}

.card .menu option {
  background: var(--card);
  font-weight: 400;
}

.card .menu + .note {
  flex: 1 0 auto;
  text-align: right;
}

.card .tools {
  display: flex;
  flex: none;
  align-items: center;
  gap: 6px;
}

.card .tools:not(:has(> :not(.fit))) {
  display: none;
}

.card.zoomed .tools {
  display: flex;
}

.card .note {
  flex: none;
  color: var(--soft);
  line-height: calc(24px * var(--scale));
  white-space: nowrap;
}

.fit {
  display: none;
}

.zoomed .fit {
  display: inline-block;
}

:scope .small {
  height: calc(22px * var(--scale));
  padding: 0 7px;
  border: 1px solid var(--line);
  border-radius: 6px;
  background: transparent;
  color: var(--soft);
  font-size: calc(13px * var(--scale));
  line-height: 1;
  cursor: pointer;
}

:scope select.small {
  padding: 0 2px;
  color: var(--ink);
}

:scope .small option {
  background: var(--card);
}

:scope .small[aria-pressed="true"] {
  border-color: var(--accent);
  color: var(--accent);
}

.axes {
  display: flex;
  gap: 5px;
  align-items: center;
  color: var(--soft);
}

.plot {
  position: relative;
  flex: 1;
  min-height: 0;
}

.plot canvas {
  position: absolute;
  inset: 0;
  display: block;
  width: 100%;
  height: 100%;
  touch-action: pan-y;
  user-select: none;
}

.cards:not([data-count="2"]) .top.strip .plot {
  flex: none;
  height: calc(var(--rows, 3) * 38.4px * var(--scale));
}

/* What is shown is not of this run. */
:scope.stale :is(.cards .card > :not(header), .verdict .word, .verdict .sum, .verdict .findings) {
  opacity: 0.45;
  transition: opacity 0.2s 0.15s;
}

@media (prefers-reduced-motion: reduce) {
  :scope.stale * {
    transition: none;
  }
}

.card footer {
  display: flex;
  flex: none;
  flex-wrap: wrap;
  gap: 0 12px;
  color: var(--soft);
}

.card footer:not(:has(> :not([hidden]))) {
  display: none;
}

}
`,"app/marks":`/* Legends and keys: the classes, and the marks that a picture explains. */

@scope (.lab) {

.legend {
  display: flex;
  flex-wrap: wrap;
  align-items: center;
  gap: 0 4px;
  min-height: 24px;
  margin: 0 0 0 -5px;
}

:scope .class {
  display: inline-flex;
  align-items: center;
  gap: 5px;
  padding: 2px 5px;
  border: 0;
  border-radius: 6px;
  background: none;
  cursor: pointer;
}

.legend .item {
  margin: 0 5px;
}

.card:is(.left, .right) .legend .item:has(.ellipse) {
  display: none;
}

:scope .class:hover {
  background: color-mix(in srgb, var(--card), var(--ink) 6%);
}

.class[aria-pressed="false"] {
  opacity: 0.45;
  text-decoration: line-through;
}

.class[aria-pressed="false"] .dot {
  background: none;
  box-shadow: inset 0 0 0 1.5px var(--mark);
}

.dot {
  display: inline-block;
  flex: none;
  width: 9px;
  height: 9px;
  border-radius: 50%;
  background: var(--mark);
}

.dot.pair {
  background: linear-gradient(90deg, var(--mark) 50%, var(--other) 50%);
}

.dot.ink {
  --mark: var(--ink);
}

.ellipse {
  flex: none;
  width: 14px;
  height: 9px;
  border: 1.25px solid var(--soft);
  border-radius: 50%;
}

.patch {
  flex: none;
  width: 12px;
  height: 12px;
  border: 1px solid var(--line);
  border-radius: 3px;
  background: color-mix(in srgb, var(--soft) 11%, var(--card));
}

:scope[data-theme="dark"] .patch {
  background: color-mix(in srgb, #000 22%, var(--card));
}

.arrow {
  position: relative;
  flex: none;
  width: 20px;
  border-top: 2px solid var(--mark);
}

.arrow::after {
  content: "";
  position: absolute;
  top: -5px;
  right: -1px;
  border: solid transparent;
  border-width: 4px 0 4px 7px;
  border-left-color: var(--mark);
}

.arrow.ink {
  --mark: var(--ink);
}

.arrow.warm {
  --mark: var(--warm);
}

.diverging {
  flex: 0 1 auto;
  width: 56px;
  min-width: 20px;
  height: 9px;
  border: 1px solid var(--line);
  border-radius: 3px;
  background: linear-gradient(90deg, var(--blue), var(--card), var(--warm));
}

.rotatable {
  flex: none;
  width: 11px;
  height: 11px;
  border: 1.5px solid var(--soft);
  border-left-color: transparent;
  border-radius: 50%;
}

.dash {
  display: inline-block;
  flex: none;
  width: 20px;
  border-top: 2px dashed var(--mark, var(--soft));
}

.dash.solid {
  border-top-style: solid;
}

.dash.ink {
  --mark: var(--ink);
}

.dash.pale {
  opacity: 0.5;
}

.item {
  display: inline-flex;
  align-items: center;
  gap: 6px;
  max-width: 100%;
  white-space: nowrap;
}

.item:has(.diverging) > span {
  flex: none;
}

.item > span {
  overflow: hidden;
  text-overflow: ellipsis;
}

.card footer {
  margin-top: 2px;
}

.card footer:has(.legend) {
  align-items: center;
  margin: 3px 0 -2px;
}

}
`,"app/notes":`/* Words below and beside the pictures: the verdict, the tip, the list of keys. */

@scope (.lab) {

.verdict {
  display: flex;
  align-items: center;
  gap: 14px;
  min-height: 64px;
  margin-top: var(--gap);
  padding: 10px 12px;
}

.verdict .text {
  flex: 1;
  min-width: 0;
}

:scope .verdict p {
  margin: 0;
  font: inherit;
}

.verdict strong {
  flex: none;
  min-width: 74px;
  color: var(--soft);
  font-weight: 600;
}

.verdict .reached {
  color: var(--good);
}

.verdict .diverged {
  color: var(--warm);
}

.verdict .look,
.verdict .soft {
  color: var(--soft);
}

.verdict .caution {
  color: var(--warm);
}

.verdict .blue {
  color: var(--blue);
}

.verdict .warm {
  color: var(--warm);
}

:scope .maths {
  font-family: var(--serif);
  font-style: italic;
}

:scope .button.fix {
  border-color: var(--accent);
  color: var(--accent);
  font-weight: 600;
}

/* Beside the pointer */

.tip {
  position: absolute;
  z-index: 5;
  top: 0;
  left: 0;
  width: max-content;
  padding: 6px 9px;
  border: 1px solid var(--line);
  border-radius: 8px;
  background: color-mix(in srgb, var(--card) 94%, transparent);
  opacity: 0;
  pointer-events: none;
  white-space: pre;
}

.tip.on {
  opacity: 1;
}

.tip .line {
  display: flex;
  align-items: center;
  gap: 7px;
}

.tip .name {
  flex: 1;
}

.tip .value {
  flex: none;
  min-width: 58px;
  text-align: right;
}

.tip .hint {
  color: var(--soft);
  font-size: calc(13px * var(--scale));
}

.tip .pictures {
  display: flex;
  gap: 10px;
  margin: 2px 0;
}

.tip .picture {
  display: grid;
  gap: 1px;
  justify-items: center;
  color: var(--soft);
}

.tip .picture :is(canvas, .blank) {
  width: 56px;
  height: 56px;
  border-radius: 3px;
  box-shadow: 0 0 0 1px var(--line);
  image-rendering: pixelated;
  object-fit: contain;
}

.tip .waiting canvas {
  animation: wait 0s 0.2s forwards;
}

@keyframes wait {
  to {
    opacity: 0.3;
  }
}

/* Keys */

.help-panel {
  max-width: 420px;
  padding: 0;
  border: 1px solid var(--line);
  border-radius: 10px;
  background: var(--card);
  color: var(--ink);
}

.help-panel::backdrop {
  background: rgb(10 14 20 / 45%);
}

.help-panel .inner {
  padding: 16px 20px 18px;
}

:scope .help-panel h2 {
  margin: 0 0 6px;
  padding: 0;
  color: inherit;
  font: inherit;
  font-weight: 600;
}

.help-panel dl {
  display: grid;
  grid-template-columns: auto 1fr;
  gap: 4px 18px;
  margin: 0 0 16px;
}

.help-panel dt {
  font-weight: 600;
}

.help-panel dd {
  margin: 0;
  color: var(--soft);
}

}
`,"app/scores":`/* Pictures of a score: figures above the plot, the threshold's grip, warnings, colour bars. */

@scope (.lab) {

:scope .figures {
  display: flex;
  flex: none;
  flex-wrap: wrap;
  gap: 2px 20px;
  margin: 0 0 6px;
}

:scope .figures :is(dt, dd) {
  margin: 0;
  padding: 0;
  white-space: nowrap;
}

.figures dt {
  overflow: hidden;
  text-overflow: ellipsis;
  color: var(--soft);
  font-size: calc(13px * var(--scale));
  font-weight: 400;
  line-height: calc(16px * var(--scale));
}

.figures dd {
  min-width: calc(72px * var(--scale));
  font-size: calc(22px * var(--scale));
  line-height: calc(26px * var(--scale));
}

.figures small {
  color: var(--soft);
  font-size: calc(14px * var(--scale));
}

.card:is(.left, .right) .figures {
  gap: 0 12px;
}

.card:is(.left, .right) .figures dd {
  min-width: calc(60px * var(--scale));
  font-size: calc(17px * var(--scale));
  line-height: calc(20px * var(--scale));
}

.sliding {
  cursor: ew-resize;
  touch-action: pan-y;
}

.grip {
  position: absolute;
  z-index: 1;
  top: 0;
  left: -8px;
  width: 16px;
  touch-action: pan-y;
}

.grip::before {
  content: "";
  position: absolute;
  inset: 12px 7px 0;
  background: var(--ink);
}

.grip::after {
  content: "";
  position: absolute;
  top: 4px;
  left: 1px;
  width: 14px;
  height: 14px;
  border: 2px solid var(--card);
  border-radius: 50%;
  background: var(--ink);
}

.grip:focus-visible {
  outline: none;
}

.grip:focus-visible::after {
  outline: 2px solid var(--accent);
}

.grip:is(:hover, :focus-visible)::before,
.grip:is(:hover, :focus-visible)::after {
  background-color: var(--accent);
}

:scope .warning {
  position: absolute;
  top: 24px;
  right: 12px;
  max-width: min(86%, 400px);
  margin: 0;
  padding: 2px 8px;
  border-radius: 6px;
  background: color-mix(in srgb, var(--card) 85%, transparent);
  color: var(--warm);
  font: inherit;
  pointer-events: none;
}

.card:is(.left, .right) .item.more:not(.warm) {
  display: none;
}

.item.reading {
  white-space: normal;
}

.patch.normal {
  border-color: var(--mark);
  background: color-mix(in srgb, var(--mark) 25%, var(--card));
}

.item.warm {
  color: var(--warm);
}

.sequential {
  position: relative;
  flex: none;
  width: 120px;
  height: 10px;
  border-radius: 3px;
  background: linear-gradient(90deg in oklab, var(--stops));
}

.sequential b {
  position: absolute;
  top: 7px;
  width: 1px;
  height: 6px;
  background: var(--soft);
}

/* Four figures in a row, or two rows of two. */
.card.cut {
  container: score / inline-size;
}

@container score (width < 28.5em) {
  .card:not(.top) .figures {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
  }
}

@container lab (width < 860px) {
  :scope .card.top .figures {
    gap: 2px 12px;
  }

  .card.top .figures dd {
    min-width: 0;
    font-size: calc(17px * var(--scale));
    line-height: calc(22px * var(--scale));
  }
}

}
`,"app/widths":`/* What changes with the width of the component; loaded last. */

@scope (.lab) {

@container lab (width >= 1080px) {
  .cards,
  .cards:not(:has(.top.strip)) {
    height: clamp(466px, 100dvh - 160px, 680px);
  }
}

@container lab (width >= 1400px) {
  .cards,
  .cards:not(:has(.top.strip)) {
    height: clamp(520px, 100dvh - 160px, 860px);
  }
}

/* Widths: first the speed goes, not the choice of it, then words beside icons */

@container lab (width < 910px) {
  .figure.speed .value {
    display: none;
  }
}

@container lab (width < 1100px) {
  :root[data-presenting] :scope .figure.speed {
    display: none;
  }
}

@container lab (width < 860px) {
  .cards {
    grid-template-columns: minmax(0, 0.87fr) minmax(0, 1fr);
    height: clamp(424px, 100dvh - 178px, 480px);
  }

  .cards:not(:has(.top.strip)) {
    height: clamp(480px, 100dvh - 178px, 560px);
  }

  .legend {
    gap: 0 1px;
    margin-left: -3px;
  }

  :scope .class {
    gap: 4px;
    padding: 2px 3px;
  }

  .side:has(> .right.plane) {
    grid-template-columns: minmax(0, 1fr) minmax(0, 1.08fr);
  }

  .side .card:not(.top) footer {
    gap: 0 8px;
    font-size: calc(13px * var(--scale));
  }

  .side .card:not(.top) .item {
    gap: 5px;
  }

  .side .card:not(.top) :is(.dash, .arrow) {
    width: 14px;
  }

  .cards:not([data-count="2"]) .top.strip .plot {
    height: calc(var(--rows, 3) * 33px * var(--scale));
  }

  .verdict:has(.look:not(:empty)) {
    min-height: 82px;
  }
}

@container lab (width < 850px) {
  .bar {
    gap: 6px;
  }

  .bar .button {
    padding: 0 9px;
  }

  .bar .button:not(.play, .seed, .share) svg {
    display: none;
  }

  :scope .button.play {
    min-width: 86px;
  }

  .button:is(.seed, .share) {
    min-width: 0;
    width: 38px;
  }

  .button:is(.seed, .share) span {
    display: none;
  }

  .bar .button.help {
    width: 34px;
    padding: 0;
  }

  .state {
    flex-basis: 92px;
    min-width: 92px;
  }
}

@container lab (width < 680px) {
  .bar::after {
    flex-basis: 100%;
    order: 1;
    content: "";
  }

  .bar .figure,
  .bar .state {
    order: 2;
  }

  .bar .figure.epoch {
    margin-left: 0;
  }

  .bar .seed {
    order: 3;
  }

  .bar .share {
    margin-left: auto;
  }

  .cards,
  .cards:not(:has(.top.strip)),
  .side {
    display: flex;
    flex-direction: column;
    height: auto;
  }

  .cards .main {
    height: 400px;
  }

  .side .card:not(.top.strip) {
    height: 320px;
  }

  .side .card:is(.curves, .bars) {
    height: 280px;
  }

  .side .card.plane {
    height: 380px;
  }

  .cards .top.strip .plot {
    flex: none;
    height: calc(var(--rows, 3) * 38.4px * var(--scale));
  }

  .verdict {
    flex-wrap: wrap;
  }

  .verdict .text {
    flex-basis: 240px;
  }
}

/* One section of a chapter at a time: beside its words, the pictures fit on the screen. */
:root[data-sections] :scope .cards:is(*, :has(.card)) {
  height: clamp(420px, 100dvh - 330px, 640px);
}

}
`};function ne(...r){return{links:r.map(s=>f("style","",ie[s])),settled:Promise.resolve()}}async function re(r){try{return await navigator.clipboard.writeText(r),!0}catch{return Mi(r)}}function Mi(r){let t=document.createElement("textarea");t.value=r,t.style.cssText="position:fixed;opacity:0",document.body.append(t),t.select();let s=document.execCommand("copy");return t.remove(),s}var $i=3e3,Si=2e3,Dt=class{#t;#s;constructor(t){this.lab=t}act(t){let{lab:s}=this,{playbar:e}=s;return{play:()=>this.play(),step:()=>!e.step.disabled&&this.order("step"),reset:()=>!e.reset.disabled&&this.order("reset"),stop:()=>!e.stop.disabled&&this.order("stop"),seed:()=>this.pull("seed",Date.now()),share:()=>this.share(),help:()=>this.toggleHelp(),unpin:()=>s.now.picked>=0?s.pick(s.now.picked):!1}[t]()!==!1}order(t){return this.lab.command(t),!0}play(){let{live:t,runState:s}=this.lab.now;return t?this.order(s==="running"||s==="queued"?"pause":"play"):this.pull("play",Date.now())}pull(t,s){let{lab:e}=this;return e.now.asking||(e.trigger(t,s),e.page.setAsking(!0),this.#t=setTimeout(()=>{this.settle(),e.refresh()},$i),e.refresh()),!0}settle(){clearTimeout(this.#t),this.lab.page.setAsking(!1)}mend(){let{now:t}=this.lab,s=t.fix??t.store.header?.fix;s&&this.pull("fix",{rate:s.rate})}async share(){let{data:t,store:s}=this.lab.now,e=new URL(t.share||location.search||"",location.href).href,i=await re(e),o=(s.header?.changes?.length??0)>0?"modified while running":"link copied";this.flash(i?o:"copying is blocked",i),clearTimeout(this.#s),this.#s=setTimeout(()=>this.flash("",!1),Si)}flash(t,s){this.lab.page.setFlash(t),this.lab.playbar.copied(s),this.lab.refresh()}toggleHelp(){let{help:t}=this.lab;return t.open?t.close():t.showModal(),!0}close(){clearTimeout(this.#s),clearTimeout(this.#t)}};var Wt=class{#t=[];#s="";constructor(t){this.lab=t}renew(){this.#s=""}take(t="",s=""){let{cards:e,now:i}=this.lab,n=this.#t.indexOf(t);n>=0&&this.#t.splice(0,n+1),!(n>=0||t===s)&&(this.#t=[],e.want(t?t.split("."):[]),i.store.views.length&&e.update(i.store))}choose(t,s){let{lab:e}=this;e.tip.hide(),e.cards.put(t,s);let i=e.cards.shown.join(".");this.#t.push(i),e.trigger("views",i),this.show(),e.request()}show(){let{stale:t,live:s,store:e}=this.lab.now,i=this.lab.cards.shown;t||!s||e.views.length<=i.length||(String(i)!==this.#s&&this.lab.command("show",i),this.#s=String(i))}};function ae({root:r,now:t,cards:s}){let{data:e,queue:i,acknowledged:n,frames:o,stale:a,store:l}=t,h=a?null:l.header,[c,,u]=a?[]:Ti(l),d=s.box?.map(m=>Number(m.toPrecision(7))).join(","),p={run:e.run,state:t.runState,epoch:h?.epoch??0,step:h?.index??0,lossFirst:h?.first,loss:h?.loss,heldout:h?.heldout,rate:h?.rate,view:d,queue:i,ack:n,frame:o,views:s.shown.join("."),cut:Number(t.cut.toPrecision(6)),auc:oe(c),scoresAge:oe(u)};for(let[m,g]of Object.entries(p)){let w=String(g??"");r.dataset[m]!==w&&(r.dataset[m]=w)}}function Ti(r){let t=r.views.find(({kind:s})=>s==="cut"||s==="roc");return(t&&r.get(`${t.name}.numbers`)?.data)??[]}function oe(r){return r!==void 0&&Number.isFinite(r)?Number(r.toPrecision(6)):""}function k(r,t,s){let e=(t-r)/Math.max(1,s);if(!(e>0)||!Number.isFinite(e))return[];let i=10**Math.floor(Math.log10(e)),n=([1,2,5].find(l=>l*i>=e*.999)??10)*i,o=Math.max(0,-Math.floor(Math.log10(n)+1e-9)),a=[];for(let l=Math.ceil(r/n-1e-9);l*n<=t+1e-9*n;l++)a.push({value:l*n,label:le(l*n,o)});return a}function le(r,t){if(r===0)return"0";let s=Math.abs(r);return s>=1e5||s>0&&s<1e-4?ft(r.toExponential(0)):ft(r.toFixed(Math.min(t,5)).replace(/^-(0\.?0*)$/,"$1"))}function yt(r,t,s){let e=t-r>s?[1]:t-r>1.4?[1,3]:[1,2,5],i=[],n=Math.max(1,Math.ceil((t-r)/s));for(let o=Math.floor(r);o<=t;o++)if(!(o%n))for(let a of e){let l=Math.log10(a)+o;l>=r&&l<=t&&i.push({value:l,label:le(a*10**o,Math.max(0,-o))})}return i}function E(r,t,s,{x:e,y:i,xName:n,yName:o,zero:a=!0}){r.lineWidth=1,r.font=t.tick,Ai(r,t,s,e,i,a),r.fillStyle=t.soft,r.textAlign="center",r.textBaseline="alphabetic";let l=s.y+s.h+16*t.scale,h=s.x+s.w-(n?U(r,t,n)+8:0),c=o&&U(r,t,o)>s.x-6,u=o&&!c?s.y+20*t.scale:0;r.font=t.tick,r.fillStyle=t.soft;for(let{value:p,label:m}of e){let g=r.measureText(m).width/2,w=Math.min(s.px(p),s.x+s.w+4-g);(w+g<=h||!n)&&r.fillText(m,w,l)}r.textAlign="right",r.textBaseline="middle";for(let{value:p,label:m}of i){let g=Math.min(s.py(p),s.y+s.h-4);g>=u&&r.fillText(m,s.x-6,g)}if(n&&U(r,t,n,s.x+s.w,l),!o)return;let d=c?s.x+6+U(r,t,o):s.x-6;U(r,t,o,d,s.y+(c?12:10)*t.scale)}function Ai(r,t,s,e,i,n){for(let{value:o}of e){let a=Math.round(s.px(o))+.5,l=n&&o===0?t.axis:t.line;S(r,l,a,s.y,a,s.y+s.h)}for(let{value:o}of i){let a=Math.round(s.py(o))+.5,l=n&&o===0?t.axis:t.line;S(r,l,s.x,a,s.x+s.w,a)}}function U(r,t,s,e=null,i=0){let[,n,o]=/^([a-zA-Z])([₀-₉]*)$/.exec(s)??[],a=[...o??""].map(c=>c.charCodeAt(0)-8320).join("");r.font=t.small;let l=a?r.measureText(a).width+1:0;r.font=n?t.maths:t.tick;let h=r.measureText(n??s).width+l;return e===null||(r.fillStyle=n?t.ink:t.soft,r.textAlign="left",r.textBaseline="alphabetic",r.fillText(n??s,e-h,i),r.font=t.small,a&&r.fillText(a,e-l+1,i+3)),h}function D(r,t,s,e){r.font=t.tick,r.fillStyle=t.soft,r.textAlign="left",r.textBaseline="alphabetic",r.fillText(s,0,11*t.scale,e)}function L(r,t,s){r.font=t.tick;let e=Math.max(0,...s.map(({label:i})=>r.measureText(i).width));return Math.ceil((e+8)/8)*8}function Ni(r){return r}function vt(r,t,s,e,i=Ni){r.lineWidth=1,r.setLineDash([1.5,3]);for(let{value:n}of e){let o=Math.round(s.py(i(n)))+.5;s.has(s.x,o)&&S(r,t.soft,s.x,o,s.x+s.w,o)}r.setLineDash([])}var Ei=8,Pi=30;function he(r,t,s,e){let{unit:i="",line_unit:n=""}=e.layout,{width:o}=e.card.surface;r.lineWidth=1,r.font=t.tick,r.fillStyle=t.soft,r.textAlign="right",r.textBaseline="middle";for(let{value:a,label:l}of e.yTicks){let h=Math.round(s.py(a))+.5;S(r,a===0?t.axis:t.line,s.x,h,s.x+s.w,h),r.fillText(l,s.x-6,Math.min(h,s.y+s.h-4))}if(r.textAlign="left",r.textBaseline="alphabetic",r.fillText(i,0,11*t.scale,o),e.line){let a=o-r.measureText(i).width-12;Ci(r,t,s,n,o,a)}Fi(r,t,s,Li(s,t,e),e.layout.xname??"")}function Rs(r,t){return r.y+r.h-t*r.h/1.1}function Ci(r,t,s,e,i,n){r.textBaseline="middle";for(let o of[0,.5,1]){let a=Math.min(Rs(s,o),s.y+s.h-4);r.fillText(String(o),s.x+s.w+6,a)}r.textBaseline="alphabetic",r.textAlign="right",r.fillStyle=t.ink,r.measureText(e).width<=n&&r.fillText(e,i,11*t.scale)}function Fi(r,t,s,e,i){let n=s.y+s.h+16*t.scale,o=s.x+s.w-Ii(r,t,s,n,e,i);r.font=t.tick,r.fillStyle=t.soft,r.textAlign="center",r.textBaseline="alphabetic";let a=-1/0;for(let{x:l,label:h}of e){let c=r.measureText(h).width/2,u=Math.max(l,c);u-c<a+8||u+c>o||(r.fillText(h,u,n),a=u+c)}}function Ii(r,t,s,e,i,n){if(!n)return 0;let o=U(r,t,n)+8;r.font=t.tick;let a=s.x+s.w-o,l=({x:h,label:c})=>h+r.measureText(c).width/2>a;return i.length<=Ei&&i.some(l)?0:U(r,t,n,s.x+s.w,e)+8}function Li(r,t,{layout:s,values:e,range:i}){if(i){let c=e.length/(i[1]-i[0]),[u,d]=[i[0]+r.box[0]/c,i[0]+r.box[1]/c];return k(u,d,r.w/(52*t.scale)).map(({value:p,label:m})=>({x:r.px((p-i[0])*c),label:m}))}let n=(s.names??[]).map((c,u)=>({x:r.px(u+.5),label:c})),a=n.filter(({x:c})=>c>=r.x&&c<=r.x+r.w).length*Pi/r.w,l=[1,2,5,10,20,50,100].find(c=>a<c)??200;return n.filter((c,u)=>l>2?u===0||(u+1)%l===0:u%l===0).filter(({x:c})=>c>=r.x&&c<=r.x+r.w)}function kt(r,t,s,{curves:e,levels:i,outside:n=!1}){let o=15*t.scale;r.font=t.bold;let a=ue(r,s,zi(e,s,o)),l=ue(r,s,i);for(let c of l)c.at=c.y+11;if(n)for(let c of a)c.at=c.y;else Oi(a,o);let h=n?l:[...a,...l];de(h,s.y+7,s.y+s.h-6,o),r.textBaseline="middle",r.textAlign="right";for(let c of h)ce(r,t,c,s.x+s.w-3);if(n){de(a,s.y+4,s.y+s.h-4,o),r.textAlign="left";for(let c of a)ce(r,t,c,s.x+s.w+5)}}function ce(r,t,{text:s,at:e,colour:i},n){r.font=s.length===1?t.maths:t.bold,st(r,t,s,n,e,i)}function pe(r,t,s){r.font=t.bold;let e=Math.max(0,...s.map(i=>r.measureText(i).width));return Math.ceil((e+8)/8)*8}function zi(r,t,s){if(r.length<=Math.max(3,Math.min(8,t.h/(2*s))))return r;let[e,i]=[r[0],r[r.length-1]];return Math.abs(t.py(e.value)-t.py(i.value))>1.5*s?[e,i]:[]}function fe(r,t,s,e){let n=r.map(o=>({line:o,at:t(o)})).filter(({at:o})=>Number.isFinite(o));return n.sort((o,a)=>Math.abs(o.at-s)-Math.abs(a.at-s)),n.slice(0,e).sort((o,a)=>o.at-a.at).map(({line:o})=>o)}function ue(r,t,s){return s.flatMap(({label:e,short:i,value:n,colour:o,level:a})=>{let l=t.py(n);return!Number.isFinite(l)||a&&(l<t.y||l>t.y+t.h)?[]:[{text:r.measureText(e).width<.7*t.w?e:i,y:l,at:l,colour:o}]})}function Oi(r,t){r.sort((s,e)=>s.y-e.y),r.forEach((s,e)=>{let i=e===0||s.y-r[e-1].y>3*t;s.at=s.y+(i?s.text.length===1?-14:-12:11)})}function de(r,t,s,e){r.sort((o,a)=>o.at-a.at);let i=t;for(let o of r)o.at=Math.max(o.at,i),i=o.at+e;let n=s;for(let o of[...r].reverse())o.at=Math.min(o.at,n),n=o.at-e}var F=class{down=null;box=null;rotated=null;panned=!1;fingers=new Map;constructor(t,s){this.canvas=t,this.target=s,t.addEventListener("pointerdown",e=>this.press(e)),t.addEventListener("pointermove",e=>this.move(e)),t.addEventListener("pointerup",e=>this.release(e)),t.addEventListener("pointercancel",e=>this.cancel(e)),t.addEventListener("pointerleave",()=>this.down||s.leave?.()),t.addEventListener("dblclick",()=>s.view&&s.fit?.()),t.addEventListener("wheel",e=>this.wheel(e),{passive:!1}),t.addEventListener("contextmenu",e=>this.panned&&e.preventDefault())}at(t){let s=this.canvas.getBoundingClientRect();return[t.clientX-s.left,t.clientY-s.top]}press(t){let[s,e]=this.at(t),{plot:i,view:n}=this.target;if(this.fingers.set(t.pointerId,[s,e]),!i?.has(s,e))return;let o=t.shiftKey||t.button===1||t.button===2;this.panned=!1,this.down={x:s,y:e,pan:o,box:i.box,touch:t.pointerType==="touch"},this.down.touch||this.canvas.setPointerCapture(t.pointerId),n&&t.button===1&&t.preventDefault()}move(t){let[s,e]=this.at(t);if(this.fingers.size===2)return this.pinch(t.pointerId,s,e);let{plot:i,view:n}=this.target,o=this.down&&Math.hypot(s-this.down.x,e-this.down.y)>4;if(!this.down)return i?.has(s,e)?this.target.hover?.(s,e):this.target.leave?.();if(!(!n||!i||!(o||this.box||this.panned||this.rotated))){if(this.target.rotate&&!this.down.pan)return this.rotate(this.down,s,e);this.down.touch||(this.target.leave?.(),this.down.pan?(this.panned=!0,n.pan(this.down.box,(s-this.down.x)/i.sx,(this.down.y-e)/i.sy)):this.box=[this.down.x,this.down.y,s,e],this.target.changed?.())}}rotate(t,s,e){let[i,n]=this.rotated??[t.x,t.y];this.rotated=[s,e],this.target.leave?.(),this.target.rotate?.(s-i,e-n)}release(t){let[s,e]=this.at(t);this.fingers.delete(t.pointerId);let{plot:i,view:n}=this.target;this.rotated?this.target.release?.():this.box&&i&&n?this.zoomTo(this.box,i,n):this.down&&!this.panned&&t.button===0&&this.target.pick?.(s,e),this.down=this.box=this.rotated=null}cancel(t){this.fingers.delete(t.pointerId),this.down=this.box=this.rotated=null,this.target.changed?.()}zoomTo([t,s,e,i],n,o){let a=Math.max(n.x,Math.min(t,e)),l=Math.min(n.x+n.w,Math.max(t,e)),h=Math.max(n.y,Math.min(s,i)),c=Math.min(n.y+n.h,Math.max(s,i)),u=o.wheel==="x"&&c-h<12,[d,p]=u?[n.box[2],n.box[3]]:[n.iy(c),n.iy(h)];l-a>4&&(u||c-h>4)&&o.to([n.ix(a),n.ix(l),d,p]),this.box=null,this.target.changed?.()}wheel(t){let[s,e]=this.at(t),{plot:i,view:n}=this.target;if(!n||!i?.has(s,e)||t.ctrlKey)return;t.preventDefault();let o=t.deltaMode===1?16:1,a=Math.exp(Math.max(-120,Math.min(120,t.deltaY*o))*.002);n.zoom(i,a,i.ix(s),i.iy(e)),this.target.changed?.()}pinch(t,s,e){let{plot:i,view:n}=this.target,o=()=>{let[[h,c],[u,d]]=[...this.fingers.values()];return{size:Math.hypot(h-u,c-d)||1,x:(h+u)/2,y:(c+d)/2}},a=o();this.fingers.set(t,[s,e]);let l=o();!n||!i||(this.down=null,n.zoom(i,a.size/l.size,i.ix(l.x),i.iy(l.y)),this.target.changed?.())}paint(t,s){if(!this.box)return;let[e,i,n,o]=this.box;t.fillStyle=s.accent,t.globalAlpha=.1,t.fillRect(e,i,n-e,o-i),t.globalAlpha=1,t.strokeStyle=s.accent,t.lineWidth=1,t.strokeRect(e,i,n-e,o-i)}};function Ct(r,t){let s=r.per_epoch||1,e=r.terms??[],i=r.symbols??{},n=t("terms")?.data??new Float32Array,o=t("heldout")?.data??new Float32Array,a=me(t("steps")?.data??new Float32Array,s),l=me(t("heldout_steps")?.data??new Float32Array,s),h=e.map((p,m)=>({name:p,label:i[p]??p,train:ge(n,e.length,m),held:ge(o,e.length,m)}));r.sum!==!1&&qi(h,i,n,o,e.length);let u=h.find(p=>p.whole)??h.find(({name:p})=>p==="reconstruction")??null,d=Math.max(0,jt(a),jt(l));return{steps:a,heldSteps:l,lines:h,main:u,end:d,perEpoch:s}}function qi(r,{J:t="J"},s,e,i){if(r.length>1){let n={train:be(s,i),held:be(e,i)};r.push({name:"J",label:t,whole:!0,...n})}else r.length===1&&(r[0].short=t,r[0].label=`${t} = ${r[0].label}`)}function me(r,t){return r.map(s=>s/t)}function jt(r){return r.length?r[r.length-1]:0}function ge(r,t,s){let e=Math.floor(r.length/t);return Float32Array.from({length:e},(i,n)=>r[n*t+s])}function be(r,t){return Float32Array.from({length:Math.floor(r.length/t)},(s,e)=>{let i=0;for(let n=0;n<t;n++)i+=r[e*t+n];return i})}function we({steps:r,heldSteps:t},{train:s,held:e},i){let[n,o]=s.length?[r,s]:[t,e];for(let a=o.length-1;a>=0;a--)if(n[a]<=i*1.000001)return o[a];return NaN}function J(r,t){let s=-1;for(let e=0;e<r.length;e++)(s<0||Math.abs(r[e]-t)<Math.abs(r[s]-t))&&(s=e);return s}function xe({lines:r,main:t},s,e){let i=u=>Number.isFinite(u)&&(!e||u>0),n=[1/0,-1/0],o=u=>{u<n[0]&&(n[0]=u),u>n[1]&&(n[1]=u)};for(let{train:u,held:d}of r)for(let p of[u,d])for(let m of p)i(m)&&o(m);t&&(n[1]=Math.min(n[1],Ri(t,r)));for(let{value:u}of s)i(u)&&o(u);let[a,l]=n;if(!Number.isFinite(a+l))return[0,1];if(!e)return[Math.min(0,a),l>0?l*1.1:1];let h=Math.log10(l),c=Math.max(Math.log10(a),h-4);return[c-.08*(h-c+.5),h+.12*(h-c+.5)]}function Ri(r,t){let s=[...r.train,...r.held].filter(Number.isFinite),e=Float32Array.from(s).sort();if(e.length<4)return 1/0;let i=e[Math.floor(e.length/2)],n=t.flatMap(({train:o,held:a})=>[jt(o),jt(a)]);return i>0?Math.max(1.9*i,...n.filter(Number.isFinite)):1/0}function W(r,[t,s]){if(!r)return[t,s];let e=r[1]-r[0];return t<r[0]-.02*e||s>r[1]+.02*e||s-t<.72*e?[t,s]:r}function rt(r,t,s,e=.01){let i=[];for(let a=s;a<r.length;a+=t)Number.isFinite(r[a])&&i.push(r[a]);if(!i.length)return null;let n=Float32Array.from(i).sort(),o=n.length-1;return[n[Math.floor(o*e)],n[Math.ceil(o*(1-e))]]}var q=class{box=null;zoomed=!1;constructor({equal:t=!1,margin:s=.14,wheel:e="xy"}={}){this.equal=t,this.margin=s,this.wheel=e}follow(t,s){if(!(this.zoomed||!t||!s)){if(this.box){let[e,i,n,o]=this.box,a=ye(t,e,i)&&ye(s,n,o),l=Math.max((t[1]-t[0])/(i-e),(s[1]-s[0])/(o-n));if(a&&l>.5)return}this.box=[...ve(t,this.margin),...ve(s,this.margin)]}}fix(t){this.zoomed||(this.box=t)}shown({w:t,h:s}){let[e,i,n,o]=this.box??[-1,1,-1,1];if(!this.equal)return[e,i,n,o];let a=Math.max((i-e)/t,(o-n)/s)/2,[l,h]=[(e+i)/2,(n+o)/2];return[l-a*t,l+a*t,h-a*s,h+a*s]}zoom(t,s,e,i){let[n,o,a,l]=t.box,h=this.wheel==="x"?1:s;this.to([e+(n-e)*s,e+(o-e)*s,i+(a-i)*h,i+(l-i)*h])}pan([t,s,e,i],n,o){this.to([t-n,s-n,e-o,i-o])}to(t){let s=1e-6*(1+Math.abs(t[0])+Math.abs(t[2]));t[1]-t[0]<s||t[3]-t[2]<s||!t.every(Number.isFinite)||(this.box=t,this.zoomed=!0)}reset(){this.box=null,this.zoomed=!1}};function ye([r,t],s,e){let i=.03*(e-s);return r>=s+i&&t<=e-i}function ve([r,t],s){let e=(t-r)*s||Math.abs(t)*.1||1;return[r-e,t+e]}var Hi=72,Bt=class{layout={name:"",kind:"bars",title:"Bars",unit:"",levels:[]};values=new Float32Array;line=null;range=null;top=null;plot=null;yTicks=[];at=-1;constructor(t){this.card=t,this.lab=t.lab,this.view=new q({wheel:"x"}),this.pointer=new F(t.surface.canvas,this)}update(t,s){this.layout=t,this.values=s("values")?.data??new Float32Array,this.line=s("line")?.data??null,this.range=s("range")?.data??t.range??null,this.values.length&&(this.top=W(this.top,this.heights()),this.view.fix([0,this.values.length,...this.top]))}heights(){let s=[...this.values,...(this.layout.levels??[]).map(({value:n})=>n)].filter(Number.isFinite),[e,i]=[Math.min(0,...s),Math.max(0,...s)];return i>e?[e,i+.1*(i-e)]:[0,1]}paint(){this.plot=null;let{box:t}=this.view,s=this.card.begin(this.values.length&&t);if(!s||!t)return;let{context:e,surface:i,theme:n}=s,o=this.place(e,i,n,t);this.plot=o,he(e,n,o,this),o.clip(e,()=>this.paintAll(e,n,o));let a=(this.layout.levels??[]).map(({label:l,value:h})=>({label:`${l}: ${b(h,3)}`,short:l,value:h,colour:n.soft,level:!0}));kt(e,n,o,{curves:[],levels:a}),this.pointer.paint(e,n)}place(t,s,e,i){let n=e.scale,[o,a]=[20*n,21*n],l=s.height-o-a;this.yTicks=k(i[2],i[3],l/(34*n));let h=L(t,e,this.yTicks),c=this.line?30*n:2;return new A(h,o,s.width-h-c,l).show(i)}paintAll(t,s,e){let{chosen:i=1/0}=this.layout,n=this.layout.colour==="penalty"?s.warm:s.blue,o=this.range||e.sx<4?Math.min(1,e.sx/4):Di(e.sx),a=e.py(0);for(let l=0;l<this.values.length;l++){let h=this.values[l];if(!Number.isFinite(h))continue;let[c,u]=[e.px(l)+o/2,e.py(h)];t.fillStyle=n,t.globalAlpha=(l<i?.85:.3)+(l===this.at?.15:0),t.fillRect(c,Math.min(u,a),e.sx-o,Math.abs(a-u))}t.globalAlpha=1,vt(t,s,e,this.layout.levels??[]),this.line&&this.paintLine(t,s,e,this.line)}paintLine(t,s,e,i){let n=e.sx>12;t.strokeStyle=t.fillStyle=s.ink,t.lineWidth=1.5,t.lineJoin="round";let o=Array.from(i,(a,l)=>[e.px(l+.5),Rs(e,a)]);t.beginPath();for(let[a,l]of o)t.lineTo(a,l);t.stroke();for(let[a,l]of n?o:[])t.beginPath(),t.arc(a,l,2.2,0,2*Math.PI),t.fill()}hover(t,s){let e=this.plot?Math.floor(this.plot.ix(t)):-1;if(!(e>=0&&e<this.values.length))return this.leave();this.at!==e&&this.lab.request(this.card),this.at=e;let{unit:i="",line_unit:n=""}=this.layout,o=[{cells:[this.category(e)]},{cells:[i,b(this.values[e])]}];this.line&&o.push({cells:[n,b(this.line[e],3)]}),this.lab.tip.show(this.card.surface.canvas,t,s,o)}category(t){let{range:s}=this,{names:e,xname:i=""}=this.layout;if(!s)return e?.[t]??`${i} ${t+1}`.trim();let n=o=>b(s[0]+o*(s[1]-s[0])/this.values.length,3);return`${i} ${n(t)} … ${n(t+1)}`.trim()}leave(){this.at<0||(this.at=-1,this.lab.tip.hide(),this.lab.request(this.card))}changed(){this.lab.request(this.card)}fit(){this.card.reset()}describe(){let{title:t,unit:s}=this.layout;if(!this.values.length)return`${t}, no picture yet`;let e=this.values.reduce((n,o,a)=>o>this.values[n]?a:n,0),i=`${b(this.values[e])} ${s} at ${this.category(e)}`;return`${t}: ${this.values.length} bars, the largest ${i}`}};function Di(r){return Math.max(Math.min(8,.28*r),r-Hi)}var V=class{plot=null;constructor(t,s){this.card=t,this.lab=t.lab,this.target=s,this.view=new q({equal:!0}),this.pointer=new F(t.surface.canvas,this)}begin(t,{names:s=["x₁","x₂"],right:e=2,under:i}={}){let{surface:n}=this.card,{theme:o}=this.lab,a=n.begin(),[l,h]=[34*o.scale,21*o.scale],c=new A(l,3,n.width-l-e,n.height-3-h);if(c.show(this.view.shown(c)),this.plot=c,!t)return et(a,o,n,this.lab.hint(this.card)),null;let[u,d,p,m]=c.box;return i&&c.clip(a,()=>i(a,c,o)),E(a,o,c,{x:k(u,d,c.w/(56*o.scale)),y:k(p,m,c.h/(40*o.scale)),xName:s[0],yName:s[1]}),{context:a,plot:c,theme:o,density:n.density}}end(t){this.pointer.paint(t,this.lab.theme)}hover(t,s){this.target.hover?.(t,s)}leave(){this.target.leave?.()}pick(t,s){this.target.pick?.(t,s)}changed(){this.lab.request(this.card)}fit(){this.card.reset()}};function Ut(r,t=.08){let s=[1/0,-1/0,1/0,-1/0];for(let i=0;i<r.length;i++){if(!Number.isFinite(r[i]))continue;let n=i%2*2;s[n]=Math.min(s[n],r[i]),s[n+1]=Math.max(s[n+1],r[i])}if(!s.every(Number.isFinite))return null;let e=t*Math.max(s[1]-s[0],s[3]-s[2],1e-6);return[s[0]-e,s[1]+e,s[2]-e,s[3]+e]}var ot=4;function Wi(r,t,s,e){let i=Math.ceil(r+1),n=2*i+1;return Float32Array.from({length:n*n},(o,a)=>{let l=Math.hypot(a%n-i-s,Math.floor(a/n)-i-e);return t*Math.max(0,Math.min(1,r+.5-l))})}var j=class{masks=new Map;density=1;width=1;height=1;sheet=new OffscreenCanvas(1,1);context=z(this.sheet);image=this.context.createImageData(1,1);begin(t,s){let[e,i]=[Math.ceil(t.w*s),Math.ceil(t.h*s)];(this.width!==e||this.height!==i)&&(this.width=e,this.height=i,this.sheet=new OffscreenCanvas(e,i),this.context=z(this.sheet),this.image=this.context.createImageData(e,i)),this.density=s,this.image.data.fill(0)}discs(t,s){let e=`${t} ${s}`,i=o=>(o+.5)/ot-.5,n=this.masks.get(e)??Array.from({length:ot*ot},(o,a)=>Wi(t,s,i(a%ot),i(Math.floor(a/ot))));return this.masks.set(e,n),n}points(t,{data:s,count:e},i,{radius:n,alpha:o}){let a=n*this.density,l=this.discs(a,o),h=Math.ceil(a+1);for(let c=0;c<e;c++){let u=i(c);if(u===null)continue;let d=(t.px(s[2*c])-t.x)*this.density,p=(t.py(s[2*c+1])-t.y)*this.density;if(!this.near(d,p,h))continue;let[m,g]=[Math.floor(d),Math.floor(p)],w=Math.floor((p-g)*ot)*ot+Math.floor((d-m)*ot);this.blend(l[w],h,m,g,u)}}near(t,s,e){return t>-e&&t<this.width+e&&s>-e&&s<this.height+e}blend(t,s,e,i,[n,o,a]){let{width:l,height:h}=this,c=this.image.data,u=0;for(let d=i-s;d<=i+s;d++)for(let p=e-s;p<=e+s;p++,u++){let m=t[u];if(m===0||p<0||d<0||p>=l||d>=h)continue;let g=4*(d*l+p),w=c[g+3]/255*(1-m),y=m+w;c[g]=(n*m+c[g]*w)/y,c[g+1]=(o*m+c[g+1]*w)/y,c[g+2]=(a*m+c[g+2]*w)/y,c[g+3]=255*y}}paint(t,s){this.context.putImageData(this.image,0,0);let{width:e,height:i,density:n}=this;t.drawImage(this.sheet,s.x,s.y,e/n,i/n)}};function X(r,t){let s=Array.from({length:256},(e,i)=>t.has(i)?null:C(v(i)));return e=>s[r?r[e]:0]}function tt(r,{data:t,count:s},e,i,n,o,a=12){let l=a*a,h=-1;for(let c=0;c<s;c++){if(e&&i.has(e[c]))continue;let u=r.px(t[2*c])-n,d=r.py(t[2*c+1])-o,p=u*u+d*d;p<l&&([l,h]=[p,c])}return h}function _(r){return!r||r.shape[1]!==2?null:{data:r.data,count:r.shape[0]}}var Mt=class{layout=null;points={x:null,xHat:null,labels:null,dimensions:2};constructor(t){this.card=t,this.lab=t.lab;let s=$("dot pair","data ","x"),e=s.firstChild;e.style.setProperty("--mark",v(0)),e.style.setProperty("--other",v(1)),this.noisy=$("dash solid pale","from noisy ","x̃"),this.decoded=$("dash solid",""),this.output=$("dot ink","reconstruction ","x̂"),this.made=$("dot ink","sample"),t.foot.append(s,this.noisy,this.output,this.made,this.decoded)}update(t,s,e){this.layout=t,this.points=s,x(this.decoded.lastChild,e),this.decoded.hidden=!e,this.noisy.hidden=!s.xTilde,this.output.hidden=t.output==="sample",this.made.hidden=!this.output.hidden}pair(t){let{x:s,xHat:e,xTilde:i,dimensions:n}=this.points;if(this.layout?.output||!s||!e||!(t>=0&&t<s.count))return null;let o=({data:l})=>Array.from({length:n},(h,c)=>l[n*t+c]),a=i?{xTilde:o(i)}:{};return{x:o(s),xHat:o(e),...a}}colourOf(t){let{labels:s}=this.points;return s&&t>=0&&t<s.length?v(s[t]):""}mark(t,s,e){if(this.layout?.output)return;let{hovered:i,picked:n,pinned:o,decoded:a}=this.lab,l=this.pair(n)??(o?.index===n?o:null);n>=0&&ke(t,s,l,e,this.colourOf(n),6);let h=i>=0?this.pair(i)??a:a;h&&ke(t,s,h,e,this.colourOf(i),5)}hover(t,s,e,i=""){let{canvas:n}=this.card.surface;if(n.style.cursor=t<0?i:"pointer",this.lab.point(t),t<0||!this.layout)return this.lab.tip.hide();let o=ji(this.layout,this.points.labels,t,this.pair(t));this.lab.tip.show(n,s,e,o)}leave(){this.card.surface.canvas.style.cursor="",this.lab.point(-1),this.lab.tip.hide()}pick(t){t>=0&&this.lab.pick(t)}describe(){let{title:t="Reconstructions",output:s}=this.layout??{},{x:e,xHat:i}=this.points;return e?s?`${t}: ${i?.count??0} points beside ${e.count} of the data`:"":`${t}, no picture yet`}};function ji(r,t,s,e){let i=t?.[s]??0,n={cells:[r.classes?.[i]??"sample"],colour:v(i)};if(!e)return[n];let o=Array.from(e.x).reduce((a,l,h)=>a+(l-e.xHat[h])**2,0);return[n,{cells:["x",Y(e.x)]},...e.xTilde?[{cells:["x̃",Y(e.xTilde)]}]:[],{cells:["x̂",Y(e.xHat)]},{cells:["squared error",b(o,3)]}]}function ke(r,t,s,e,i,n){if(!s?.xHat||!Array.from(s.xHat).every(Number.isFinite))return;let[o,a]=e(s.xHat);if(s.x){let[l,h]=e(s.x);r.lineWidth=1.5,S(r,t.ink,l,h,o,a),G(r,t,l,h,n,1.75),i&&Me(r,l,h,3,i)}G(r,t,o,a,s.x?3:n,1.75),Me(r,o,a,2,t.ink)}function Me(r,t,s,e,i){r.fillStyle=i,r.beginPath(),r.arc(t,s,e,0,2*Math.PI),r.fill()}var _t=class{layout={name:"",kind:"cloud",title:"Reconstructions",names:["x₁","x₂"],classes:[]};x=null;labels=null;xHat=null;xTilde=null;curve=null;grid=null;constructor(t){this.card=t,this.lab=t.lab,this.flat=new V(t,this),this.view=this.flat.view,this.stamp=new j,this.samples=new Mt(t)}update(t,s){this.layout=t,this.x=_(s("x")),this.labels=s("labels")?.data??null,this.xHat=_(s("x_hat")),this.xTilde=_(s("x_tilde")),this.curve=s("curve"),this.grid=s("grid");let e=this.curve?"decoded curve":this.grid?"decoded grid":"",{x:i,xHat:n,xTilde:o,labels:a}=this;this.samples.update(t,{x:i,xHat:n,xTilde:o,labels:a,dimensions:2},e),this.x&&this.view.fix(Ut(this.x.data))}paint(){let{x:t}=this,s=this.flat.begin(t,{names:this.layout.names});!s||!t||(s.plot.clip(s.context,()=>this.paintAll(s,t)),this.flat.end(s.context))}paintAll({context:t,plot:s,theme:e,density:i},n){let o=X(this.labels,this.lab.hidden),a=e.scale;if(this.stamp.begin(s,i),this.stamp.points(s,n,o,{radius:1.9*a,alpha:e.dark?.6:.5}),this.stamp.paint(t,s),this.xTilde&&this.xHat&&this.paintPairs(t,s,e,this.xTilde,this.xHat),t.strokeStyle=e.soft,t.lineWidth=this.grid?.9:1.5,t.globalAlpha=this.grid?.75:1,t.lineJoin="round",this.paintGrid(t,s),this.curve&&Hs(t,s,this.curve.data,0,1,this.curve.shape[0]),t.globalAlpha=1,this.xHat){let l=C(e.ink);this.stamp.begin(s,i);let h={radius:1.3*a,alpha:.55};this.stamp.points(s,this.xHat,c=>o(c)&&l,h),this.stamp.paint(t,s)}this.samples.mark(t,e,l=>[s.px(l[0]),s.py(l[1])])}paintPairs(t,s,e,i,n){let[o,a]=[i.data,n.data];t.strokeStyle=e.soft,t.lineWidth=.75,t.globalAlpha=.38,t.beginPath();for(let l=0;l<Math.min(i.count,n.count);l++){if(this.labels&&this.lab.hidden.has(this.labels[l]))continue;let h=[o[2*l],o[2*l+1],a[2*l],a[2*l+1]];h.every(Number.isFinite)&&(t.moveTo(s.px(h[0]),s.py(h[1])),t.lineTo(s.px(h[2]),s.py(h[3])))}t.stroke(),t.globalAlpha=1}paintGrid(t,s){if(!this.grid)return;let{data:e,shape:i}=this.grid,[n,o]=i;for(let a=0;a<n;a++)Hs(t,s,e,a*o,1,o);for(let a=0;a<o;a++)Hs(t,s,e,a,o,n)}find(t,s){let{hidden:e}=this.lab,{plot:i}=this.flat;if(!i)return-1;let n=this.x?tt(i,this.x,this.labels,e,t,s):-1;return n>=0||!this.xHat||this.layout.output?n:tt(i,this.xHat,this.labels,e,t,s)}hover(t,s){this.samples.hover(this.find(t,s),t,s)}leave(){this.samples.leave()}pick(t,s){this.samples.pick(this.find(t,s))}describe(){let t=this.samples.describe();if(t||!this.x)return t;let s=this.curve?", the decoded curve":this.grid?", the decoded grid":"",e=this.xTilde?"their noisy copies, ":"";return`Reconstructions: ${this.x.count} data points, ${e}their reconstructions${s}`}};function Hs(r,t,s,e,i,n){r.beginPath();let o=!1;for(let a=0;a<n;a++){let l=2*(e+a*i),[h,c]=[t.px(s[l]),t.py(s[l+1])];Number.isFinite(h+c)?o?r.lineTo(h,c):(r.moveTo(h,c),o=!0):o=!1}r.stroke()}var Kt=class{listed=[];constructor(t){this.curves=t,this.index=-1}at(t,s){let{plot:e,series:i,card:n,lab:o}=this.curves;if(!e||!i.steps.length)return;this.index=J(i.steps,e.ix(t));let a=this.curves.listed(e,this.index,s);this.listed=a.map(l=>i.lines.indexOf(l)),o.tip.show(n.surface.canvas,t,s,[...this.rows(),...this.changedNear(t)]),o.request(n)}get lines(){return this.listed.map(t=>this.curves.series.lines[t]).filter(Boolean)}rows(){let{series:t,layout:s,lab:e,both:i}=this.curves,{steps:n,heldSteps:o,perEpoch:a}=t,l=i?J(o,n[this.index]):-1,h=w=>[w.train[this.index],...l>=0?[w.held[l]]:[]],c=this.lines.map(w=>({cells:[w.label,...h(w).map(y=>b(y,5))],colour:this.curves.colour(e.theme,w)})),u=`step ${Math.round(n[this.index]*a)}`,d=s.per_epoch?`epoch ${b(n[this.index],3)}, ${u}`:u,p=l>=0?[{cells:["","training","held-out"]}]:[],m=t.lines.length-c.length,g=m>0?[{small:`and ${m} more`}]:[];return[{cells:[d]},...p,...c,...g]}changedNear(t){let{header:s,plot:e,series:i}=this.curves;return e?(s?.changes??[]).flatMap(([n,o])=>Math.abs(e.px(n/i.perEpoch)-t)<6?[{cells:[`rate changed to ${Ht(o)}`]}]:[]):[]}paint(t,s,e){let{series:i}=this.curves;if(this.index<0||this.index>=i.steps.length)return;let n=i.steps[this.index],o=Math.round(e.px(n))+.5;e.has(o,e.y)&&(t.lineWidth=1,S(t,s.soft,o,e.y,o,e.y+e.h),e.clip(t,()=>{for(let a of this.lines){let l=this.curves.colour(s,a);this.curves.dot(t,e,n,a.train[this.index],l)}}))}leave(){if(this.index<0)return;this.index=-1;let{card:t,lab:s}=this.curves;s.tip.hide(),s.request(t)}};var $t=8,Gt=class{layout={name:"",kind:"curves",title:"Loss",unit:"",terms:[],symbols:{},sum:!0,levels:[],per_epoch:null};header=null;series=Ct(this.layout,()=>null);levels=[];both=!1;log=!1;range=null;plot=null;yTicks=[];constructor(t){this.card=t,this.lab=t.lab,this.view=new q({wheel:"x"}),this.pointer=new F(t.surface.canvas,this),this.reading=new Kt(this),this.toggle=f("button","small","log",{type:"button","aria-pressed":"false","aria-label":"Logarithmic scale"}),this.toggle.addEventListener("click",()=>this.flip()),t.tools.append(this.toggle),this.key=[$("dash solid ink","training"),$("dash ink","held-out")],t.foot.append(...this.key)}flip(){this.log=!this.log,this.toggle.setAttribute("aria-pressed",String(this.log)),this.range=null,this.view.reset(),this.follow(),this.lab.request(this.card)}update(t,s,e){this.layout=t,this.header=e,this.series=Ct(t,s),this.levels=t.levels??[],this.both=this.series.heldSteps.length>0;for(let i of this.key)i.hidden=!this.both;this.follow()}follow(){let t=xe(this.series,this.levels,this.log);this.range=W(this.range,t);let s=Math.max(this.series.end,1e-9);this.view.fix([0,s,...this.range])}y(t){return this.log?t>0?Math.log10(t):NaN:t}paint(){this.plot=null;let{box:t}=this.view,s=this.card.begin(this.series.end&&t);if(!s||!t)return;let{context:e,surface:i,theme:n}=s,o=this.place(e,i,n,t);this.plot=o,this.axes(e,n,o),o.clip(e,()=>this.paintAll(e,n,o)),kt(e,n,o,this.named(n,o)),this.pointer.paint(e,n),this.reading.paint(e,n,o)}place(t,s,e,i){let[,,n,o]=i,a=e.scale,[l,h]=[20*a,21*a],c=(s.height-l-h)/(34*a);this.yTicks=this.log?yt(n,o,c):k(n,o,c);let u=L(t,e,this.yTicks),d=this.outsideMargin(t,s,e),[p,m]=[s.width-u-(d||2),s.height-l-h];return new A(u,l,p,m).show(i)}outsideMargin(t,s,e){let{lines:i}=this.series;if(this.layout.sum!==!1||i.length<2)return 0;let n=pe(t,e,i.map(({label:o})=>o));return n<.3*s.width?n:0}axes(t,s,e){let[i,n]=e.box;E(t,s,e,{x:k(i,n,e.w/(52*s.scale)),y:this.yTicks,xName:this.layout.per_epoch?"epochs":"steps",zero:!1}),t.font=s.tick,t.fillStyle=s.soft,t.textAlign="left",t.textBaseline="alphabetic",t.fillText(this.layout.unit??"",0,11*s.scale,this.card.surface.width)}paintAll(t,s,e){vt(t,s,e,this.levels,n=>this.y(n)),this.changes(t,s,e),t.lineJoin="round";let i=this.series.lines.length>$t;t.globalAlpha=i?.75:1;for(let n of this.series.lines){let o=this.colour(s,n);t.lineWidth=i?1:n.whole?1.75:1.5,this.trace(t,e,o,this.series.steps,n.train),t.setLineDash([5,4]),this.trace(t,e,o,this.series.heldSteps,n.held),t.setLineDash([])}t.globalAlpha=1}colour(t,s){return s.whole?t.ink:s.name==="reconstruction"||this.first(s)?t.blue:this.layout.sum!==!1?t.warm:v(this.series.lines.indexOf(s))}first(t){return this.layout.sum!==!1&&t===this.series.lines[0]}ink(t,s){return this.layout.sum===!1&&s.name!=="reconstruction"?it(this.series.lines.indexOf(s),t):this.colour(t,s)}named(t,s){let{series:e}=this,i=e.lines.map(a=>{let l=this.y(we(e,a,s.box[1])),{label:h,short:c=h}=a;return{label:h,short:c,value:l,colour:this.ink(t,a)}}),n=this.levels.map(({label:a,value:l})=>({label:`${a}: ${b(l,4)}`,short:a,value:this.y(l),colour:t.soft,level:!0})),o=s.x+s.w<this.card.surface.width-2;return{curves:i,levels:n,outside:o}}trace(t,s,e,i,n){t.strokeStyle=e,t.beginPath();let o=!1;for(let a=0;a<n.length;a++){let[l,h]=[s.px(i[a]),s.py(this.y(n[a]))];Number.isFinite(l+h)&&(o?t.lineTo(l,h):t.moveTo(l,h),o=!0)}t.stroke(),n.length===1&&this.dot(t,s,i[0],n[0],e)}dot(t,s,e,i,n){let o=s.py(this.y(i));Number.isFinite(o)&&(t.fillStyle=n,t.beginPath(),t.arc(s.px(e),o,3,0,2*Math.PI),t.fill())}changes(t,s,e){for(let[i]of this.header?.changes??[]){let n=Math.round(e.px(i/this.series.perEpoch))+.5;t.lineWidth=1,S(t,s.axis,n,e.y,n,e.y+e.h)}}listed(t,s,e){let{lines:i}=this.series;return i.length<=$t?[...i].reverse():fe(i,n=>t.py(this.y(n.train[s])),e,$t)}hover(t,s){this.reading.at(t,s)}leave(){this.reading.leave()}changed(){this.lab.request(this.card)}fit(){this.card.reset()}describe(){let{title:t}=this.layout;if(!this.series.end)return`${t}, no curve yet`;let{lines:s,end:e}=this.series,i=s.slice(-$t).map(({label:a,train:l})=>`${a} ${b(l[l.length-1])}`),n=s.length>$t?`, and ${s.length-$t} more`:"",o=`${b(e,3)} ${this.layout.per_epoch?"epochs":"steps"}`;return`${t} after ${o}: ${i.join(", ")}${n} ${this.layout.unit??""}`.trim()}};var[Yt,Q,mt]=[0,1,2],Ft=.9;function St(r){if(!r)return null;let t=[];for(let s=0;s<r.shape[0];s++){let e=r.data.subarray(3*s,3*s+3);e.every(Number.isFinite)&&t.push(e)}return t.length>1?t:null}function H(r,t,s){let e=t===Yt?1:-1,i=r.findIndex(d=>e*d[t]>=e*s);i<0&&(i=r.length-1);let[n,o]=[r[Math.max(0,i-1)],r[i]],a=o[t]-n[t],l=a===0?1:Math.max(0,Math.min(1,(s-n[t])/a)),[h,c,u]=[0,1,2].map(d=>n[d]+l*(o[d]-n[d]));return{threshold:h,mistag:c,efficiency:u,rejection:c>0?1/c:NaN}}function gt(r,t){let s=Math.min(...r.map(e=>e[Q]||1));return t>0?Math.max(s,1/t):s}function Ds(r,{0:t,1:s}){return r.map(e=>{let[,i,n]=e,o=Math.sqrt(n*(1-n)/s),[a,l]=[1,-1].map(c=>H(r,mt,n+c*o)),h=Math.sqrt(i*(1-i)/t);return Math.hypot(h,(a.mistag-l.mistag)/2)})}var Ws=10;function $e(r,t){let s=Ds(r,t);return r.flatMap(([,e,i],n)=>{if(e*t[0]<Ws)return[];let o=i/Math.sqrt(e);return[{efficiency:i,mistag:e,value:o,error:o*s[n]/(2*e)}]})}function Se(r,t){return r>0&&t>0?Math.sqrt((1-r)/(r*t))/r:NaN}var Jt=class{cells=[];constructor(t){this.node=f("dl","figures"),t.node.insertBefore(this.node,t.body)}show(t){this.cells.length!==t.length&&this.build(t.length),t.forEach(({name:s,value:e,error:i="",title:n=""},o)=>{let a=this.cells[o];x(a.name,s),x(a.value,e),x(a.error,i&&` ± ${i}`),a.box.title!==n&&(a.box.title=n)})}build(t){this.cells=Array.from({length:t},()=>{let s=f("div"),[e,i,n,o]=[f("dt"),f("dd"),f("span","value"),f("small")];return i.append(n,o),s.append(e,i),{box:s,name:e,value:n,error:o}}),this.node.replaceChildren(...this.cells.map(({box:s})=>s))}};function Tt(r,t){if(!Number.isFinite(r))return{value:"–"};if(!(t>0)||!Number.isFinite(t))return{value:Bi(r)};let s=Math.min(3,js(t));return{value:r.toFixed(s),error:t.toFixed(s)}}function js(r){let t=Math.floor(Math.log10(r));return Math.max(0,(r/10**t<3.55?1:0)-t)}function Bi(r){let t=Math.abs(r);return t>=100?r.toFixed(0):r.toFixed(t>=10?1:2)}function P(r){return Number.isFinite(r)?r>0&&r<.00995?r.toPrecision(2):r.toFixed(3):"–"}function at(r,t){let s=Tt(r,t);return s.error?`${s.value} ± ${s.error}`:s.value}var lt=class{held=null;constructor(t,s){this.box=t,this.target=s,t.classList.add("sliding"),t.addEventListener("pointerdown",e=>this.press(e)),t.addEventListener("pointermove",e=>this.move(e)),t.addEventListener("pointerup",()=>this.held=null),t.addEventListener("pointercancel",()=>this.held=null),t.addEventListener("pointerleave",()=>this.target.leave())}at(t){let{left:s,top:e}=this.box.getBoundingClientRect();return[t.clientX-s,t.clientY-e]}press(t){let[s,e]=this.at(t);t.button!==0||!this.target.plot?.has(s,e)||(this.held=t.pointerId,this.box.setPointerCapture(t.pointerId),this.target.leave(),this.target.slide(s,e))}move(t){let[s,e]=this.at(t);this.held!==null?t.pointerId===this.held&&this.target.slide(s,e):this.target.plot?.has(s,e)?this.target.hover(s,e):this.target.leave()}};function It(r,t,s,e,i){let{fill:n,alpha:o=1,line:a,width:l=1.5,dash:h}=i,c=t.y+t.h;r.beginPath(),r.moveTo(t.px(s[0]),c),e.forEach((u,d)=>{let p=Number.isFinite(u)?Math.min(t.py(u),c+4):c+4;r.lineTo(t.px(s[d]),p),r.lineTo(t.px(s[d+1]),p)}),r.lineTo(t.px(s[e.length]),c),n&&(r.globalAlpha=o,r.fillStyle=n,r.fill(),r.globalAlpha=1),a&&(r.lineJoin="miter",r.setLineDash(h??[]),r.strokeStyle=a,r.lineWidth=l,r.stroke(),r.setLineDash([]))}var Z=class{on=!1;constructor(t,s,{label:e,title:i=""},n=()=>{}){let o={type:"button","aria-pressed":"false","aria-label":e};this.button=f("button","small",s,o),i&&(this.button.title=i),this.button.addEventListener("click",()=>{this.on=!this.on,this.button.setAttribute("aria-pressed",String(this.on)),n(),t.lab.request(t)}),t.tools.append(this.button)}};var Ui={ArrowRight:.95,ArrowUp:.95,PageUp:.7,End:0},_i={ArrowLeft:1/.95,ArrowDown:1/.95,PageDown:1/.7,Home:1/0},Vt=class{layout={name:"",kind:"cut",title:"Anomaly score",unit:"",names:["normal","anomalous"],score:"",flat:!1,baselines:[],figures:[]};counts=null;range=null;rows=null;numbers=[];samples=[];top=null;plot=null;yTicks=[];constructor(t){this.card=t,this.lab=t.lab,this.figures=new Jt(t),this.grip=f("div","grip","",{role:"slider",tabindex:"0","aria-label":"Threshold of the score"}),this.grip.addEventListener("keydown",s=>this.key(s)),this.warning=f("p","warning","",{role:"status"}),t.body.append(this.grip,this.warning),this.slider=new lt(t.body,this),this.log=new Z(t,"log",{label:"Logarithmic scale"},()=>this.top=null),this.keys=[0,1].map(s=>{let e=$("dot","");return e.style.setProperty("--mark",v(s)),e}),this.unexplained=f("span","item reading more"),this.age=f("span","item reading more"),this.card.foot.append(...this.keys,this.unexplained,this.age)}update(t,s,e){this.layout=t,this.counts=s("counts"),this.range=s("range")?.data??null,this.rows=St(s("cuts")),this.numbers=s("numbers")?.data??[],this.samples=s("samples")?.data??[],this.writeFoot(e)}get names(){return this.layout.names}get drawable(){let{counts:t,range:s,rows:e}=this;return t&&e&&s?.every(Number.isFinite)?{counts:t,range:s,rows:e}:null}point(t){return H(t,Q,this.lab.cut)}writeFoot(t){let[s,e]=[this.numbers[2],this.numbers[3]];this.keys.forEach((n,o)=>{let a=this.samples[o]>0?` ${R(this.samples[o])}`:"";x(n.lastChild,`${this.names[o]}${a}`)});let i=Number.isFinite(e);x(this.unexplained,i?`unexplained variance ${P(e)}`:""),this.unexplained.classList.toggle("warm",e>=Ft),x(this.age,Ki(s)),this.unexplained.hidden=!i,this.age.hidden=!this.age.textContent,x(this.warning,i&&this.drawable?Gi(e,t):""),this.warning.hidden=!this.warning.textContent}writeFigures(t,s){let[e,i]=this.names,[n,o]=[this.numbers[0],this.numbers[1]],{threshold:a,mistag:l,efficiency:h,rejection:c}=this.point(t),u=Se(l,this.samples[0]);this.figures.show([{name:"AUC",...Tt(n,o),title:"Area under the ROC curve"},{name:`${i} efficiency`,value:P(h),title:`Share of ${i} above the threshold`},{name:`${e} mistag`,value:P(l),title:`Share of ${e} above the threshold`},{name:"rejection",...Tt(c,u),title:"1 / mistag"}]);let d=`efficiency ${P(h)}, mistag ${P(l)}`,p=`${b(a,3)}: ${d}`,[m,g]=s,w=Math.max(m,Math.min(g,a)),y={valuemin:m,valuemax:g,valuenow:w,valuetext:p};for(let[M,I]of Object.entries(y))this.grip.setAttribute(`aria-${M}`,String(I))}paint(){this.plot=null;let{drawable:t}=this,s=this.card.begin(t);if(this.grip.hidden=!s,!s||!t)return this.figures.show([]);let{context:e,surface:i,theme:n}=s,{counts:o,range:a,rows:l}=t;this.writeFigures(l,a);let{threshold:h}=this.point(l),c=this.place(e,i,n,a,o);this.plot=c;let[u,d]=c.box;E(e,n,c,{x:k(u,d,c.w/(64*n.scale)),y:this.yTicks,xName:this.layout.unit||"score",zero:!1}),D(e,n,"share per bin",i.width),c.clip(e,()=>this.paintAll(e,c,o,h));let p=Math.max(c.x,Math.min(c.x+c.w,c.px(h)));this.grip.style.transform=`translateX(${Math.round(p)}px)`,this.grip.style.height=`${c.y+c.h}px`}place(t,s,e,i,n){let o=e.scale,[a,l]=[20*o,21*o],h=s.height-a-l;this.top=W(this.top,this.extent(n.data));let[c,u]=this.top,d=h/(40*o);this.yTicks=this.log.on?yt(c,u,d):k(c,u,d);let p=L(t,e,this.yTicks);return new A(p,a,s.width-p-9,h).show([i[0],i[1],c,u])}extent(t){let s=t.filter(i=>i>0),e=Math.max(...s,1e-6);return this.log.on?[Math.log10(Math.min(...s,e))-.15,Math.log10(e)+.1]:[0,1.08*e]}y(t){return this.log.on?Math.log10(Math.max(t,1e-12)):t}paintAll(t,s,e,i){let n=e.shape[1],[o,a]=s.box,l=Float32Array.from({length:n+1},(d,p)=>o+p*(a-o)/n),h=[0,1].map(d=>e.data.subarray(d*n,(d+1)*n).map(p=>this.y(p))),c=s.px(i),u=d=>h.forEach((p,m)=>It(t,s,l,p,d(v(m))));Te(t,s,s.x,c,()=>u(d=>({fill:d,alpha:.2}))),Te(t,s,c,s.x+s.w,()=>u(d=>({fill:d,alpha:.6}))),u(d=>({line:d,width:1.75}))}slide(t){this.rows&&this.plot&&this.cut(H(this.rows,Yt,this.plot.ix(t)).mistag)}cut(t){this.rows&&this.lab.setCut(Math.max(gt(this.rows,this.samples[0]),t))}key(t){let s=Ui[t.key]??_i[t.key];s===void 0||!this.drawable||t.ctrlKey||t.metaKey||(t.preventDefault(),t.stopPropagation(),this.cut(Math.min(1,this.lab.cut*s)))}hover(t,s){let{drawable:e,plot:i}=this;if(!e||!i)return;let{counts:n,range:o,rows:a}=e,{threshold:l,mistag:h,efficiency:c}=H(a,Yt,i.ix(t)),u=this.layout.unit?` ${this.layout.unit}`:"",d=(y,M)=>({cells:[`${this.names[y]} above`,P(M)],colour:v(y)}),[p,m]=o,w=l>m-(m-p)/n.shape[1]?[{small:"the last bin holds all beyond it"}]:[];this.lab.tip.show(this.card.surface.canvas,t,s,[{cells:[`score ${b(l,3)}${u}`]},d(0,h),d(1,c),...w])}leave(){this.lab.tip.hide()}describe(){let{title:t}=this.layout;if(!this.drawable)return`${t}, no picture yet`;let{threshold:s,mistag:e,efficiency:i}=this.point(this.drawable.rows),[n,o]=this.names;return`${t}, ${this.layout.note??""}: AUC ${P(this.numbers[0])}; above ${b(s,3)} lie ${P(i)} of ${o} and ${P(e)} of ${n}`}};function Te(r,t,s,e,i){r.save(),r.beginPath(),r.rect(s,t.y,Math.max(0,e-s),t.h),r.clip(),i(),r.restore()}function Ki(r){return Number.isFinite(r)?r<1?"scores of this update":`scores up to ${R(r)} update${r<1.5?"":"s"} old`:""}function Gi(r,t){return r>=Ft?`${(t?.epoch??0)>=1?"The network has collapsed":"The network explains nothing yet"}: this AUC measures only how far a sample is from one fixed picture.`:""}var Ae=[.01,.02,.05,.1,.2,.3,.5,1,2,3,5,10,20,50],Yi=3.4,Xt=class{layout={name:"",kind:"field",title:"Field",names:["x₁","x₂"],classes:[],theory:""};places=null;arrows=null;predicted=null;x=null;labels=null;factor=null;at=-1;constructor(t){this.card=t,this.lab=t.lab,this.flat=new V(t,this),this.view=this.flat.view,this.stamp=new j,this.measured=$("arrow ink","","x̂ − x"),this.theory=$("arrow warm","theory"),this.agreement=f("span","item"),this.scale=f("span","item"),t.foot.append(this.measured,this.theory,this.agreement,this.scale)}update(t,s){this.layout=t,this.places=_(s("at")),this.arrows=s("arrows")?.data??null,this.predicted=s("theory")?.data??null,this.x=_(s("x")),this.labels=s("labels")?.data??null,!(!this.places||!this.arrows)&&(this.view.fix(Ut(this.places.data,.04)),this.factor=this.choose(this.places,this.arrows),this.writeKey(s("agreement")?.data[0]))}choose(t,s){let e=Vi(s,.85);if(!(e>0))return this.factor??1;let i=1.3*Ne(t)/e,{factor:n}=this;return n&&n<=1.3*i&&(n===1||4*n>i)?n:i>=1&&i<4?1:Ae.filter(o=>o<=i).pop()??Ae[0]}writeKey(t=NaN){let s=Number.isFinite(t);this.theory.hidden=!this.predicted,x(this.theory.lastChild,this.layout.theory||"theory"),this.theory.title=this.theory.textContent??"",this.agreement.hidden=!s;let e=t<-1?"below −1":T(t,2);s&&x(this.agreement,`R² against theory ${e}`),x(this.scale,this.factor===1?"true length":`arrows ×${this.factor}`)}paint(){let{places:t,arrows:s,predicted:e}=this,i=this.flat.begin(t&&s,{names:this.layout.names});if(!i||!t||!s)return;let{context:n,plot:o,theme:a}=i;o.clip(n,()=>{this.paintPoints(i),e&&this.paintArrows(n,o,t,e,a.warm,3),this.paintArrows(n,o,t,s,a.ink,1.1)}),this.flat.end(n)}paintPoints({context:t,plot:s,theme:e,density:i}){if(!this.x)return;this.stamp.begin(s,i);let n={radius:1.7*e.scale,alpha:e.dark?.4:.3};this.stamp.points(s,this.x,X(this.labels,this.lab.hidden),n),this.stamp.paint(t,s)}paintArrows(t,s,{data:e,count:i},n,o,a){let l=this.factor??1;t.strokeStyle=t.fillStyle=o,t.lineCap="round";for(let h=0;h<i;h++){let[c,u]=[s.px(e[2*h]),s.py(e[2*h+1])],d=n[2*h]*l*s.sx,p=-n[2*h+1]*l*s.sy;Number.isFinite(c+u+d+p)&&(t.lineWidth=h===this.at?a+1:a,Ji(t,c,u,d,p))}t.lineCap="butt"}hover(t,s){let{places:e,arrows:i,predicted:n}=this,{plot:o}=this.flat;if(!e||!i||!o)return;let a=.75*Ne(e)*o.sx,l=tt(o,e,null,new Set,t,s,Math.max(12,a));if(l!==this.at&&this.lab.request(this.card),this.at=l,l<0)return this.lab.tip.hide();let h=p=>Y([p[2*l],p[2*l+1]]),{theme:c}=this.lab,u=[{cells:["at",h(e.data)]},{cells:["x̂ − x",h(i)],colour:c.ink}];n&&u.push({cells:[this.theory.title,h(n)],colour:c.warm});let d=Math.hypot(i[2*l],i[2*l+1]);u.push({cells:["length",b(d,3)]}),this.lab.tip.show(this.card.surface.canvas,t,s,u)}leave(){this.at>=0&&this.lab.request(this.card),this.at=-1,this.lab.tip.hide()}describe(){let{title:t}=this.layout;if(!this.places||!this.arrows)return`${t}, no picture yet`;let s=this.agreement.hidden?"":`, ${this.agreement.textContent}`;return`${t}: ${this.places.count} arrows from points to their reconstructions${s}`}};function Ji(r,t,s,e,i){let n=Math.hypot(e,i);if(n<1.5){r.beginPath(),r.arc(t,s,r.lineWidth*.7,0,2*Math.PI),r.fill();return}let o=Math.min(Yi+r.lineWidth,.6*n),[a,l]=[e/n,i/n],[h,c]=[t+e-o*a,s+i-o*l];r.beginPath(),r.moveTo(t,s),r.lineTo(h,c),r.stroke(),r.beginPath(),r.moveTo(t+e,s+i),r.lineTo(h-.55*o*l,c+.55*o*a),r.lineTo(h+.55*o*l,c-.55*o*a),r.fill()}function Vi(r,t){let s=[];for(let e=0;e<r.length;e+=2){let i=Math.hypot(r[e],r[e+1]);Number.isFinite(i)&&s.push(i)}return Float32Array.from(s).sort()[Math.floor(t*(s.length-1))]??0}function Ne({data:r,count:t}){let s=Float32Array.from({length:t},(n,o)=>r[2*o]).sort(),e=1e-4*(s[t-1]-s[0]),i=s[t-1]-s[0];for(let n=1;n<t;n++){let o=s[n]-s[n-1];o>e&&o<i&&(i=o)}return i}var ht=class{constructor(t,s,[e,i]){this.across=t,this.down=s,this.rows=e,this.columns=i,this.large=null,this.canvas=new OffscreenCanvas(t*i,s*e),this.context=z(this.canvas),this.image=this.context.createImageData(this.canvas.width,this.canvas.height),this.pixels=new Uint32Array(this.image.data.buffer)}fits(t,s,[e,i]){return this.across===t&&this.down===s&&this.rows===e&&this.columns===i}tile(t,s,e,i,n){let o=this.across*this.columns,a=i;for(let l=0;l<this.rows;l++){let h=(s*this.rows+l)*o+t*this.columns;for(let c=0;c<this.columns;c++)this.pixels[h++]=n[e[a++]]}}difference(t,s,e,i,n,o){let a=this.across*this.columns,l=n;for(let h=0;h<this.rows;h++){let c=(s*this.rows+h)*a+t*this.columns;for(let u=0;u<this.columns;u++,l++)this.pixels[c++]=o[255+e[l]-i[l]]}}finish(t=1){if(this.context.putImageData(this.image,0,0),t<=1)return this.canvas;let[s,e]=[this.canvas.width*t,this.canvas.height*t];(this.large?.width!==s||this.large.height!==e)&&(this.large=new OffscreenCanvas(s,e));let i=z(this.large);return i.imageSmoothingEnabled=!1,i.drawImage(this.canvas,0,0,s,e),this.large}};function Bs(r,[t,s],e,i=0){let n=document.createElement("canvas");[n.width,n.height]=[s,t];let o=z(n),a=o.createImageData(s,t),l=new Uint32Array(a.data.buffer);for(let h=0;h<l.length;h++)l[h]=e[r[i+h]];return o.putImageData(a,0,0),n}var Xi=300,Ee=.3,ct=class{samples=null;grid=null;words=[];count=0;shape=[0,0];above=0;below=0;group=0;fill=()=>{};composed=null;sheet=null;constructor(t){this.card=t;let{canvas:s}=t.surface;s.addEventListener("pointermove",e=>this.over(e)),s.addEventListener("pointerleave",()=>t.lab.point(-1))}over(t){let s=this.pointed(t);this.card.lab.point(s>=0&&this.samples?this.samples[s]:-1)}take({words:t,count:s,shape:e,fill:i,above:n=0,below:o=0,group:a=s}){this.words=t,this.count=s,this.shape=e,this.fill=i,this.above=n,this.below=o,this.group=a,this.composed=null}place(t,s){let{count:e,words:i,group:n}=this,[o,a]=this.shape,l=s.scale,h=t.width<Xi*l,c=Math.max((h?44:68)*l,this.widest(t.context,s,h)+8),[u,d]=[this.above*l,this.below*l],p=null;for(let g=1;g<=Math.min(e,4);g++){let w=Math.ceil(e/g);if(w>n&&w%n)continue;let y=w>n?14*l:0,M=(t.width-c-y*(Math.ceil(w/n)-1))/w,N=(t.height-g*(u+d))/(g*i.length+Ee*(g-1)),B=Math.min((M-2)/a,(N-3)/o);B>(p?.scale??0)&&(p={scale:B,bands:g,across:w,slot:M,step:N,apart:y})}if(!p)return null;let m=(i.length+Ee)*p.step+u+d;return{...p,left:c,narrow:h,high:m,above:u}}widest(t,s,e){let i=this.words.map(([n,o])=>{t.font=s.text;let a=e&&o?0:t.measureText(n).width;return t.font=s.maths,a+t.measureText(o).width});return Math.max(...i)}paint(t,s){let{surface:e}=this.card,i=this.grid=this.place(e,s);if(!i)return;this.name(t,s,i);let n=Math.max(2,Math.ceil(i.scale*e.density)),o=this.compose(s,n);t.imageSmoothingEnabled=!0,t.imageSmoothingQuality="low";let{count:a,shape:l}=this,h=this.words.length,[c,u]=[o.width/a,o.height/h],[d,p]=[l[1]*i.scale,l[0]*i.scale],m=.5;for(let g=0;g<a;g++){let[w,y]=this.corner(g);for(let M=0;M<h;M++){let[I,N]=[w+(i.slot-d)/2,y+i.above+M*i.step+(i.step-p)/2];t.drawImage(o,g*c+m,M*u+m,c-2*m,u-2*m,I,N,d,p)}}}compose(t,s){let e=`${t.card} ${t.ink} ${s}`;if(this.composed?.key===e)return this.composed.picture;let i=this.words.length;this.sheet?.fits(this.count,i,this.shape)||(this.sheet=new ht(this.count,i,this.shape));for(let o=0;o<this.count;o++)this.fill(this.sheet,o,t);let n=this.sheet.finish(s);return this.composed={key:e,picture:n},n}corner(t){if(!this.grid)return[0,0];let{left:s,slot:e,across:i,high:n,apart:o}=this.grid,a=t%i;return[s+a*e+Math.floor(a/this.group)*o,Math.floor(t/i)*n]}name(t,s,{step:e,high:i,bands:n,narrow:o,above:a}){t.textBaseline="middle",t.textAlign="left",t.fillStyle=s.soft;for(let l=0;l<n;l++)this.words.forEach(([h,c],u)=>{let d=l*i+a+(u+.5)*e;t.font=s.text;let p=o&&c?"":h;t.fillText(p,0,d);let m=t.measureText(p).width;t.font=s.maths,t.fillText(c,m,d)})}box(t){if(!this.grid)return[0,0,0,0];let[s,e]=this.corner(t);return[s,e+this.grid.above,this.grid.slot,this.words.length*this.grid.step]}pointed({clientX:t,clientY:s}){let e=this.card.surface.canvas.getBoundingClientRect(),[i,n]=[t-e.left,s-e.top];for(let o=0;this.grid&&o<this.count;o++){let[a,l]=this.corner(o),h=n>=l&&n<l+this.grid.high;if(i>=a&&i<a+this.grid.slot&&h)return o}return-1}mark(t,s){let{lab:e}=this.card;for(let i=0;i<this.count;i++){let n=this.samples?.[i]??-1;if(n<0||n!==e.picked&&n!==e.hovered)continue;let o=n===e.picked,[a,l,h,c]=this.box(i);t.strokeStyle=o?s.ink:s.soft,t.lineWidth=o?1.5:1,t.beginPath(),t.roundRect(a+1,l+1,h-2,c-2,5),t.stroke()}}};var Qi="⁰¹²³⁴⁵⁶⁷⁸⁹",Pe=12;function Qt(r){return r.scale==="log"}function K(r,t){return r.scale==="lit"?t.lit:Qt(r)?t.map:t.ramp}var ut=class{constructor(t){this.node=f("span","item decades"),this.low=f("span"),this.bar=f("i","sequential"),this.high=f("span"),this.node.append(this.low,this.bar,this.high),this.node.hidden=!0,t.append(this.node)}update(t,s){let{low_log:e=NaN,high_log:i=NaN,unit:n=""}=t;if(this.node.hidden=!Qt(t),this.node.hidden)return;x(this.low,Ce(e)),x(this.high,`${Ce(i)} ${n}`.trim()),this.bar.style.setProperty("--stops",sn(s.map));let o=tn(e,i).map(a=>Zi(a));this.bar.childElementCount!==o.length&&this.bar.replaceChildren(...o)}};function Zi(r){let t=f("b");return t.style.left=`${100*r}%`,t}function tn(r,t){let s=[];for(let e=Math.floor(r)+1;e<t;e++)s.push((e-r)/(t-r));return s}function Ce(r){if(!Number.isFinite(r))return"";let t=Math.abs(r-Math.round(r))<.01;if(!t&&r>-3)return String(Number((10**r).toPrecision(2)));let s=t?Math.round(r):Math.floor(r),e=[...String(Math.abs(s))].map(n=>Qi[Number(n)]).join("");return`${t?"":`${Math.round(10**(r-s))}·`}10${s<0?"⁻":""}${e}`}function sn(r){return Array.from({length:Pe},(t,s)=>{let e=r[Math.round(255*s/(Pe-1))];return`rgb(${e&255} ${e>>8&255} ${e>>16&255})`}).join(", ")}var bt=["input ","x"],At=["output ","x̂"],en=["noisy ","x̃"],nn=[["data",""],["sample",""]],Zt=class{layout={name:"",kind:"strip",title:"Reconstructions",shape:[0,0],low:0,high:1};x=null;xTilde=null;xHat=null;constructor(t){this.card=t,this.lab=t.lab,this.columns=new ct(t),this.bar=new ut(t.foot)}update(t,s){this.layout=t,this.x=s("x"),this.xTilde=s("x_tilde"),this.xHat=s("x_hat"),this.columns.samples=s("rows")?.data??null;let e=this.xTilde?[bt,en]:[bt],n=t.rows??(t.output?nn:null)??[...e,At,Us(t)];if(this.card.node.style.setProperty("--rows",String(n.length)),this.bar.update(t,this.lab.theme),!this.x||!this.xHat)return;let o=Math.min(this.x.shape[0],this.xHat.shape[0]);this.columns.take({words:n,count:o,shape:t.shape,fill:(a,l,h)=>this.fill(a,l,h)})}fill(t,s,e){if(!this.x||!this.xHat)return;let i=K(this.layout,e),n=s*this.layout.shape[0]*this.layout.shape[1],[o,a]=[this.x.data,this.xHat.data],l=this.xTilde?[o,this.xTilde.data,a]:[o,a];l.forEach((h,c)=>t.tile(s,c,h,n,i)),!(this.layout.output||this.layout.rows)&&t.difference(s,l.length,o,a,n,e.residual)}paint(){let t=this.card.begin(this.x&&this.xHat);if(!t)return;let{context:s,theme:e}=t;this.columns.paint(s,e),this.columns.mark(s,e)}describe(){let{title:t,output:s,rows:e}=this.layout;if(!this.x||!this.xHat)return`${t}, no picture yet`;let i=this.x.shape[0];if(e)return`${t}: ${i} images ${e.map(([o])=>o).join(", ")}`;if(s)return`${t}: ${this.xHat.shape[0]} below as many of the data`;let n=this.xTilde?", noisy copy":"";return`Reconstructions: ${i} held-out samples, each with input${n}, output and residual, orange where the input is larger, blue where the output is`}};function Us(r){return["",Qt(r)?"log x/x̂":"x − x̂"]}var rn=19,on=36,an=["most anomalous","least anomalous"],ts=class{layout={name:"",kind:"gallery",title:"Most and least anomalous",shape:[0,0],low:0,high:1,names:[]};x=null;xHat=null;score=null;labels=null;constructor(t){this.card=t,this.lab=t.lab,this.columns=new ct(t),this.bar=new ut(t.foot)}update(t,s){if(this.layout=t,this.x=s("x"),this.xHat=s("x_hat"),this.columns.samples=s("rows")?.data??null,this.score=s("score")?.data??null,this.labels=s("labels")?.data??null,this.bar.update(t,this.lab.theme),!this.x||!this.xHat)return;let e=Math.min(this.x.shape[0],this.xHat.shape[0]);this.columns.take({words:[bt,At,Us(t)],count:e,shape:t.shape,fill:(i,n,o)=>this.fill(i,n,o),above:rn,below:on,group:Math.ceil(e/2)})}fill(t,s,e){if(!this.x||!this.xHat)return;let i=K(this.layout,e),n=s*this.layout.shape[0]*this.layout.shape[1];[this.x,this.xHat].forEach(({data:o},a)=>t.tile(s,a,o,n,i)),t.difference(s,2,this.x.data,this.xHat.data,n,e.residual)}paint(){let t=this.card.begin(this.x&&this.xHat);if(!t)return;let{context:s,theme:e}=t;this.columns.paint(s,e),this.heads(s,e);for(let i=0;i<this.columns.count;i++)this.caption(s,e,i);this.columns.mark(s,e)}heads(t,s){t.font=s.tick,t.fillStyle=s.soft,t.textAlign="left",t.textBaseline="alphabetic",an.forEach((e,i)=>{let[n,o]=this.columns.corner(i*this.columns.group);t.fillText(e,n+2,o+13*s.scale)})}caption(t,s,e){let[i,n,o,a]=this.columns.box(e),l=i+o/2;t.textAlign="center",t.textBaseline="alphabetic",t.font=s.tick,t.fillStyle=s.ink;let h=this.score?.[e]??NaN;if(!Number.isFinite(h))return;let c=n+a+13*s.scale;t.fillText(b(h,3),l,c,o);let u=this.labels?.[e]??-1,d=this.layout.names[u];d!==void 0&&(t.fillStyle=it(u,s),t.font=s.bold,t.fillText(d,l,c+16*s.scale,Math.max(8,o-6)))}describe(){let{title:t}=this.layout;if(!this.x||!this.xHat)return`${t}, no picture yet`;let s=[...this.score??[]].map((e,i)=>`${this.layout.names[this.labels?.[i]??-1]??""} ${b(e,3)}`.trim());return`${t}: inputs, outputs and residuals, with scores ${s.join(", ")}`}};var Nt=class{names="";buttons=[];labels=null;constructor(t,...s){this.card=t,this.extra=s,this.node=f("div","legend","",{role:"group","aria-label":"Classes"}),this.node.append(...s),t.foot.append(this.node)}update(t,s){let{lab:e}=this.card;if(t.join()!==this.names&&(this.names&&e.showClasses(),this.names=t.join(),this.buttons=t.map((i,n)=>this.button(i,n)),this.node.replaceChildren(...this.buttons,...this.extra)),s&&s!==this.labels){this.labels=s;let i=new Set(s);this.buttons.forEach((n,o)=>n.hidden=!i.has(o))}this.buttons.forEach((i,n)=>{i.setAttribute("aria-pressed",String(!e.hidden.has(n)))})}button(t,s){let{lab:e}=this.card,i=f("button","class","",{type:"button",title:`Show or hide ${t}`,"aria-label":`Class ${t}`,"data-class":s}),n=f("i","dot");return n.style.setProperty("--mark",v(s)),i.append(n,f("span","",t)),i.addEventListener("click",()=>e.toggleClass(s)),i}};var Et=56,ss=class{layout={name:"",kind:"histogram",title:"Latent space",dims:1,axes:[0],names:[],prior:!1,classes:[]};points=null;labels=null;name=nt(0);top=0;counts=[];plot=null;constructor(t){this.card=t,this.lab=t.lab,this.view=new q({wheel:"x"}),this.legend=new Nt(t),this.pointer=new F(t.surface.canvas,this)}update(t,s){this.layout=t,this.points=s("points")?.data??null,this.labels=s("labels")?.data??null,this.name=t.names[0]??nt(t.axes[0]??0),this.legend.update(t.classes,this.labels),this.points&&this.view.follow(rt(this.points,1,0,.005),[0,1])}count(t,s,e){let i=Math.max(1,this.layout.classes.length),n=Array.from({length:Et},()=>new Uint32Array(i)),o=Et/(e-s);return t.forEach((a,l)=>{let h=Math.floor((a-s)*o),c=this.labels?.[l]??0;h>=0&&h<Et&&!this.lab.hidden.has(c)&&n[h][c%i]++}),n}height(t){let s=Math.max(1,...t.map(e=>e.reduce((i,n)=>i+n,0)));return(s>this.top||s<.68*this.top)&&(this.top=s*1.15),this.top}get shown(){return this.plot&&this.points?this.plot.box:null}paint(){let{surface:t}=this.card,{theme:s}=this.lab,e=t.begin(),[i,n]=[38*s.scale,22*s.scale],o=new A(i,4,t.width-i-2,t.height-4-n);this.plot=o;let{points:a}=this;if(!a)return et(e,s,t,this.lab.hint(this.card));let[l,h]=this.view.box??[-1,1];this.counts=this.count(a,l,h),o.show([l,h,0,this.height(this.counts)]),E(e,s,o,{x:k(l,h,o.w/64),y:k(0,this.top,o.h/64).filter(({value:c})=>Number.isInteger(c)),xName:this.name}),o.clip(e,()=>this.paintBars(e,o)),this.markHovered(e,o,s,a[this.lab.hovered]),this.markPicked(e,o,s,a[this.lab.picked]),this.pointer.paint(e,s)}paintBars(t,s){let e=s.w/Et;this.counts.forEach((i,n)=>{let o=Math.round(s.x+n*e),a=Math.max(1,Math.round(s.x+(n+1)*e)-o-1),l=0;i.forEach((h,c)=>{if(!h)return;let u=s.py(l),d=s.py(l+=h);t.fillStyle=v(c),t.globalAlpha=.85,t.fillRect(o,d,a,u-d)})}),t.globalAlpha=1}markHovered(t,s,e,i){if(!(i>=s.box[0]&&i<=s.box[1]))return;let n=Math.round(s.px(i))+.5;t.lineWidth=1,S(t,e.ink,n,s.y,n,s.y+s.h)}markPicked(t,s,e,i){!Number.isFinite(i)||i<s.box[0]||i>s.box[1]||G(t,e,s.px(i),s.y+s.h,5,2)}bin(t,s){let e=Math.floor((s-t.x)/t.w*Et);return this.counts[e]?e:-1}hover(t,s){let{plot:e}=this,i=this.points&&e?this.bin(e,t):-1;if(i<0||!e)return this.leave();let[n,o]=e.box,a=d=>b(n+d*(o-n)/Et,3),{classes:l}=this.layout,h=[...this.counts[i]].flatMap((d,p)=>d?[{cells:[l[p]??"",String(d)],colour:v(p)}]:[]),c={cells:[`${this.name} ${a(i)} … ${a(i+1)}`]},{canvas:u}=this.card.surface;this.lab.inspector.place(u,t,s,[e.ix(t)],[],[c,...h])}leave(){this.lab.inspector.leave()}pick(t,s){let{points:e,plot:i}=this;if(!e||!i||this.bin(i,t)<0)return;let n=this.classAt(this.counts[this.bin(i,t)],i.iy(s)),o=i.ix(t),a=-1;e.forEach((l,h)=>{n>=0&&this.labels&&this.labels[h]!==n||this.lab.hidden.has(this.labels?.[h]??0)||!Number.isFinite(l)||(a<0||Math.abs(l-o)<Math.abs(e[a]-o))&&(a=h)}),a>=0&&this.lab.pick(a)}classAt(t,s){let e=0;return t.findIndex(i=>i>0&&(e+=i)>=s)}changed(){this.lab.request(this.card)}fit(){this.card.reset()}describe(){if(!this.points||!this.plot)return"Latent space, no picture yet";let[t,s]=this.plot.box.map(e=>b(e,3));return`Latent space: histogram of ${this.points.length} samples by class, z1 from ${t} to ${s}`}};var es=class{layout={name:"",kind:"improvement",title:"Significance improvement",names:["normal","anomalous"]};rows=null;gains=[];samples=[];plot=null;constructor(t){this.card=t,this.lab=t.lab,this.slider=new lt(t.body,this),t.foot.append($("dash","without a cut"))}update(t,s){this.layout=t,this.rows=St(s("cuts")),this.samples=s("samples")?.data??[],this.gains=this.rows?$e(this.rows,this.samples):[]}get best(){return this.gains.reduce((t,s)=>t&&t.value>=s.value?t:s,null)}paint(){this.plot=null;let{rows:t,gains:s}=this,e=this.card.begin(s.length?t:null);if(!e||!t)return;let{context:i,surface:n,theme:o}=e,a=this.place(i,n,o);this.plot=a,a.clip(i,()=>{this.band(i,o,a),this.curve(i,o,a)}),i.setLineDash([5,4]),i.lineWidth=1.25,S(i,o.soft,a.x,a.py(1),a.x+a.w,a.py(1)),i.setLineDash([]),this.words(i,o,a),this.workingPoint(i,o,a,t)}place(t,s,e){let i=e.scale,[n,o]=[20*i,37*i],a=Math.max(1.2,...this.gains.map(({value:m,error:g})=>m+g))*1.05,l=s.height-n-o,h=k(0,a,l/(34*i)),c=L(t,e,h),u=new A(c,n,s.width-c-8,l).show([0,1,0,a]),d=k(0,1,u.w/(52*i));E(t,e,u,{x:d,y:h,xName:"",zero:!1}),D(t,e,"efficiency / √mistag",s.width),t.textAlign="right";let p=`${this.layout.names[1]} efficiency`;return t.fillText(p,s.width,s.height-5*i,s.width),u}band(t,s,e){let i=n=>this.gains.map(o=>[e.px(o.efficiency),e.py(o.value+n*o.error)]);Rt(t,s.ink,i(1),i(-1))}curve(t,s,e){t.strokeStyle=s.ink,t.lineWidth=2,t.lineJoin="round",t.beginPath();for(let{efficiency:i,value:n}of this.gains)t.lineTo(e.px(i),e.py(n));t.stroke()}words(t,s,e){if(!this.best)return;let i=s.scale;t.font=s.bold,t.textAlign="right",t.textBaseline="top";let n=e.x+e.w-8*i;st(t,s,`at most ${at(this.best.value,this.best.error)}`,n,e.y+8*i,s.ink)}workingPoint(t,s,e,i){let{mistag:n,efficiency:o}=H(i,Q,this.lab.cut),[a,l]=[e.px(o),e.py(o/Math.sqrt(n))];e.has(a,l)&&qt(t,s,[a,l],[a,e.y+e.h])}slide(t){let{rows:s,plot:e}=this;if(!s||!e)return;let{mistag:i}=H(s,mt,Math.max(0,Math.min(1,e.ix(t))));this.lab.setCut(Math.max(gt(s,this.samples[0]),i))}hover(t,s){let{rows:e,plot:i}=this;if(!e||!i)return;let n=Math.max(0,Math.min(1,i.ix(t))),{mistag:o,efficiency:a}=H(e,mt,n),l=J(Float32Array.from(this.gains,c=>c.efficiency),n),h=o*this.samples[0]<Ws?null:this.gains[l];this.lab.tip.show(this.card.surface.canvas,t,s,[{cells:[`${this.layout.names[1]} efficiency`,P(a)]},{cells:[`${this.layout.names[0]} mistag`,P(o)]},{cells:["significance times",h?at(h.value,h.error):"too few samples"]}])}leave(){this.lab.tip.hide()}describe(){return this.best?`Significance improvement: at most ${at(this.best.value,this.best.error)}, at ${this.layout.names[1]} efficiency ${P(this.best.efficiency)}`:"Significance improvement, no picture yet"}};var ln=19,hn={x:bt,input:bt,x̂:At,output:At},is=class{layout={name:"",kind:"lesions",title:"Lesions",shape:[0,0],low:0,high:1,rows:[],top:1};images=null;dice=null;constructor(t){this.card=t,this.lab=t.lab,this.columns=new ct(t),this.bar=new ut(t.foot)}update(t,s){this.layout=t;let e=[s("x"),s("x_hat"),s("residual"),s("mask"),s("found")],i=e.filter(n=>n!==null);this.images=i.length===e.length?i:null,this.dice=s("dice")?.data??null,this.columns.samples=s("sample")?.data??null,this.bar.update(t,this.lab.theme),this.images&&this.columns.take({words:t.rows.map(cn),count:Math.min(...i.map(({shape:n})=>n[0])),shape:t.shape,fill:(n,o,a)=>this.fill(n,o,a),below:ln})}fill(t,s,e){let i=s*this.layout.shape[0]*this.layout.shape[1],n=un(e),o=K(this.layout,e),a=[o,o,e.residual.subarray(255),n,n];this.images?.forEach(({data:l},h)=>t.tile(s,h,l,i,a[h]))}paint(){let t=this.card.begin(this.images);if(!t)return;let{context:s,theme:e}=t;this.columns.paint(s,e),s.font=e.tick,s.textAlign="center",s.textBaseline="alphabetic",s.fillStyle=e.ink;for(let i=0;this.dice&&i<this.columns.count;i++){let[n,o,a,l]=this.columns.box(i);s.fillText(T(this.dice[i],2),n+a/2,o+l+14*e.scale,a)}this.caption(s,e),this.columns.mark(s,e)}caption(t,s){let{bands:e,across:i}=this.columns.grid??{bands:0,across:0};t.textAlign="left",t.fillStyle=s.soft;for(let n=0;this.dice&&n<e;n++){let[,o,,a]=this.columns.box(n*i);t.fillText("Dice",0,o+a+14*s.scale)}}describe(){let{title:t}=this.layout;if(!this.images)return`${t}, no picture yet`;let s=[...this.dice??[]].map(i=>T(i,2)).join(", "),e=this.layout.rows.join(", ");return`${t}: ${this.columns.count} slices, each with ${e}; Dice ${s}`}};function cn(r){return hn[r]??(r.includes("x̂")?["",r]:[r,""])}function un(r){let[t,s]=[C(r.card),C(v(1))],e=([i,n,o])=>255<<24|o<<16|n<<8|i;return Uint32Array.from([e(t),e(s)])}function Ie(r,t,{data:s,shape:e},i){let n=[];for(let u=0;u<e[0];u++)n.push(dn(s.subarray(5*u,5*u+5)));let o=n.filter(({long:u})=>Number.isFinite(u)),a=o.map(({long:u})=>u).sort((u,d)=>u-d),l=a[Math.floor(.9*(a.length-1))];if(!(l>0))return;let h=Math.round(Math.sqrt(e[0])),c=Math.abs(s[5*(h-1)]-s[0])/Math.max(1,h-1);for(let u of o){let d=.46*c*t.sx/Math.max(l,u.long);r.beginPath();let[p,m]=[u.long,u.short].map(g=>Math.max(.6,d*g));r.ellipse(t.px(u.x),t.py(u.y),p,m,-u.angle,0,2*Math.PI),Fe(r,"rgb(0 0 0 / 0.55)",3.2*i),Fe(r,"#fff",1.4*i)}}function Fe(r,t,s){r.strokeStyle=t,r.lineWidth=s,r.stroke()}function dn([r,t,s,e,i]){let[n,o]=[(s+i)/2,Math.hypot((s-i)/2,e)],[a,l]=[n+o,n-o].map(h=>Math.sqrt(Math.max(0,h)));return{x:r,y:t,long:a,short:l,angle:Math.atan2(2*e,s-i)/2}}var Lt=12,pn=[255,255,255],ns=class{layout={name:"",kind:"map",title:"Map",unit:"",names:["x₁","x₂"],classes:[]};values=null;window=null;x=null;labels=null;metric=null;range=null;composed=null;constructor(t){this.card=t,this.lab=t.lab,this.flat=new V(t,this),this.view=this.flat.view,this.stamp=new j}update(t,s){this.layout=t,this.values=s("values"),this.window=s("window")?.data??null,this.x=_(s("x")),this.labels=s("labels")?.data??null,this.metric=s("metric"),this.composed=null,!(!this.values||!this.window)&&(this.range=W(this.range,this.heights(this.values.data)),this.view.fix(this.edges(this.window,this.values.shape)))}heights(t){let s=t.filter(Number.isFinite),[e,i]=[s.reduce(fn,1/0),s.reduce(mn,-1/0)];return i>e?[e>=0&&e<.5*i?0:e,i]:[0,1]}edges([t,s,e,i],[n,o]){let a=(s-t)/Math.max(1,o-1)/2,l=(i-e)/Math.max(1,n-1)/2;return[t-a,s+a,e-l,i+l]}paint(){let{theme:t}=this.lab,{values:s,window:e}=this,i=s&&e,n=i?Lt+48*t.scale:2,o=this.flat.begin(i,{names:this.layout.names,right:n});if(!o||!s||!e)return;let{context:a,plot:l}=o;l.clip(a,()=>{this.paintMap(a,l,s,this.edges(e,s.shape)),this.paintPoints(o),this.metric&&Ie(a,l,this.metric,t.scale)}),this.bar(a,t,l),this.flat.end(a)}paintMap(t,s,e,[i,n,o,a]){let[l,h]=[s.px(i),s.py(a)];t.imageSmoothingEnabled=!0,t.imageSmoothingQuality="high",t.drawImage(this.compose(e),l,h,s.px(n)-l,s.py(o)-h)}compose(t){let{map:s}=this.lab.theme;if(this.composed)return this.composed;let[e,i]=t.shape,n=new OffscreenCanvas(i,e),o=z(n),a=o.createImageData(i,e),l=new Uint32Array(a.data.buffer),[h,c]=this.range??[0,1];return t.data.forEach((u,d)=>{let p=Math.round(255*(u-h)/(c-h));l[d]=Number.isFinite(u)?s[Math.max(0,Math.min(255,p))]:0}),o.putImageData(a,0,0),this.composed=n}paintPoints({context:t,plot:s,theme:e,density:i}){if(!this.x)return;let n=X(this.labels,this.lab.hidden),o=e.scale;this.stamp.begin(s,i),this.stamp.points(s,this.x,a=>n(a)&&pn,{radius:2.1*o,alpha:.5}),this.stamp.points(s,this.x,n,{radius:1.3*o,alpha:.9}),this.stamp.paint(t,s)}bar(t,s,e){let[i,n]=this.range??[0,1],o=s.scale,[a,l]=[e.x+e.w+8,e.y+18*o],h=e.h-18*o,{map:c}=s;for(let d=0;d<h;d++){let p=c[Math.round(255*(1-d/(h-1)))];t.fillStyle=`rgb(${p&255} ${p>>8&255} ${p>>16&255})`,t.fillRect(a,l+d,Lt,1.5)}let u=d=>l+h*(1-(d-i)/(n-i));t.font=s.tick,t.fillStyle=s.soft,t.textAlign="left",t.textBaseline="middle",t.lineWidth=1;for(let{value:d,label:p}of k(i,n,h/(44*o))){let m=Math.max(l+6,Math.min(l+h-6,u(d)));S(t,s.axis,a+Lt,u(d),a+Lt+3,u(d)),t.fillText(p,a+Lt+6,m)}t.textAlign="right",t.textBaseline="alphabetic",t.fillText(this.layout.unit??"",this.card.surface.width,e.y+9*o)}hover(t,s){let{plot:e}=this.flat;if(!this.values||!this.window||!e)return;let i=[e.ix(t),e.iy(s)],[n,o,a,l]=this.edges(this.window,this.values.shape),[h,c]=this.values.shape,u=Math.floor((i[0]-n)/(o-n)*c),d=Math.floor((l-i[1])/(l-a)*h);if(u<0||d<0||u>=c||d>=h)return this.leave();let{names:p,unit:m}=this.layout;this.lab.tip.show(this.card.surface.canvas,t,s,[{cells:[m,b(this.values.data[d*c+u])]},{cells:[`${p[0]} ${b(i[0],3)}   ${p[1]} ${b(i[1],3)}`]}])}leave(){this.lab.tip.hide()}describe(){let{title:t,unit:s}=this.layout;if(!this.values)return`${t}, no picture yet`;let[e,i]=this.heights(this.values.data).map(n=>b(n,3));return`${t}: ${s} over the plane of the data, from ${e} to ${i}`}};function fn(r,t){return Math.min(r,t)}function mn(r,t){return Math.max(r,t)}var rs=class{layout={name:"",kind:"overlap",title:"Dice and precision-recall"};thresholds=null;dice=null;precision=null;recall=null;threshold=NaN;tested=NaN;validation=NaN;mean=NaN;plot=null;at=-1;constructor(t){this.card=t,this.lab=t.lab,this.pointer=new F(t.surface.canvas,this);let s="Precision against recall";this.recalls=new Z(t,"precision",{label:s,title:s},()=>this.leave()),this.test=$("dot anomalous",""),this.test.style.setProperty("--mark",v(1)),this.chosenAt=f("span","item reading"),t.foot.append(this.test,this.chosenAt)}update(t,s){this.layout=t,this.thresholds=s("thresholds")?.data??null,this.dice=s("dice")?.data??null,this.precision=s("precision")?.data??null,this.recall=s("recall")?.data??null;let e=s("chosen")?.data??[],[i=NaN,n=NaN,o=NaN,a=NaN]=e;this.threshold=i,this.tested=n,this.validation=o,this.mean=a,this.test.hidden=!Number.isFinite(n),x(this.test.lastChild,`test ${T(n,2)}`),this.chosenAt.hidden=!Number.isFinite(i),x(this.chosenAt,`validation ${T(o,2)} at ${b(i,3)}`)}get drawable(){let{thresholds:t,dice:s,precision:e,recall:i}=this;return!t||!s||!e||!i?null:t.length>1&&t.every(Number.isFinite)?{thresholds:t,dice:s,precision:e,recall:i}:null}paint(){this.plot=null;let{drawable:t}=this,s=this.card.begin(t);if(!s||!t)return;let{context:e,surface:i,theme:n}=s,o=this.place(e,i,n,t);this.plot=o;let a=this.curve(t);o.clip(e,()=>this.trace(e,n,o,a));let{thresholds:l}=t;this.recalls.on?Number.isFinite(this.threshold)&&this.dot(e,o,a,J(l,this.threshold),n.ink):this.markThreshold(e,n,o),this.at>=0&&this.dot(e,o,a,this.at,n.accent)}curve({thresholds:t,dice:s,precision:e,recall:i}){return this.recalls.on?[i,e]:[t,s]}place(t,s,e,{thresholds:i}){let n=e.scale,[o,a]=[20*n,21*n],l=s.height-o-a,h=k(0,1,l/(34*n)),c=L(t,e,h),[u,d]=this.recalls.on?[0,1]:[i[0],i[i.length-1]],p=new A(c,o,s.width-c-8,l).show([u,d,0,1]),[m,g]=this.recalls.on?["recall","precision"]:["threshold","Dice"],w=k(u,d,p.w/(52*n));E(t,e,p,{x:w,y:h,xName:m,zero:!1});let y=`${g}, on ${this.recalls.on?"test":"validation"} slices`;return D(t,e,y,s.width),p}trace(t,s,e,[i,n]){t.strokeStyle=s.ink,t.lineWidth=2,t.lineJoin="round",t.beginPath();for(let o=0;o<i.length;o++)Number.isFinite(i[o]+n[o])&&t.lineTo(e.px(i[o]),e.py(n[o]));t.stroke()}markThreshold(t,s,e){let{threshold:i,tested:n,mean:o}=this,a={label:`mean image: ${T(o,2)}`,short:"mean image",value:o},l=Number.isFinite(o)?[{...a,colour:s.soft,level:!0}]:[];if(vt(t,s,e,l),kt(t,s,e,{curves:[],levels:l}),!Number.isFinite(i))return;let h=Math.round(e.px(i))+.5;t.lineWidth=2,S(t,s.ink,h,e.y,h,e.y+e.h),Number.isFinite(n)&&(t.fillStyle=v(1),t.beginPath(),t.arc(h,e.py(n),5,0,2*Math.PI),t.fill(),G(t,s,h,e.py(n),6,1.5))}dot(t,s,e,i,n){let[o,a]=e.map(l=>l[i]);Number.isFinite(o+a)&&(t.fillStyle=n,t.beginPath(),t.arc(s.px(o),s.py(a),4.5,0,2*Math.PI),t.fill())}hover(t,s){let{drawable:e,plot:i}=this;if(!e||!i)return;this.at=J(this.curve(e)[0],i.ix(t));let n=o=>T(o[this.at],3);this.lab.tip.show(this.card.surface.canvas,t,s,[{cells:["threshold",b(e.thresholds[this.at],3)]},{cells:["Dice",n(e.dice)]},{cells:["precision",n(e.precision)]},{cells:["recall",n(e.recall)]}]),this.lab.request(this.card)}leave(){this.at<0||(this.at=-1,this.lab.tip.hide(),this.lab.request(this.card))}describe(){let{title:t}=this.layout;return this.drawable?`${t}: Dice ${T(this.validation,2)} on validation slices at the threshold ${b(this.threshold,3)} chosen there, ${T(this.tested,2)} on test slices, ${T(this.mean,2)} for the residual of the mean image`:`${t}, no picture yet`}};var os=class{layout={name:"",kind:"plane",title:"Decoded plane",shape:[0,0],low:0,high:1,grid:[0,0]};images=null;window=null;at=null;sheet=null;composed="";constructor(t){this.card=t,this.lab=t.lab;let{canvas:s}=t.surface;s.addEventListener("pointermove",e=>this.over(e)),s.addEventListener("pointerleave",()=>this.lab.tip.hide())}update(t,s){this.layout=t,this.images=s("images"),this.window=s("window")?.data??null,this.composed=""}place(t,s,[e,i],[n,o]){let[a,l]=[30*s.scale,21*s.scale],h=[t.width-a-1,t.height-l-2],c=Math.min(h[0]/(i*o),h[1]/(e*n)),[u,d]=[i*o*c,e*n*c];return{x:a+(h[0]-u)/2,y:1+(h[1]-d)/2,w:u,h:d,rows:e,columns:i}}paint(){let{images:t,window:s}=this,e=this.card.begin(t&&s);if(!e||!t||!s)return;let{context:i,surface:n,theme:o}=e,{grid:a,shape:l}=this.layout,h=this.place(n,o,a,l);this.at=h;let c=this.compose(o,a,l,t.data);i.imageSmoothingEnabled=!0,i.imageSmoothingQuality="medium",i.drawImage(c,h.x,h.y,h.w,h.h),this.gaps(i,o,h),this.labels(i,o,h,s)}compose(t,[s,e],i,n){let o=`${t.card} ${t.ink}`;if(this.sheet&&this.composed===o)return this.sheet.canvas;this.composed=o,this.sheet?.fits(e,s,i)||(this.sheet=new ht(e,s,i));let a=K(this.layout,t),l=i[0]*i[1];for(let h=0;h<s*e;h++){let c=h*l;this.sheet.tile(h%e,Math.floor(h/e),n,c,a)}return this.sheet.finish()}gaps(t,s,{x:e,y:i,w:n,h:o,rows:a,columns:l}){t.lineWidth=1;for(let h=0;h<=l;h++){let c=Math.round(e+h*n/l)+.5;S(t,s.line,c,i,c,i+o)}for(let h=0;h<=a;h++){let c=Math.round(i+h*o/a)+.5;S(t,s.line,e,c,e+n,c)}}labels(t,s,{x:e,y:i,w:n,h:o,rows:a,columns:l},[h,c,u,d]){let[p,m]=[n/l/2,o/a/2];t.font=s.tick,t.fillStyle=s.soft;let g=i+o+16*s.scale;t.textBaseline="alphabetic",Le(t,b(h,2),e+p,g,e-12),Le(t,b(c,2),e+n-p,g,e,e+n+1),t.textAlign="right",t.textBaseline="middle",t.fillText(b(d,2),e-5,i+Math.max(m,7)),t.fillText(b(u,2),e-5,i+o-Math.max(m,7)),U(t,s,"z₂",e-6,i+o/2+4),U(t,s,"z₁",e+n/2+7,g)}over(t){let{canvas:s}=this.card.surface,e=s.getBoundingClientRect(),[i,n]=[t.clientX-e.left,t.clientY-e.top];if(!this.at||!this.window)return;let{x:o,y:a,w:l,h,rows:c,columns:u}=this.at,d=Math.floor((i-o)/l*u),p=Math.floor((n-a)/h*c);if(d<0||p<0||d>=u||p>=c)return this.lab.tip.hide();let[m,g,w,y]=this.window,M=m+d*(g-m)/Math.max(1,u-1),I=y-p*(y-w)/Math.max(1,c-1),N=`decoded from z₁ ${b(M,3)}, z₂ ${b(I,3)}`;this.lab.tip.show(s,i,n,[{cells:[N]}])}describe(){if(!this.images||!this.window)return`${this.layout.title}, no picture yet`;let[t,s]=this.layout.grid,[e,i,n,o]=[...this.window].map(a=>b(a,3));return`${this.layout.title}: ${t} by ${s} decoded samples, z1 from ${e} to ${i}, z2 from ${n} to ${o}`}};function Le(r,t,s,e,i=-1/0,n=1/0){r.textAlign="center";let o=r.measureText(t).width/2;r.fillText(t,Math.max(i+o,Math.min(n-o,s)),e)}var gn=.24,ze=5,ls=class{layout={name:"",kind:"profile",title:"Error against complexity",xname:"",unit:"",names:["normal","anomalous"]};x=null;mean=null;low=null;high=null;share=null;top=null;plot=null;under=null;at=-1;constructor(t){this.card=t,this.lab=t.lab,this.pointer=new F(t.surface.canvas,this),this.keys=[0,1].map(s=>{let e=$("dot","");return e.style.setProperty("--mark",v(s)),e}),t.foot.append(...this.keys,f("span","item more","mean, 16th to 84th percentile"))}update(t,s){this.layout=t,this.x=s("at")?.data??null,this.mean=as(s("mean")),this.low=as(s("low")),this.high=as(s("high")),this.share=as(s("share")),this.keys.forEach((e,i)=>x(e.lastChild,t.names[i]))}get drawable(){let{x:t,mean:s,low:e,high:i}=this;return!t||!s||!e||!i?null:t.length>1&&t.every(Number.isFinite)?{x:t,mean:s,low:e,high:i}:null}paint(){this.plot=null;let{drawable:t}=this,s=this.card.begin(t);if(!s||!t)return;let{context:e,surface:i,theme:n}=s,o=this.place(e,i,n,t);this.plot=o;for(let a of[0,1])o.clip(e,()=>this.band(e,o,t,a));for(let a of[0,1])o.clip(e,()=>this.line(e,n,o,t,a));this.under&&this.share&&this.distributions(e,n,this.under,t.x,this.share),this.reading(e,n,o,t.x)}place(t,s,e,{x:i,high:n}){let o=e.scale,[a,l]=[20*o,21*o],h=s.height-a-l,{share:c}=this,u=c?gn*h:0,[d,p]=this.top=W(this.top,[0,1.06*Oe(n)]),m=h-u-(u?ze:0),g=k(d,p,m/(34*o)),w=L(t,e,g),y=(i[1]-i[0])/2,[M,I]=[i[0]-y,i[i.length-1]+y],N=new A(w,a,s.width-w-8,m).show([M,I,d,p]),B=k(M,I,N.w/(52*o));if(this.under=null,c&&u){let pt=new A(w,a+m+ze,N.w,Math.max(1,u));this.under=pt.show([M,I,0,1.05*Oe(c)])}let xt=B.map(({value:pt})=>({value:pt,label:""}));if(E(t,e,N,{x:this.under?xt:B,y:g,zero:!1}),this.under){let{xname:pt}=this.layout;E(t,e,this.under,{x:B,y:[],xName:pt,zero:!1}),S(t,e.axis,w,this.under.y+u,w+N.w,this.under.y+u)}return D(t,e,this.layout.unit||"mean score",s.width),N}band(t,s,e,i){let{x:n}=e,[o,a]=[e.low[i],e.high[i]];t.fillStyle=v(i),t.globalAlpha=.2;for(let l of qe(o,a)){t.beginPath();for(let h of l)t.lineTo(s.px(n[h]),s.py(a[h]));for(let h of l.reverse())t.lineTo(s.px(n[h]),s.py(o[h]));t.fill()}t.globalAlpha=1}line(t,s,e,{x:i,mean:n},o){let a=n[o];t.strokeStyle=it(o,s),t.lineWidth=2,t.lineJoin="round";for(let l of qe(a,a)){t.beginPath();for(let h of l)t.lineTo(e.px(i[h]),e.py(a[h]));t.stroke()}}distributions(t,s,e,i,n){let o=e.y+e.h;for(let a of[0,1]){let l=()=>{t.beginPath(),n[a].forEach((h,c)=>{t.lineTo(e.px(i[c]),e.py(Number.isFinite(h)?h:0))})};t.fillStyle=v(a),t.strokeStyle=v(a),t.lineWidth=1.5,l(),t.stroke(),t.lineTo(e.px(i[i.length-1]),o),t.lineTo(e.px(i[0]),o),t.globalAlpha=.2,t.fill(),t.globalAlpha=1}t.textAlign="right",t.textBaseline="top",t.font=s.tick,t.fillStyle=s.soft,e.h>26*s.scale&&t.fillText("how many",e.x+e.w,e.y)}reading(t,s,e,i){if(!(this.at>=0&&this.at<i.length))return;let n=Math.round(e.px(i[this.at]))+.5,o=this.under??e;t.lineWidth=1,S(t,s.soft,n,e.y,n,o.y+o.h)}hover(t,s){let{drawable:e,plot:i}=this;if(!e||!i)return;let{mean:n,low:o,high:a}=e,l=this.at=J(e.x,i.ix(t)),h=this.layout.names.map((u,d)=>{let p=`${b(o[d][l],3)} … ${b(a[d][l],3)}`;return{cells:[u,b(n[d][l],3),p],colour:v(d)}}),c={cells:[`${this.layout.xname} ${b(e.x[l],3)}`,"mean","68 %"]};this.lab.tip.show(this.card.surface.canvas,t,s,[c,...h]),this.lab.request(this.card)}leave(){this.at<0||(this.at=-1,this.lab.tip.hide(),this.lab.request(this.card))}describe(){let{title:t,names:s}=this.layout,{drawable:e}=this;if(!e)return`${t}, no picture yet`;let i=s.map((n,o)=>{let a=e.mean[o].filter(Number.isFinite);return`${n} from ${b(a[0],3)} to ${b(a[a.length-1],3)}`});return`${t}: mean over ${this.layout.xname}, ${i.join(", ")}`}};function as(r){if(!r)return null;let t=r.shape[1];return[r.data.subarray(0,t),r.data.subarray(t,2*t)]}function Oe(r){return Math.max(...r.flatMap(t=>[...t.filter(Number.isFinite)]),1e-9)}function qe(r,t){let s=[];for(let e=0;e<r.length;e++){if(!Number.isFinite(r[e]+t[e]))continue;let i=s[s.length-1];i&&i[i.length-1]===e-1?i.push(e):s.push([e])}return s}var bn=320,hs=class{layout={name:"",kind:"roc",title:"ROC",names:["normal","anomalous"]};rows=null;numbers=[];samples=[];errors=[];plot=null;constructor(t){this.card=t,this.lab=t.lab,this.slider=new lt(t.body,this),this.linear=new Z(t,"linear",{label:"The usual ROC curve: mistag across, efficiency up, both linear",title:"Mistag across, efficiency up"}),this.rejections=[f("span","item reading"),f("span","item reading more")],this.unexplained=f("span","item reading more");let s=$("dash","random guessing");s.classList.add("more"),t.foot.append(...this.rejections,this.unexplained,s)}get usual(){return this.linear.on}update(t,s){this.layout=t,this.rows=St(s("cuts")),this.numbers=[...s("numbers")?.data??[]],this.unexplained.hidden=!Number.isFinite(this.numbers[3]),x(this.unexplained,`unexplained variance ${b(this.numbers[3],3)}`),this.samples=s("samples")?.data??[],this.errors=this.rows?Ds(this.rows,this.samples):[],[.3,.5].forEach((e,i)=>{let[n,o]=this.numbers.slice(4+2*i,6+2*i),a=this.rejections[i];a.hidden=!Number.isFinite(n),a.hidden||x(a,`1/mistag ${at(n,o)} at ${e}`),a.title=`Rejection, 1 / mistag, where the efficiency is ${e}`})}get names(){return this.layout.names}floor(t){return Math.min(-1,Math.log10(gt(t,this.samples[0]))-.15)}paint(){this.plot=null;let{rows:t}=this,s=this.card.begin(t);if(!s||!t)return;let{context:e,surface:i,theme:n}=s,o=this.place(e,i,n,this.floor(t));this.plot=o,o.clip(e,()=>{this.guess(e,n,o),this.band(e,n,o,t),this.curve(e,n,o,t)}),this.auc(e,n,o),this.workingPoint(e,n,o,t)}place(t,s,e,i){let n=e.scale,o=s.width<bn*n,[a,l]=[20*n,(o?37:21)*n],[h,c]=this.usual?[0,1]:[i,0],u=s.height-a-l,d=u/(34*n),p=this.usual?k(0,1,d):yt(h,c,Math.min(d,6)),m=L(t,e,p),g=new A(m,a,s.width-m-8,u).show([0,1,h,c]),[w,y]=[`${this.names[0]} mistag`,`${this.names[1]} efficiency`],[M,I]=this.usual?[w,y]:[y,w],N=k(0,1,g.w/(52*n));return E(t,e,g,{x:N,y:p,xName:o?"":M,zero:!1}),D(t,e,I,s.width),t.textAlign="right",o&&t.fillText(M,s.width,s.height-5*n,s.width),g}at(t,s,e){return this.usual?[t.px(s),t.py(e)]:[t.px(e),t.py(s>0?Math.log10(s):t.box[2]-1)]}guess(t,s,e){t.strokeStyle=s.soft,t.lineWidth=1.25,t.setLineDash([5,4]),t.beginPath();for(let i=0;i<=e.w;i+=2){let n=Math.max(1e-6,i/e.w),[o,a]=this.at(e,n,n);t.lineTo(o,a)}t.stroke(),t.setLineDash([])}band(t,s,e,i){let n=o=>i.map(([,a,l],h)=>{let c=a+o*this.errors[h];return this.at(e,Math.max(0,Math.min(1,c)),l)});Rt(t,s.ink,n(1),n(-1))}curve(t,s,e,i){t.strokeStyle=s.ink,t.lineWidth=2,t.lineJoin="round",t.beginPath();for(let n of i){let[o,a]=this.at(e,n[Q],n[mt]);t.lineTo(o,a)}t.stroke()}auc(t,s,e){let[i,n]=this.numbers;if(!Number.isFinite(i))return;let o=s.scale,a=!this.usual||i>=.5,l=.75*e.w,h=`AUC ${at(i,n)}`;t.font=s.large,t.measureText(h).width>l&&(t.font=s.bold),t.measureText(h).width>l&&(h=`AUC ${Tt(i,n).value}`),t.textBaseline=a?"alphabetic":"top",t.textAlign=a?"right":"left";let c=a?e.x+e.w-8*o:e.x+8*o,u=a?e.y+e.h-10*o:e.y+8*o;st(t,s,h,c,u,s.ink)}workingPoint(t,s,e,i){let{mistag:n,efficiency:o}=H(i,Q,this.lab.cut),[a,l]=this.at(e,n,o);e.has(a,l)&&qt(t,s,[a,l],[e.x,l],[a,e.y+e.h])}over(t,s,e){let i=Math.max(0,Math.min(1,s.ix(e)));return H(t,this.usual?Q:mt,i)}slide(t){let{rows:s,plot:e}=this;!s||!e||this.lab.setCut(Math.max(gt(s,this.samples[0]),this.over(s,e,t).mistag))}hover(t,s){let{rows:e,plot:i}=this;if(!e||!i)return;let{mistag:n,efficiency:o,rejection:a}=this.over(e,i,t);this.lab.tip.show(this.card.surface.canvas,t,s,[{cells:[`${this.names[1]} efficiency`,P(o)]},{cells:[`${this.names[0]} mistag`,P(n)]},{cells:["rejection",b(a,3)]}])}leave(){this.lab.tip.hide()}describe(){if(!this.rows)return"ROC curve, no picture yet";let[t,s]=this.numbers,{mistag:e,efficiency:i}=H(this.rows,Q,this.lab.cut);return`ROC curve: AUC ${at(t,s)}; at the threshold, ${this.names[1]} efficiency ${P(i)} and ${this.names[0]} mistag ${P(e)}`}};var wn=64,dt="pca",xn=1500,cs=class{axes=[0,1];requested=null;selects=[];dims=0;node=null;timer;constructor(t,s){this.lab=t,this.tools=s}update({dims:t=2,axes:s=[0,1]}){let e=String(s)!==String(this.axes);this.axes=s,this.dims!==t&&this.offer(t);for(let i of this.selects)i.disabled=!this.lab.live;return String(s)===String(this.requested)?this.settle():this.requested||this.display(s),e}offer(t){if(this.dims=t,this.node?.remove(),this.node=null,this.selects=[],t<=2)return;let s=f("span","axes");this.selects=[0,1].map(e=>this.select(e,Math.min(wn,t))),this.selects[0].prepend(new Option("PCA",dt)),s.append(this.selects[0],f("span","","×"),this.selects[1]),this.tools.append(s),this.node=s}select(t,s){let i=f("select","small","",{"aria-label":t?"Vertical axis":"Horizontal axis"});for(let n=0;n<s;n++)i.append(new Option(nt(n),String(n)));return i.addEventListener("change",()=>this.choose(t)),i}settle(){clearTimeout(this.timer),this.requested=null,this.display(this.axes)}display(t){if(!this.selects.length)return;let s=t===dt;this.selects[0].value=s?dt:String(t[0]),s||(this.selects[1].value=String(t[1]));for(let e of this.node?.children??[])e!==this.selects[0]&&e.toggleAttribute("hidden",s)}choose(t){let s=this.wanted(t);this.display(s),this.requested=s,clearTimeout(this.timer),this.timer=setTimeout(()=>this.settle(),xn),this.lab.command("axes",s),this.lab.trigger("axes",s===dt?dt:s.join("."))}wanted(t){let[s,e]=this.selects.map(({value:o})=>o);if(s===dt)return dt;let i=this.requested??this.axes;if(i===dt)return[Number(s),s==="0"?1:0];let n=[Number(s),Number(e)];return n[0]===n[1]&&(n[1-t]=i[t]),n}};var O=80,yn=250,vn=.5,kn=4e3,[Re,Mn]=[3,24],us=class{points={data:[],count:0};box=null;weight=1;lastCount=-1/0;composed="";timer=null;constructor(t){this.changed=t,this.view=new q({margin:.3}),this.cells=new Float32Array(O*O),this.mask=new OffscreenCanvas(O,O),this.context=z(this.mask),this.image=this.context.createImageData(O,O),this.layer=new OffscreenCanvas(1,1),this.version=0}update(t){this.points=t;let s=yn-(performance.now()-this.lastCount);s<=0?this.count():this.timer??=setTimeout(()=>this.count(),s)}reset(){this.view.reset(),this.cells.fill(0),this.box=null}count(){this.close(),this.timer=null,this.lastCount=performance.now();let{data:t,count:s}=this.points,e=rt(t,2,0,.005);if(this.view.follow(e,rt(t,2,1,.005)),!e||!this.view.box)return;let[i,n,o]=this.fit(this.view.box),a=new Float32Array(O*O);for(let h=0;h<s;h++){let c=Math.floor((t[2*h]-i)/o*O),u=O-1-Math.floor((t[2*h+1]-n)/o*O);c>=0&&u>=0&&c<O&&u<O&&a[u*O+c]++}let l=Math.max(Re,Math.min(Mn,Math.round(Re*Math.cbrt(kn/s))));for(let h=0;h<l;h++)$n(a);this.blend(a,1/(2*Math.PI*l*(2/3))),this.changed()}fit([t,s,e,i]){let n=Math.max(s-t,i-e),o=[(t+s-n)/2,(e+i-n)/2,n];return this.weight=String(o)===String(this.box)?vn:1,this.box=o,o}blend(t,s){let{cells:e,weight:i}=this,n=this.image.data;for(let o=0;o<e.length;o++){e[o]+=(t[o]-e[o])*i;let a=Math.min(1,e[o]/s);n[4*o+3]=255*a*a*(3-2*a)}this.context.putImageData(this.image,0,0),this.version++}paint(t,s,e,i){this.box&&(this.compose(this.box,s,e,i),t.drawImage(this.layer,s.x,s.y,s.w,s.h))}compose([t,s,e],i,n,o){let[a,l]=[Math.ceil(i.w*o),Math.ceil(i.h*o)],h=[a,l,i.box,this.version,n.empty].join();if(this.composed===h)return;this.composed=h,(this.layer.width!==a||this.layer.height!==l)&&(this.layer=new OffscreenCanvas(a,l));let c=z(this.layer);c.globalCompositeOperation="copy",c.fillStyle=n.empty,c.fillRect(0,0,a,l),c.globalCompositeOperation="destination-out",c.imageSmoothingQuality="medium";let u=[a/i.w,l/i.h];c.drawImage(this.mask,(i.px(t)-i.x)*u[0],(i.py(s+e)-i.y)*u[1],e*i.sx*u[0],e*i.sy*u[1])}close(){this.timer&&clearTimeout(this.timer)}};function $n(r){for(let t of[1,O]){let s=r.slice();for(let e=t;e<r.length-t;e++)r[e]=(s[e-t]+s[e]+s[e+t])/3}}var He=[1,2];function De(r,t,s){r.lineWidth=1.25,r.strokeStyle=t.soft,r.setLineDash([4,4]);for(let e of He)r.beginPath(),r.arc(s.px(0),s.py(0),e*s.sx,0,2*Math.PI),r.stroke();r.setLineDash([])}function We(r,t,s){r.font=t.bold,r.textAlign="left",r.textBaseline="middle";for(let e of He){let[i,n]=[s.px(e*Math.SQRT1_2)+3,s.py(e*Math.SQRT1_2)-5];st(r,t,`${e}σ`,i,n,t.soft)}}var ds=class{layout={name:"",kind:"scatter",title:"Latent space",dims:2,axes:[0,1],names:[],prior:!1,classes:[]};names=[nt(0),nt(1)];points=null;labels=null;ellipses=null;constructor(t){this.card=t,this.lab=t.lab,this.flat=new V(t,this),this.view=this.flat.view,this.spread=$("ellipse","1σ of ","q(z|x)"),this.empty=$("patch","no data"),this.spread.hidden=this.empty.hidden=!0,this.legend=new Nt(t,this.spread,this.empty),this.stamp=new j,this.picker=new cs(this.lab,t.tools),this.emptiness=new us(()=>this.lab.request(t))}update(t,s){if(this.layout=t,this.points=_(s("points")),this.labels=s("labels")?.data??null,this.ellipses=s("ellipses"),this.spread.hidden=!this.ellipses,this.empty.hidden=!this.points,this.legend.update(t.classes,this.labels),this.picker.update(t)&&(this.view.reset(),this.emptiness.reset()),this.names=t.names,!this.points)return;let{data:e}=this.points;this.view.follow(rt(e,2,0),rt(e,2,1)),this.emptiness.update(this.points)}get plot(){return this.flat.plot}get shown(){return this.plot&&this.points?this.plot.box:null}paint(){let{points:t}=this,{density:s}=this.card.surface,e=this.flat.begin(t,{names:this.names,under:(i,n,o)=>this.emptiness.paint(i,n,o,s)});!e||!t||(e.plot.clip(e.context,()=>this.paintAll(e,t)),this.flat.end(e.context))}paintAll(t,s){let{context:e,plot:i,theme:n,density:o}=t;this.layout.prior&&De(e,n,i);let l={radius:(s.count>3e3?1.6:2.1)*n.scale,alpha:n.dark?.72:.6};this.stamp.begin(i,o),this.stamp.points(i,s,X(this.labels,this.lab.hidden),l),this.stamp.paint(e,i),this.paintEllipses(e,i,s),this.layout.prior&&We(e,n,i),this.mark(t,s,this.lab.hovered,5,1.25),this.mark(t,s,this.lab.picked,7,2)}paintEllipses(t,s,e){if(!this.ellipses)return;let{data:i,shape:n}=this.ellipses;t.lineWidth=1;for(let o=0;o<n[0];o++){let[a,l,h,c]=i.subarray(4*o,4*o+4),u=this.labels?.[a]??0;if(!(a<e.count)||this.lab.hidden.has(u))continue;let[d,p]=[e.data[2*a],e.data[2*a+1]];if(!Number.isFinite(d+p+l+h+c))continue;let{major:m,minor:g,angle:w}=Sn(l,h,c);t.beginPath();let[y,M]=[m*s.sx,g*s.sx];t.ellipse(s.px(d),s.py(p),y,M,-w,0,2*Math.PI),t.fillStyle=t.strokeStyle=v(u),t.globalAlpha=.1,t.fill(),t.globalAlpha=.8,t.stroke()}t.globalAlpha=1}mark({context:t,plot:s,theme:e},i,n,o,a){if(!(n>=0)||n>=i.count)return;let[l,h]=[i.data[2*n],i.data[2*n+1]];Number.isFinite(l+h)&&(G(t,e,s.px(l),s.py(h),o,a),this.labels&&(t.fillStyle=v(this.labels[n]),t.beginPath(),t.arc(s.px(l),s.py(h),3,0,2*Math.PI),t.fill()))}find(t,s){return!this.points||!this.plot?-1:tt(this.plot,this.points,this.labels,this.lab.hidden,t,s)}hover(t,s){let{points:e,plot:i}=this;if(!e||!i)return;let n=this.find(t,s),{canvas:o}=this.card.surface,a=([d,p])=>({cells:[`${this.names[0]} ${b(d,3)}   ${this.names[1]} ${b(p,3)}`]});if(o.style.cursor=n<0?"":"pointer",this.lab.point(n),n<0){let d=[i.ix(t),i.iy(s)];return this.lab.inspector.place(o,t,s,d,[a(d)])}let{data:l}=e,h=this.labels?.[n]??0,c={index:h,name:this.layout.classes[h]??""},u=[a([l[2*n],l[2*n+1]])];this.lab.inspector.sample(o,t,s,n,{label:c,rows:u})}leave(){this.card.surface.canvas.style.cursor="",this.lab.point(-1),this.lab.inspector.leave()}pick(t,s){let e=this.find(t,s);e>=0&&this.lab.pick(e)}describe(){if(!this.points||!this.plot)return"Latent space, no picture yet";let[t,s,e,i]=this.plot.box.map(l=>b(l,3)),[n,o]=this.names.map(Tn),a=this.layout.classes.length;return`Latent space: scatter of ${this.points.count} samples in ${a} classes, ${n} from ${t} to ${s}, ${o} from ${e} to ${i}`}close(){this.emptiness.close()}};function Sn(r,t,s){let e=(r+s)/2,i=Math.hypot((r-s)/2,t),n=a=>Math.sqrt(Math.max(0,a)),o=Math.atan2(2*t,r-s)/2;return{major:n(e+i),minor:n(e-i),angle:o}}function Tn(r){return r.replace(/[₀-₉]/g,t=>String(t.charCodeAt(0)-8320))}var ps=class{layout={name:"",kind:"sculpt",title:"Sculpting",quantity:"",unit:"",names:["normal","anomalous"]};edges=null;spectrum=null;levels=null;drawn=null;top=null;plot=null;yTicks=[];constructor(t){this.card=t,this.lab=t.lab,this.pointer=new F(t.surface.canvas,this);let s="Counts, instead of both spectra with the same area";this.counts=new Z(t,"counts",{label:s,title:s},()=>this.top=null),this.before=$("patch normal",""),this.after=$("dash solid normal","");for(let e of[this.before,this.after])e.style.setProperty("--mark",v(0));this.correlation=f("span","item reading"),this.aucs=f("span","item reading more"),t.foot.append(this.before,this.after,this.correlation,this.aucs)}update(t,s){this.layout=t,this.edges=s("edges")?.data??null,this.spectrum=s("spectrum"),this.levels=s("levels")?.data??null,this.writeCorrelation(s("correlation")?.data??[]);let[e=NaN,i=NaN]=s("auc")?.data??[];this.aucs.hidden=!Number.isFinite(i),x(this.aucs,`AUC ${T(e,3)}, independent of ${t.quantity} ${T(i,3)}`)}get names(){return this.layout.names}get drawable(){let{edges:t,levels:s,spectrum:e}=this;return!t||!s||!e||s.length<2?null:[t,s].every(n=>n.every(Number.isFinite))?{edges:t,levels:s,spectrum:e}:null}writeCorrelation(t){let s=this.names.flatMap((e,i)=>Number.isFinite(t[i])?[`${T(t[i],2)} ${e}`]:[]);this.correlation.hidden=!s.length,x(this.correlation,`Spearman ρ ${s.join(", ")}`),this.correlation.title=`Rank correlation of the score and the ${this.layout.quantity}`}row(t){return An(t,this.lab.cut)}shareText(t){return`${Number((100*t[this.row(t)]).toPrecision(2))} %`}normalised({edges:t,spectrum:s},e){let i=s.shape[1],n=s.data.subarray(e*i,(e+1)*i),o=n.reduce((c,u)=>c+u,0),a=c=>this.counts.on?1:1/(Math.max(1,o)*(t[c+1]-t[c])),l=n.map((c,u)=>c*a(u)),h=n.map((c,u)=>Math.sqrt(c)*a(u));return{values:l,errors:h,counts:n}}paint(){this.plot=null;let{drawable:t}=this,s=this.card.begin(t);if(!s||!t)return;let{context:e,surface:i,theme:n}=s,{edges:o,levels:a}=t,l=this.normalised(t,0),h=this.normalised(t,this.row(a));this.drawn=[l,h];let c=this.place(e,i,n,o,this.drawn);this.plot=c,this.axes(e,n,c),c.clip(e,()=>this.paintAll(e,n,c,o,l,h)),x(this.before.lastChild,`all ${this.names[0]}`),x(this.after.lastChild,`${this.shareText(a)} of highest score`)}place(t,s,e,i,n){let o=e.scale,[a,l]=[20*o,21*o],h=s.height-a-l,c=Math.max(...n.flatMap(({values:g})=>[...g]),1e-9),[u,d]=this.top=W(this.top,[0,1.12*c]);this.yTicks=k(u,d,h/(34*o));let p=L(t,e,this.yTicks);return new A(p,a,s.width-p-8,h).show([i[0],i[i.length-1],u,d])}axes(t,s,e){let{quantity:i,unit:n}=this.layout,[o,a]=e.box,l=k(o,a,e.w/(52*s.scale)),h=n?`${i} (${n})`:i;E(t,s,e,{x:l,y:this.yTicks,xName:h,zero:!1});let c=this.counts.on?"per bin":`share per ${n||"unit"}`;D(t,s,c,this.card.surface.width)}paintAll(t,s,e,i,n,o){let[a,l]=[v(0),it(0,s)];It(t,e,i,n.values,{fill:a,alpha:.25}),t.lineWidth=1,o.values.forEach((h,c)=>{if(!(h>0))return;let u=e.px((i[c]+i[c+1])/2),d=o.errors[c];S(t,l,u,e.py(h-d),u,e.py(h+d))}),It(t,e,i,o.values,{line:l,width:1.75})}hover(t,s){let{drawable:e,drawn:i,plot:n}=this;if(!e||!i||!n)return;let{edges:o}=e,a=n.ix(t),l=o.findIndex((m,g)=>a>=m&&a<o[g+1]);if(l<0)return this.leave();let{quantity:h,unit:c}=this.layout,u=`${b(o[l],3)} … ${b(o[l+1],3)}`,[d,p]=i;this.lab.tip.show(this.card.surface.canvas,t,s,[{cells:[`${h} ${u} ${c}`]},{cells:["all",R(d.counts[l])]},{cells:["above the cut",R(p.counts[l])]}])}leave(){this.lab.tip.hide()}describe(){let{title:t}=this.layout;return this.drawable?`${t}: ${this.layout.quantity} of ${this.names[0]}, all and the ${this.shareText(this.drawable.levels)} with the highest scores; `+this.correlation.textContent:`${t}, no picture yet`}};function An(r,t){let s=i=>Math.abs(Math.log(r[i]/t)),e=1;for(let i=1;i<r.length;i++)s(i)<s(e)&&(e=i);return e}var _s=[-.62,.42],fs=.0085,je=.93,Be=1.5,ms=class{azimuth=_s[0];elevation=_s[1];speed=[0,0];dragged=-1/0;frame=null;data=null;middle=[0,0,0];size=1;constructor(t){this.changed=t,this.still=window.matchMedia("(prefers-reduced-motion: reduce)")}reset(){this.close(),[this.azimuth,this.elevation]=_s,this.speed=[0,0]}centre(t){if(this.data===t)return;this.data=t;let s=[1/0,1/0,1/0],e=[-1/0,-1/0,-1/0];for(let n=0;n<t.length;n++)Number.isFinite(t[n])&&(s[n%3]=Math.min(s[n%3],t[n]),e[n%3]=Math.max(e[n%3],t[n]));this.middle=s.map((n,o)=>(n+e[o])/2);let i=0;for(let n=0;n<t.length;n+=3){let o=this.middle.map((l,h)=>t[n+h]-l),a=Math.hypot(o[0],o[1],o[2]);Number.isFinite(a)&&a>i&&(i=a)}this.size=i||1}axes(){let[t,s]=[Math.sin(this.azimuth),Math.cos(this.azimuth)],[e,i]=[Math.sin(this.elevation),Math.cos(this.elevation)];return[[s,-t*e,t*i],[t,s*e,-s*i],[0,i,e]]}project({data:t,count:s}){let[e,i,n]=this.axes(),[o,a,l]=this.middle,h=new Float32Array(2*s),c=new Float32Array(s);for(let u=0;u<s;u++){let d=(t[3*u]-o)/this.size,p=(t[3*u+1]-a)/this.size,m=(t[3*u+2]-l)/this.size;h[2*u]=d*e[0]+p*i[0]+m*n[0],h[2*u+1]=d*e[1]+p*i[1]+m*n[1],c[u]=d*e[2]+p*i[2]+m*n[2]}return{data:h,count:s,depth:c}}drag(t,s){this.close(),this.move(-t*fs,s*fs),this.speed=[-t*fs,s*fs],this.dragged=performance.now()}move(t,s){this.azimuth+=t,this.elevation=Math.max(-Be,Math.min(Be,this.elevation+s)),this.changed()}release(){if(this.still.matches||performance.now()-this.dragged>60)return;let t=()=>{let[s,e]=[this.speed[0]*je,this.speed[1]*je];this.speed=[s,e],this.move(s,e);let i=Math.hypot(s,e)>8e-4;this.frame=i?requestAnimationFrame(t):null};this.frame=requestAnimationFrame(t)}close(){this.frame&&cancelAnimationFrame(this.frame),this.frame=null}};var Nn=[.28,.45,.7],gs=class{layout={name:"",kind:"space",title:"Reconstructions",names:["x₁","x₂","x₃"],classes:[]};x=null;labels=null;xHat=null;curve=null;grid=null;seen=null;plot=null;constructor(t){this.card=t,this.lab=t.lab,this.view=new q({equal:!0}),this.rotation=new ms(()=>this.changed()),this.pointer=new F(t.surface.canvas,this),this.stamp=new j,this.samples=new Mt(t),t.foot.append($("rotatable","drag to turn"))}update(t,s){this.layout=t,this.x=Ue(s("x")),this.labels=s("labels")?.data??null,this.xHat=Ue(s("x_hat")),this.curve=s("curve"),this.grid=s("grid");let e=this.curve?"decoded curve":this.grid?"decoded sheet":"",{x:i,xHat:n,labels:o}=this;this.samples.update(t,{x:i,xHat:n,labels:o,dimensions:3},e),this.x&&(this.rotation.centre(this.x.data),this.view.fix([-1.08,1.08,-1.08,1.08]))}paint(){let{surface:t}=this.card,{theme:s}=this.lab,e=t.begin(),i=new A(0,0,t.width,t.height);if(i.show(this.view.shown(i)),this.plot=i,!this.x)return et(e,s,t,this.lab.hint(this.card));let n=this.rotation.project(this.x);this.seen=n,i.clip(e,()=>this.paintAll(e,i,s,n)),this.tripod(e,s,i),this.pointer.paint(e,s)}paintAll(t,s,e,i){let n=X(this.labels,this.lab.hidden),o=e.scale,a=C(e.ink);if(this.points(t,s,i,n,2.1*o),this.sheet(t,s,e),this.xHat){let l=this.rotation.project(this.xHat);this.points(t,s,l,h=>n(h)&&a,1.3*o)}this.samples.mark(t,e,l=>{let{data:h}=this.rotation.project({data:l,count:1});return[s.px(h[0]),s.py(h[1])]})}points(t,s,e,i,n){this.stamp.begin(s,this.card.surface.density),Nn.forEach((o,a)=>{let l=u=>Math.max(0,Math.min(2,Math.floor(1.5+2*e.depth[u])))===a,c={radius:n*(.88+.12*a),alpha:o};this.stamp.points(s,e,u=>l(u)?i(u):null,c)}),this.stamp.paint(t,s)}sheet(t,s,e){let i=this.curve??this.grid;if(!i)return;let{data:n,shape:o}=i,a=this.rotation.project({data:n,count:n.length/3}),[l,h]=this.curve?[1,o[0]]:o;t.strokeStyle=e.soft,t.lineJoin="round";let c=(u,d,p)=>En(t,s,a,u,d,p);for(let u=0;u<l;u++)c(u*h,1,h);for(let u=0;l>1&&u<h;u++)c(u,h,l);t.globalAlpha=1}tripod(t,s,e){let{names:i}=this.layout,n=26*s.scale,[o,a]=[e.x+n+14,e.y+e.h-n-14];t.lineWidth=1.25;for(let[l,[h,c,u]]of this.rotation.axes().entries())t.globalAlpha=u<0?.55:1,t.strokeStyle=s.soft,t.beginPath(),t.moveTo(o,a),t.lineTo(o+n*h,a-n*c),t.stroke(),this.axisName(t,s,i[l],o+(n+9)*h,a-(n+9)*c);t.globalAlpha=1}axisName(t,s,e,i,n){let[,o,a]=/^([a-zA-Z])([₀-₉]*)$/.exec(e)??["",e,""],l=[...a].map(h=>h.charCodeAt(0)-8320).join("");t.fillStyle=s.ink,t.textAlign="center",t.textBaseline="middle",t.font=s.maths,t.fillText(o,i-(l?2:0),n),t.font=s.small,l&&t.fillText(l,i+6,n+4)}find(t,s){return!this.seen||!this.plot?-1:tt(this.plot,this.seen,this.labels,this.lab.hidden,t,s)}hover(t,s){this.samples.hover(this.find(t,s),t,s,"grab")}leave(){this.samples.leave()}pick(t,s){this.samples.pick(this.find(t,s))}rotate(t,s){this.rotation.drag(t,s)}release(){this.rotation.release()}changed(){this.lab.request(this.card)}fit(){this.rotation.reset(),this.card.reset()}describe(){let t=this.samples.describe();if(t||!this.x)return t;let s=this.curve?", the decoded curve":this.grid?", the decoded sheet":"";return`Reconstructions in space: ${this.x.count} points, their reconstructions${s}`}close(){this.rotation.close()}};function Ue(r){return!r||r.shape[1]!==3?null:{data:r.data,count:r.shape[0]}}function En(r,t,{data:s,depth:e},i,n,o){for(let a=1;a<o;a++){let[l,h]=[i+(a-1)*n,i+a*n],c=[t.px(s[2*l]),t.py(s[2*l+1])],u=[t.px(s[2*h]),t.py(s[2*h+1])];if(![...c,...u].every(Number.isFinite))continue;let d=Math.max(0,Math.min(1,.5+(e[l]+e[h])/2));r.globalAlpha=.25+.45*d,r.lineWidth=.7+.4*d,r.beginPath(),r.moveTo(c[0],c[1]),r.lineTo(u[0],u[1]),r.stroke()}}var Pt=4,Pn=46,bs=class{layout={name:"",kind:"tiles",title:"Weights",shape:[0,0],names:[]};tiles=null;scales=null;size="";grid=null;sheet=null;composed=null;at=-1;constructor(t){this.card=t,this.lab=t.lab;let{canvas:s}=t.surface;s.addEventListener("pointermove",e=>this.over(e)),s.addEventListener("pointerleave",()=>this.point(-1)),this.scale=f("span","item"),this.ends=[f("span"),f("span")],this.scale.append(this.ends[0],f("i","diverging"),this.ends[1]),t.foot.append(this.scale)}update(t,s){this.layout=t,this.size=`max |${t.symbol??"w"}|`,x(this.ends[0],`−${this.size}`),x(this.ends[1],`+${this.size}`),this.tiles=s("tiles"),this.scales=s("scales")?.data??null,this.composed=null}place(t,s,e,[i,n]){let o=null;for(let y=1;y<=e;y++){let M=Math.ceil(e/y),I=(t.width-2-Pt*(y-1))/y/n,N=(t.height-2-Pt*(M-1))/M,B=Math.min(I*n,N)>=Pn?17*s.scale:0,xt=Math.min(I,(N-B)/i),pt=1-e/(y*M),Vs=xt*(B?1.2:1)*(1-.4*pt);Vs>(o?.worth??0)&&(o={worth:Vs,size:xt,columns:y,rows:M,words:B})}if(!o)return null;let{size:a,columns:l,rows:h,words:c}=o,[u,d]=[a*n,a*i],[p,m]=[u+Pt,d+Pt+c],g=(t.width-l*p+Pt)/2,w=(t.height-h*m+Pt)/2;return{size:a,columns:l,rows:h,words:c,tw:u,th:d,stepX:p,stepY:m,left:g,top:w}}paint(){let{tiles:t}=this,s=this.card.begin(t);if(!s||!t)return;let{context:e,surface:i,theme:n}=s,o=t.shape[0],a=this.place(i,n,o,this.layout.shape);if(this.grid=a,!a)return;let l=Math.ceil(a.size*i.density),h=this.compose(n,t,a,l),[c,u]=[h.width/a.columns,h.height/a.rows],d=l>1?.5:0;e.imageSmoothingEnabled=!0;for(let p=0;p<o;p++){let[m,g]=[p%a.columns,Math.floor(p/a.columns)],[w,y]=[a.left+m*a.stepX,a.top+g*a.stepY];e.drawImage(h,m*c+d,g*u+d,c-2*d,u-2*d,w,y,a.tw,a.th),this.frame(e,n,a,p,w,y)}}compose(t,{data:s,shape:[e]},{columns:i,rows:n},o){let a=[t.card,t.warm,i,o].join();if(this.composed?.key===a)return this.composed.picture;let{shape:l}=this.layout;this.sheet?.fits(i,n,l)||(this.sheet=new ht(i,n,l));let h=Cn(t);for(let u=0;u<e;u++){let d=u*l[0]*l[1];this.sheet.tile(u%i,Math.floor(u/i),s,d,h)}let c=this.sheet.finish(o);return this.composed={key:a,picture:c},c}frame(t,s,{tw:e,th:i,words:n},o,a,l){t.lineWidth=o===this.at?1.5:1,t.strokeStyle=o===this.at?s.ink:s.line,t.strokeRect(a-.5,l-.5,e+1,i+1),n&&(t.font=s.tick,t.fillStyle=s.soft,t.textAlign="center",t.textBaseline="alphabetic",t.fillText(this.name(o),a+e/2,l+i+13*s.scale,e))}name(t){return this.layout.names[t]??String(t+1)}over(t){let s=this.card.surface.canvas.getBoundingClientRect(),[e,i]=[t.clientX-s.left,t.clientY-s.top],{grid:n}=this;if(!n||!this.tiles)return;let o=Math.floor((e-n.left)/n.stepX),a=Math.floor((i-n.top)/n.stepY),l=a*n.columns+o,h=o>=0&&a>=0&&o<n.columns&&l<this.tiles.shape[0];if(this.point(h?l:-1),!h)return;let c=[{cells:[this.name(l)]}];this.scales&&c.push({cells:[this.size,b(this.scales[l])]}),this.lab.tip.show(this.card.surface.canvas,e,i,c)}point(t){this.at!==t&&(this.at=t,t<0&&this.lab.tip.hide(),this.lab.request(this.card))}describe(){let{title:t}=this.layout;if(!this.tiles)return`${t}, no picture yet`;let[s,e]=this.layout.shape;return`${t}: ${this.tiles.shape[0]} images of ${s} by ${e} weights, orange positive, blue negative`}};function Cn(r){return Uint32Array.from({length:256},(t,s)=>{let e=Math.max(-255,Math.min(255,Math.round((s-128)*255/127)));return r.residual[255+e]})}var Ks={scatter:ds,histogram:ss,strip:Zt,cloud:_t,space:gs,curves:Gt,bars:Bt,tiles:bs,plane:os,field:Xt,map:ns,cut:Vt,roc:hs,improvement:es,gallery:ts,sculpt:ps,profile:ls,lesions:is,overlap:rs};var _e={scatter:{layout:["axes","classes","dims","names","prior","title"],arrays:["points","labels"]},histogram:{layout:["axes","classes","dims","names","prior","title"],arrays:["points","labels"]},strip:{layout:["high","low","shape","title"],arrays:["x","x_hat"]},cloud:{layout:["classes","names","title"],arrays:["x","labels","x_hat"]},space:{layout:["classes","names","title"],arrays:["x","labels","x_hat"]},curves:{layout:["levels","per_epoch","sum","symbols","terms","title","unit"],arrays:["steps","terms"]},bars:{layout:["levels","title","unit"],arrays:["values"]},tiles:{layout:["names","shape","title"],arrays:["tiles","scales"]},plane:{layout:["grid","high","low","shape","title"],arrays:["images","window"]},field:{layout:["classes","names","theory","title"],arrays:["at","arrows","x","labels"]},map:{layout:["classes","names","title","unit"],arrays:["values","window","x","labels"]},cut:{layout:["baselines","figures","flat","names","score","title","unit"],arrays:["cuts","samples","numbers","counts","range"]},roc:{layout:["names","title"],arrays:["cuts","samples","numbers"]},improvement:{layout:["names","title"],arrays:["cuts","samples","numbers"]},gallery:{layout:["high","low","names","shape","title"],arrays:["rows","x","x_hat","score","labels"]},sculpt:{layout:["names","quantity","title","unit"],arrays:["edges","spectrum","levels","correlation","auc"]},profile:{layout:["names","title","unit","xname"],arrays:["at","mean","low","high","share"]},lesions:{layout:["high","low","rows","shape","title","top"],arrays:["sample","x","x_hat","residual","mask","found","dice"]},overlap:{layout:["title"],arrays:["thresholds","dice","precision","recall","chosen"]}};var Fn=["strip","gallery"],ws=["main","top","left","right"];function In(r){let t=r.slice(0,ws.length),s=t.findIndex(({kind:e})=>Fn.includes(e));return s>=0&&t.length>1&&t.splice(1,0,...t.splice(s,1)),t.map(({name:e})=>e)}function Ke(r,t=[]){let s=In(r),e=r.map(({name:a})=>a),i=(a,l)=>e.includes(a)&&t.indexOf(a)===l,n=s.map((a,l)=>i(t[l],l)?t[l]:null),o=a=>!n.includes(a);return s.forEach((a,l)=>{n[l]===null&&o(a)&&(n[l]=a)}),n.forEach((a,l)=>{a===null&&(n[l]=[...s,...e].find(o)??null)}),n.filter(a=>a!==null)}function Ge(r,t,s){let e=r.indexOf(s),i=r.map((n,o)=>o===e?r[t]:n);return i[t]=s,i}function Ln(r){let t=_e[r.kind].layout.filter(s=>!(s in r));if(t.length)throw new Error(`its layout has no ${t.join(", ")}`)}var xs=class{slot=0;menu=null;layout=null;problem="";#t="";#s=-1/0;#e=null;constructor(t,{name:s,kind:e,title:i=""}){this.lab=t,this.name=s,this.kind=e,this.node=f("section",`card ${e}`,"",{"data-view-name":s}),this.head=f("header"),this.heading=f("h3"),this.title=f("span","title",i),this.note=f("span","note"),this.tools=f("span","tools"),this.fit=f("button","small fit","fit",{type:"button","aria-label":`Fit ${i.toLowerCase()} to the data`,title:"Back to the whole picture (or double click)"}),this.header(),this.body=f("div","plot"),this.foot=f("footer"),this.node.append(this.head,this.body,this.foot),this.surface=new Ot(this.body,()=>t.request(this)),this.drawer=this.makeDrawer()}makeDrawer(){let{kind:t}=this;if(Object.hasOwn(Ks,t)){let s=Ks;return new s[t](this)}return this.problem=`no drawer for the kind “${t}”`,null}header(){this.heading.append(this.title);let t=f("div","words");t.append(this.heading,this.note),this.fit.addEventListener("click",()=>this.reset()),this.tools.append(this.fit),this.head.append(t,this.tools)}offer(t){let s=t.map(({name:i,title:n})=>`${i} ${n}`).join();if(s===this.#t||(this.#t=s,this.menu?.remove(),this.menu=null,this.heading.classList.toggle("menu",t.length>0),!t.length))return;let e=f("select","","",{"aria-label":"View in this place"});for(let{name:i,title:n}of t)e.append(new Option(n,i));e.value=this.name,e.addEventListener("change",()=>{let i=e.value;e.value=this.name,this.lab.arrangement.choose(this.slot,i)}),this.heading.append(e),this.menu=e}stand(t){this.slot=t,this.node.classList.remove(...ws),this.node.classList.add(ws[t])}update(t,s){this.layout=t,x(this.title,t.title??""),x(this.note,t.note??"");let e=n=>s.get(`${this.name}.${n}`),{drawer:i}=this;i&&this.attempt(()=>{Ln(t),i.update(t,e,s.header)})}paint(){if(!this.surface.width||!this.surface.height)return;let{drawer:t}=this;t&&!this.problem&&this.attempt(()=>t.paint()),this.problem&&this.begin(!1),this.node.classList.toggle("zoomed",!!t?.view?.zoomed),this.describe()}attempt(t){try{t(),this.problem=""}catch(s){let i=`this view cannot be drawn: ${s instanceof Error?s.message:String(s)}`;i!==this.problem&&reportError(s),this.problem=i}}begin(t){let{surface:s,lab:e}=this,{theme:i}=e,n=s.begin();return t?{context:n,surface:s,theme:i}:(et(n,i,s,this.problem||e.hint(this)),null)}describe(){let t=performance.now(),s=this.#s+1e3-t;if(s>0){this.#e??=setTimeout(()=>this.describe(),s);return}clearTimeout(this.#e??void 0),this.#e=null,this.#s=t;let e=this.problem||(this.drawer?.describe()??"");this.surface.canvas.getAttribute("aria-label")!==e&&this.surface.canvas.setAttribute("aria-label",e)}reset(){this.drawer?.view?.reset(),this.layout&&this.update(this.layout,this.lab.now.store),this.lab.request(this)}close(){clearTimeout(this.#e??void 0),this.drawer?.close?.(),this.surface.close(),this.node.remove()}};var zn=[{name:"latent",kind:"scatter",title:"Latent space"},{name:"reconstructions",kind:"strip",title:"Reconstructions"},{name:"loss",kind:"curves",title:"Loss"},{name:"plane",kind:"plane",title:"Decoded plane"}],ys=class{#t=new Map;shown=[];#s=[];constructor(t){this.lab=t,this.node=f("div","cards"),this.side=f("div","side"),this.node.append(this.side),this.arrange(zn)}arrange(t){this.shown=Ke(t,this.#s);let s=this.shown.flatMap(n=>t.find(o=>o.name===n)??[]),e=t.length>s.length?t:[],i=s.map(({name:n,kind:o})=>`${n} ${o}`);i.join()!==[...this.#t.keys()].join()&&this.build(s,i);for(let n of this.#t.values())n.offer(e)}build(t,s){let e=new Map(t.map((o,a)=>[s[a],this.#t.get(s[a])??new xs(this.lab,o)]));for(let[o,a]of this.#t)e.has(o)||a.close();this.#t=e;let[i,...n]=e.values();[...e.values()].forEach((o,a)=>o.stand(a)),i&&this.node.prepend(i.node),this.side.append(...n.map(({node:o})=>o)),this.node.dataset.count=String(e.size)}want(t){this.#s=t}put(t,s){this.#s=Ge(this.shown,t,s),this.update(this.lab.now.store),[...this.#t.values()][t]?.menu?.focus()}update(t){this.arrange(t.views);for(let s of this.#t.values()){let e=t.views.find(({name:i})=>i===s.name);e&&s.update(e,t)}}get box(){for(let{drawer:t}of this.#t.values())if(t?.shown)return t.shown;return null}get main(){return this.#t.values().next().value}paint(){for(let t of this.#t.values())t.paint()}repaint(...t){for(let s of this.#t.values())t.includes(s.kind)&&this.lab.request(s)}has(...t){return[...this.#t.values()].some(({kind:s})=>t.includes(s))}reset(){for(let t of this.#t.values())t.drawer?.view?.reset()}close(){for(let t of this.#t.values())t.close()}};var On={kl:{colour:"penalty"},loss:{objective:!0}};function Ye(r){return{...On[r.name],...r}}var qn={f4:Float32Array,i4:Int32Array,u1:Uint8Array};function Je(r){let t=new DataView(r).getUint32(0,!0),{arrays:s,...e}=JSON.parse(new TextDecoder().decode(new Uint8Array(r,4,t))),i=s.map(({name:n,dtype:o,shape:a,offset:l,start:h,rows:c})=>{let u=a.reduce((p,m)=>p*m,1),d=new qn[o](r,4+t+l,u);return{name:n,data:d,shape:a,start:h,rows:c}});return{header:e,parts:i}}function Rn(r,t){return r instanceof Float32Array?new Float32Array(t).fill(NaN):r instanceof Int32Array?new Int32Array(t):new Uint8Array(t)}var zt=class{header=null;views=[];arrays=new Map;take({header:t,parts:s}){t.full&&this.arrays.clear(),this.header=t,t.views&&(this.views=t.views.map(Ye));for(let e of s)this.merge(e)}merge({name:t,data:s,shape:e,start:i,rows:n}){let o=e.slice(1),a=o.reduce((h,c)=>h*c,1);if(i===0&&n===e[0]){this.arrays.set(t,{data:s,shape:e});return}let l=this.arrays.get(t);(l?.data.length!==n*a||l.data.constructor!==s.constructor)&&(l={data:Rn(s,n*a),shape:[n,...o]},this.arrays.set(t,l)),l.data.set(s.subarray(0,(n-i)*a),i*a)}get(t){return this.arrays.get(t)??null}};var Hn="This page may not watch the run: open the lab at its own address.",Dn="This run is gone; press Play for a new one.",vs=class{#t=null;#s=0;#e=new Set;constructor(t,s){this.lab=t,this.openTransport=s}open(){let{page:t}=this.lab;this.close(),t.openRun();let{data:s}=t.now;if(this.#t=this.openTransport(s,this.#i()),!this.#t?.live)return;t.connect();let{axes:e}=s;e&&this.command("axes",e==="pca"?e:e.split(".").map(Number))}#i(){return{frame:t=>this.#n(t),news:t=>this.#r(t),link:t=>this.#o(t),gone:t=>this.#a(t)}}#n(t){let{lab:s}=this,e=Je(t);s.now.stale&&s.cards.reset(),s.page.takeFrame(e),s.frameCame(),s.cards.update(s.now.store),s.arrangement.show(),s.inspector.follow(),s.request()}#r(t){let{lab:s}=this,e=s.now.runState;s.page.takeState(t);let{ack:i=null,probe:n}=t;if(i!==null&&s.probe.answer(i,n)){s.now.runState!==e&&s.refresh();return}s.page.takeWords(t),i!==null&&!this.#e.delete(i)&&s.page.acknowledge(),s.now.stale&&s.request(),s.refresh()}#o(t){this.lab.page.setLinked(t),t||this.lab.arrangement.renew(),this.lab.refresh()}#a(t){this.#t=null,this.lab.page.loseRun(t==="refused"?Hn:Dn),this.lab.request(),this.lab.refresh()}command(t,s,e=t==="show"){return this.#t?.send({op:t,value:s,id:++this.#s}),e&&this.#e.add(this.#s),this.#s}drawn(){this.#t?.send({op:"drawn"})}close(){this.#t?.close(),this.#t=null}};var Wn="press Play to decode here",Gs="–",ks=class{#t=!1;#s=!1;#e=!1;#i=null;#n=null;#r=null;constructor(t){this.lab=t}sample(t,s,e,i,{label:n,rows:o}){let{lab:a}=this,l={cells:[n.name],colour:v(n.index)},h=(c,u)=>{let d=c??this.watched(i);this.mark(d&&!d.image?d:null),a.tip.show(t,s,e,[l,...this.pair(d,u),...o])};this.watched(i,!0)?this.tell(i,h):this.ask(i,{sample:i},h)}tell(t,s){this.lab.probe.quiet(),this.#t=!0,this.#i=t,this.#n=null,this.#r=s,s(null)}place(t,s,e,i,n,o=[]){let{lab:a}=this;this.#s=!0;let l=i.map(h=>Number(h.toPrecision(6)));this.ask("place",{code:l},h=>{let c=h??this.tile(i);this.mark(c&&!c.image?{xHat:c.xHat??null}:null);let u=a.live||this.#e?[]:[{small:Wn}],d=c?.rows??n;a.tip.show(t,s,e,[...o,...this.decoded(c),...d,...u])})}ask(t,s,e){let{probe:i}=this.lab;this.#t=!0,this.#r=null;let n=i.ready?this.#n:null,o=n&&this.#i===t?n:null;this.#i=t,this.#n=n,e(o,n),i.ask(s,a=>{this.#n=a,e(a)})}leave(){this.#t&&(this.#t=!1,this.#e||=this.#s,this.#n=this.#i=this.#r=null,this.lab.probe.quiet(),this.lab.tip.hide(),this.mark(null))}follow(){let{probe:t,picked:s,cards:e,page:i}=this.lab;if(this.#r)return this.#r(null);if(this.#t)return t.again();s<0||this.watched(s)||!t.ready||!e.has("cloud","space")||t.ask({sample:s},({x:n,xHat:o})=>{i.pin({index:s,x:n,xHat:o}),e.repaint("cloud","space")})}mark(t){let{lab:s}=this;!t&&!s.decoded||(s.page.decode(t),s.cards.repaint("cloud","space"))}pair(t,s){let e=t??(s?.image?s:null);if(this.shape&&(e?.image||this.lab.probe.ready)){let i={canvas:this.picture(e?.x),symbol:"x"},n={canvas:this.picture(e?.xHat),symbol:"x̂"};return[{images:[i,n],waiting:!t}]}return this.shape||!(t||this.lab.probe.ready)?[]:[{cells:["x",t?.x?Y(t.x):Gs]},{cells:["x̂",t?.xHat?Y(t.xHat):Gs]}]}decoded(t){let{ready:s}=this.lab.probe;return this.shape&&(t||s)?[{images:[{canvas:t?.canvas??this.picture(t?.xHat),symbol:"x̂"}],waiting:!t}]:!t&&!s?[]:[{cells:["decoded x̂",t?.xHat?Y(t.xHat):Gs]}]}picture(t){let{images:s,shape:e}=this;return!s||!e||t?.length!==e[0]*e[1]?null:Bs(t,e,K(s,this.lab.theme))}get shape(){return this.images?.shape??null}get images(){let{views:t}=this.lab.now.store,s=["strip","plane"];return t.find(({kind:e,shape:i})=>i&&s.includes(e))??null}watched(t,s=!1){let{cards:e,now:i}=this.lab,{store:n}=i,o=["cloud","space","strip"],a=n.views.find(({kind:m,output:g})=>!g&&o.includes(m));if(!a)return null;let[l,h,c]=["x","x_hat","rows"].map(m=>n.get(`${a.name}.${m}`));if(!l||!h||s&&!e.shown.includes(a.name))return null;let u=a.kind==="strip",d=u?c?.data.indexOf(t)??-1:t;if(!(d>=0&&d<Math.min(l.shape[0],h.shape[0])))return null;let p=({data:m,shape:g})=>[...m.slice(d*g[1],(d+1)*g[1])];return{image:u,x:p(l),xHat:p(h)}}tile([t,s]){let{theme:e,now:i}=this.lab,{store:n,live:o}=i,a=n.views.find(({kind:xt})=>xt==="plane"),l=a&&n.get(`${a.name}.images`),h=a&&n.get(`${a.name}.window`)?.data;if(o||!a?.grid||!a.shape||!l||!h||s===void 0)return null;let[c,u]=a.grid,[d,p,m,g]=h,w=[(p-d)/(u-1),(g-m)/(c-1)],[y,M]=[Math.round((t-d)/w[0]),Math.round((g-s)/w[1])];if(!(y>=0&&M>=0&&y<u&&M<c))return null;let I=(M*u+y)*a.shape[0]*a.shape[1],N=`z₁ ${b(d+y*w[0],3)}   z₂ ${b(g-M*w[1],3)}`;return{image:!0,canvas:Bs(l.data,a.shape,K(a,e),I),rows:[{cells:[`nearest tile: ${N}`]}]}}};var jn=[["Space","play or pause"],["→","one step"],["R","reset to the same initial weights"],["← →","move the threshold that has the focus"],["Esc","release the pinned sample"],["P","present: large type, one section at a time"],["Page ↓ ↑","next or previous section, while presenting"],["A","show the answers, while presenting"],["?","this list"]],Bn=[["Wheel","zoom"],["Drag","zoom into a box"],["Shift + drag","move"],["Double click","back to the whole picture"],["Point at a point","its sample and reconstruction"],["Point anywhere in latent space","decode there"],["Drag in a score or ROC","move the threshold"],["Click on a point","pin the sample"],["Drag in a picture of space","turn it"],["Title of a card","another view in its place, where there are more"],["Click on a class","hide or show it"]],Un={" ":"play",ArrowRight:"step",r:"reset",R:"reset","?":"help"},_n=["slider","combobox","textbox","spinbutton","listbox","option","radio","tab"],Kn=["input, textarea, select, [contenteditable]:not([contenteditable=false])",..._n.map(r=>`[role=${r}]`)].join(),Gn="button, a[href], summary, [role=button], [role=switch], [role=checkbox]";function Yn(r){if(r.ctrlKey||r.metaKey||r.altKey||r.isComposing)return null;let t=r.composedPath()[0];return t instanceof Element&&(t.closest(Kn)||r.key===" "&&t.closest(Gn))?null:r.key==="Escape"?"unpin":Un[r.key]??null}function Xe(r){let t=s=>{let e=Yn(s);if(!(!e||r.help.open&&e!=="help")){if(s.repeat&&e!=="step")return s.preventDefault();r.act(e)&&(s.preventDefault(),s.stopPropagation())}};return document.addEventListener("keydown",t,!0),()=>document.removeEventListener("keydown",t,!0)}function Qe(){let r=f("dialog","help-panel","",{"aria-labelledby":"lab-keys"}),t=f("button","button","Close",{type:"button"});t.addEventListener("click",()=>r.close()),r.addEventListener("click",e=>{e.target===r&&r.close()});let s=f("div","inner");return s.append(f("h2","","Keys",{id:"lab-keys"}),Ve(jn),f("h2","","Pointer, on a plot"),Ve(Bn),t),r.append(s),r}function Ve(r){let t=f("dl");for(let[s,e]of r)t.append(f("dt","",s),f("dd","",e));return t}var Ze=["score","flat","sample"],Ms=class{#t=!1;constructor(t){this.lab=t}renew(){this.#t=!1}follow(t){let{data:s}=this.lab.now;s.rate!==t.rate&&this.#s(s.rate);for(let e of Ze)s[e]!==t[e]&&this.#e(e)}#s(t){typeof t!="number"||!Number.isFinite(t)||t!==this.lab.now.store.header?.rate&&this.lab.command("rate",t)}#e(t,s=!1){let e=this.lab.now.data[t];e==null||e===""||this.lab.feed.command(t,e,s)}settle(){let{stale:t,live:s,store:e,data:i}=this.lab.now;if(this.#t||t||!s)return;this.#t=!0;let n=e.header?.options;for(let o of Ze)(!n||o in n&&i[o]!==n[o])&&this.#e(o,!0)}};var Jn=[0,1e5,1e4,1e3,100,10];function Vn(r){return r?`${R(r)} steps/s`:"full speed"}var $s=class{constructor(t){this.lab=t,this.node=f("select","pace","",{"aria-label":"Pace of the run",title:"Pace of the run: slow it down to watch"}),this.pace=0,this.offer(0),this.node.addEventListener("change",()=>this.choose(Number(this.node.value)))}offer(t){let s=[...new Set([...Jn.slice(1),...t?[t]:[]])].sort((e,i)=>i-e);this.node.replaceChildren(...[0,...s].map(e=>new Option(Vn(e),String(e)))),this.node.value=String(t),this.pace=t}choose(t){this.pace=t,this.lab.command("pace",t),this.lab.trigger("pace",String(t))}take(t=0){t!==this.pace&&this.offer(t)}};var Xn={reset:"M3.2 8a4.8 4.8 0 1 0 1.6-3.6M3 2.2v3h3",play:"M4.5 2.8v10.4L13 8z",pause:"M4 3h2.8v10H4zM9.2 3H12v10H9.2z",step:"M3.5 3.2v9.6L10 8zM11.2 3.2h1.8v9.6h-1.8z",stop:"M3.8 3.8h8.4v8.4H3.8z",seed:"M3 3h10v10H3zM6 6h.01M10 10h.01M6 10h.01M10 6h.01",share:"M6.5 9.5l3-3M7.5 4.6l1-1a2.6 2.6 0 0 1 3.8 3.8l-1 1M8.5 11.4l-1 1a2.6 2.6 0 0 1-3.8-3.8l1-1"},Qn=new Set(["reset","seed","share"]);function ti(r){let t="http://www.w3.org/2000/svg",s=document.createElementNS(t,"svg");s.setAttribute("viewBox","0 0 16 16"),s.setAttribute("aria-hidden","true"),s.setAttribute("class",Qn.has(r)?"outlined":"");let e=document.createElementNS(t,"path");return e.setAttribute("d",Xn[r]),s.append(e),s}var si={step:["running","paused","stopped"],stop:["queued","running","paused"]},Ss=class{#t=!1;constructor(t){this.lab=t,this.node=f("div","bar","",{role:"group","aria-label":"Run"}),this.reset=this.button("reset","Reset","Reset to the same initial weights","reset"),this.play=this.button("play","Play","Play","play"),this.step=this.button("step","Step","Step: one update","step"),this.stop=this.button("stop","Stop","Stop the run","stop"),this.epoch=this.figure("epoch"),this.count=this.figure("step"),this.pace=new $s(t),this.speed=this.figure("samples / s","speed"),this.speed.node.prepend(this.pace.node),this.speed.node.querySelector("small")?.remove(),this.speed.value.title="Samples per second",this.state=f("div","state","",{role:"status"}),this.word=f("span","word"),this.detail=f("small","detail"),this.state.append(this.word,this.detail),this.seed=this.button("seed","New seed","New seed: other initial weights","seed"),this.share=this.button("share","Share","Share: copy a link to these settings","share"),this.help=f("button","button help","?",{type:"button","aria-label":"Keys and help",title:"Keys and help (?)","data-does":"help"}),this.help.addEventListener("click",()=>t.act("help")),this.node.append(this.reset,this.play,this.step,this.stop,this.epoch.node,this.count.node,this.speed.node,this.state,this.seed,this.share,this.help)}button(t,s,e,i){let n=f("button",`button ${t}`,"",{type:"button","aria-label":e,title:e,"data-does":i});return n.append(ti(t),f("span","",s)),n.addEventListener("click",()=>this.lab.act(i)),n}figure(t,s=t){let e=f("div",`figure ${s}`),i=f("span","value","–");return e.append(f("small","",t),i),{node:e,value:i}}update(){let{data:t,store:s,stale:e,runState:i,live:n,linked:o,asking:a,queue:l,flash:h}=this.lab.now;this.pace.take(t.pace);let c=e?null:s.header;this.numbers(c),this.face(i==="running"||i==="queued"),this.play.disabled=this.seed.disabled=a,this.reset.disabled=!n,this.step.disabled=!n||!si.step.includes(i),this.stop.disabled=!n||!si.stop.includes(i);let u=i==="queued"&&l>0;x(this.word,u?"queued, ":i);let d=c?.rate&&n?`rate ${Ht(c.rate)}`:"",p=!n&&c?"shipped run":"",m=o||!n?"":"reconnecting",g=a?"starting":"",w=u?`position ${l}`:"";x(this.detail,h||g||m||w||d||p),this.state.dataset.state=i}numbers(t){let s=t?.epochs,e=t?.speed??0,i=Math.max(3,String(s??"").length),n=s?` / ${R(s,i)}`:"";x(this.epoch.value,`${R(t?.epoch??0,i)}${n}`);let o=Math.max(6,String(t?.updates??"").length);x(this.count.value,R(t?.index??0,o)),x(this.speed.value,e>0?`${R(e)} / s`:"–")}face(t){if(this.#t===t)return;this.#t=t;let s=t?"Pause":"Play";this.play.replaceChildren(ti(t?"pause":"play"),f("span","",s)),this.play.setAttribute("aria-label",s),this.play.title=`${s} (space)`}copied(t){this.share.classList.toggle("done",t),x(this.share.lastChild,t?"Copied":"Share")}};var Zn={sample:1,code:2},Ts=class{#t=new Map;#s=new Map;#e=null;#i=0;#n=0;#r=null;#o=null;#a=null;constructor(t){this.lab=t,t.root.dataset.probes="0"}forget(){this.#t.clear(),this.#s.clear(),this.#i=0,this.quiet()}get ready(){let{live:t,linked:s,stale:e,runState:i}=this.lab.now;return t&&s&&!e&&i!=="queued"&&performance.now()>=this.#i}ask(t,s){this.#r=t,this.#a=s;let e=this.recall(t);e?(this.#o=null,s(e)):this.ready&&(this.#o=t,this.pump())}again(){this.#r&&this.#a&&this.ready&&this.ask(this.#r,this.#a)}quiet(){this.#r=this.#o=this.#a=null}pump(){let t=performance.now();for(let[n,{since:o}]of this.#t)t-o>1500&&this.#t.delete(n);let s=this.#o;if(!s)return;let e=s.code?"code":"sample";if(this.#t.size>=Zn[e])return;let i=this.lab.command("probe",s);this.#t.set(i,{what:s,since:t,frame:this.frame}),this.#o=null}answer(t,s){let e=this.#t.get(t);if(!e)return!1;if(this.#t.delete(t),s&&!("x_hat"in s))this.#s.delete(JSON.stringify(e.what));else if(s){this.lab.root.dataset.probes=String(++this.#n),this.keep(e,s);let{code:i,sample:n}=this.#r??{};(e.what.code?i:e.what.sample===n)&&this.#a?.(ei(s))}else this.#i=performance.now()+3e3;return this.pump(),!0}get frame(){let{runState:t,store:s}=this.lab.now;return t==="running"?null:s.header?.seq??null}keep({what:t,frame:s},e){s===null||s!==this.frame||((this.#e!==s||this.#s.size>=80)&&this.#s.clear(),this.#e=s,this.#s.set(JSON.stringify(t),ei(e)))}recall(t){return this.frame===null||this.#e!==this.frame?null:this.#s.get(JSON.stringify(t))??null}};function ei({image:r=!1,x:t,x_hat:s}){return{image:r,x:ii(t),xHat:ii(s)}}function ii(r){return typeof r!="string"?r?.map(Number)??null:Uint8Array.from(atob(r),t=>t.charCodeAt(0))}var tr=.1;function sr(){return{data:{},store:new zt,runState:"idle",live:!1,linked:!1,stale:!0,told:!1,queue:0,message:"",fix:null,asking:!1,flash:"",picked:-1,hovered:-1,decoded:null,pinned:null,hidden:new Set,cut:tr,acknowledged:0,frames:0}}var As=class{#t=Object.freeze(sr());get now(){return this.#t}#s(t){this.#t=Object.freeze({...this.#t,...t})}rerun(t){this.#s({data:t})}openRun(){this.#s({runState:"idle",live:!1,stale:!0,told:!1,queue:0,message:"",fix:null,picked:-1,hovered:-1,pinned:null})}connect(){this.#s({live:!0,linked:!0})}setLinked(t){this.#s({linked:t})}loseRun(t){this.#s({live:!1,runState:"idle",queue:0,message:t})}takeFrame(t){let{stale:s,told:e,runState:i}=this.#t,{header:n}=t;s&&this.#s({store:new zt,stale:!1}),this.#t.store.take(t),e||this.#s({runState:n.state??i})}takeState({state:t,queue:s}){this.#s({told:!0,runState:t||this.#t.runState,queue:s??0})}takeWords({message:t,fix:s}){this.#s({message:t??"",fix:s??null})}acknowledge(){this.#s({acknowledged:this.#t.acknowledged+1})}setAsking(t){this.#s({asking:t})}setFlash(t){this.#s({flash:t})}pick(t){this.#s({picked:this.#t.picked===t?-1:t,pinned:null})}pin(t){this.#s({pinned:t})}point(t){return this.#t.hovered===t?!1:(this.#s({hovered:t}),!0)}decode(t){this.#s({decoded:t})}setCut(t){return!(t>0)||t===this.#t.cut?!1:(this.#s({cut:Math.min(1,t)}),!0)}toggleClass(t){let s=new Set(this.#t.hidden);s.delete(t)||s.add(t),this.#s({hidden:s})}showClasses(){this.#s({hidden:new Set})}countFrame(){this.#s({frames:this.#t.frames+1})}};var wt=14,Ns=class{constructor(t){this.root=t,this.node=f("div","tip","",{"aria-hidden":"true"}),t.append(this.node)}show(t,s,e,i){this.node.replaceChildren(...i.map(er)),this.node.classList.add("on");let n=this.root.getBoundingClientRect(),o=t.getBoundingClientRect(),a=this.place(o.left+s,o.top+e,n),[l,h]=[a[0]-n.left,a[1]-n.top];this.node.style.transform=`translate(${Math.round(l)}px, ${Math.round(h)}px)`}place(t,s,e){let{offsetWidth:i,offsetHeight:n}=this.node,o=[Math.max(0,e.left),Math.max(0,e.top)],a=[Math.min(innerWidth,e.right),Math.min(innerHeight,e.bottom)],l=(c,u,d)=>Math.max(o[d],Math.min(c,a[d]-u));if(t+wt+i<=a[0])return[t+wt,l(s-n/2,n,1)];if(t-wt-i>=o[0])return[t-wt-i,l(s-n/2,n,1)];let h=s+wt+n<=a[1];return[l(t-i/2,i,0),h?s+wt:s-wt-n]}hide(){this.node.classList.remove("on")}};function er(r){if(r.images)return ir(r.images,r.waiting);if(r.small)return f("div","hint",r.small);let t=f("div","line");if(r.colour){let s=f("i",r.dashed?"dash":"dot");s.style.setProperty("--mark",r.colour),t.append(s)}return r.cells?.forEach((s,e)=>t.append(f("span",e?"value":"name",s))),t}function ir(r,t=!1){let s=f("div",t?"pictures waiting":"pictures");for(let{canvas:e,symbol:i}of r){let n=f("div","picture");n.append(e??f("i","blank"),f("span","maths",i)),s.append(n)}return s}var ni="msg:custom",Es=class{live=!0;#t;#s;#e=(t,s=[])=>{s.length?this.#s.frame(nr(s[0])):t.news&&this.#s.news(t.news)};constructor(t,s){this.#t=t,this.#s=s,t.on(ni,this.#e)}send(t){this.#t.send(t)}close(){this.#t.off(ni,this.#e)}};function nr({buffer:r,byteOffset:t,byteLength:s}){return r.slice(t,t+s)}var Ps=class{live=!1;#t=!1;#s;#e;constructor(t,s){this.#s=t[Symbol.asyncIterator](),this.#e=s,this.#i()}async#i(){let{done:t,value:s}=await this.#s.next();!t&&!this.#t&&this.#e.frame(s)}send({op:t}){t==="drawn"&&!this.#t&&this.#i()}close(){this.#t=!0}};async function*ri(r){try{let t=await fetch(new URL(r,location.origin));t.ok&&(yield await t.arrayBuffer())}catch(t){console.warn("The shipped run could not be fetched.",t)}}var Cs=class{live=!0;#t=[];#s=0;#e=!1;#i;#n;#r;constructor(t,s){let e=location.origin.replace(/^http/,"ws");this.address=`${e}/live?run=${encodeURIComponent(t)}`,this.#i=s,this.#n=this.#o()}#o(){let t=new WebSocket(this.address);return t.binaryType="arraybuffer",t.onopen=()=>this.#a(),t.onmessage=({data:s})=>this.#l(s),t.onclose=({code:s})=>this.#h(s),t}#a(){if(!this.#e){this.#s=0,this.#i.link(!0);for(let t of this.#t.splice(0))this.send(t)}}#l(t){this.#e||(typeof t=="string"?this.#i.news(JSON.parse(t)):this.#i.frame(t))}#h(t){if(this.#e)return;if(t===4404||t===4403){this.close(),this.#i.gone(t===4404?"unknown":"refused");return}this.#i.link(!1);let s=Math.min(5e3,250*2**this.#s++);this.#r=setTimeout(()=>this.#n=this.#o(),s*(.8+.4*Math.random()))}send(t){this.#e||(this.#n.readyState===WebSocket.OPEN?this.#n.send(JSON.stringify(t)):t.op!=="drawn"&&(this.#t=this.#t.filter(({op:s})=>s!==t.op).concat(t)))}close(){this.#e=!0,clearTimeout(this.#r),this.#n.close()}};function oi({channel:r,run:t,frame_url:s},e){return r?new Es(r,e):t?new Cs(t,e):s?new Ps(ri(s),e):null}var ai=2,li=["normal","anomalous"],rr="Reconstruction error";function hi(r){let t=r.views.find(({kind:a})=>a==="cut"),s=t&&r.get(`${t.name}.numbers`)?.data;if(!s||!Number.isFinite(s[0]))return"";let[e,i,,n]=s,o=[or(t,e,i,n)];return n>=Ft&&o.push(ar()),e<.5-ai*i&&o.push(lr(t)),o.push(hr(t,e,i),cr(r)),o.filter(Boolean).join(" ")}function or({names:[r,t]=li,score:s,flat:e},i,n,o){let a=`${s}${e?", decorrelated":""}`,l=Number.isFinite(o)?` The model leaves ${b(100*o,3)} % of the variance unexplained.`:"",h=Number.isFinite(n)?` ± ${T(n,3)}`:"";return`${a}: AUC ${T(i,3)}${h} for ${t} among ${r}.${l}`}function ar(){return"That is nearly all: it gives nearly the same picture for every sample, and the error only measures the size of the sample itself."}function lr({names:[r,t]=li,score:s}){let e=`Below 0.5: ${t} passes for more normal than ${r}, which was learnt from.`;return s!==rr?e:`${e} What is simpler is reconstructed better, whether it was learnt or not.`}function hr({baselines:r=[],score:t},s,e){let i=r.find(({label:a,value:l})=>a!==t&&Number.isFinite(l));if(!i||i.value===null)return"";let n=`${i.label}, which needs no training, reaches ${T(i.value,3)}`,o=ai*Math.hypot(e,i.error??NaN);return Number.isNaN(o)?`${n}; so few samples cannot tell them apart.`:i.value>s+o?`${n}: more than this.`:i.value<s-o?`${n}: less than this.`:`${n}: no clear difference.`}function cr(r){let t=r.views.find(({kind:o})=>o==="overlap"),[s,e,,i]=(t&&r.get(`${t.name}.chosen`)?.data)??[];if(!Number.isFinite(e))return"";let n=e>i?"better":"not better";return`Pixels: Dice ${T(e,2)} at the threshold ${b(s,3)} that is best on validation slices, ${n} than the mean image's ${T(i,2)}.`}var Is=class{constructor(t){this.lab=t,this.node=f("section","card verdict","",{"aria-label":"Verdict"}),this.word=f("strong","word"),this.sum=f("p","sum"),this.more=f("p","more"),this.findings=f("p","findings","",{role:"status"}),this.message=f("span","message","",{role:"status"}),this.caution=f("span","caution","",{role:"status"}),this.look=f("span","look"),this.fix=f("button","button fix","",{type:"button"}),this.fix.addEventListener("click",()=>t.actions.mend()),this.more.append(this.message,this.caution,this.look);let s=f("div","text");s.append(this.findings,this.sum,this.more),this.node.append(this.word,s,this.fix)}update(){let{data:t,store:s,runState:e,message:i,fix:n}=this.lab.now,{preset:o}=t,{header:a}=s,l=this.losses(s),h=e==="diverged",c=Fs(o?.target),u=c===null?null:this.reached(l,a,c);this.say(h,c,u),this.numbers(c,h?null:u,l,a),x(this.findings,h?"":hi(s)),this.findings.hidden=!this.findings.textContent;let d=[i||a?.message,t.note].filter(Boolean).join(" ");x(this.message,d&&`${d} `);let p=this.warning(a);x(this.caution,p&&`${p} `),x(this.look,h?"":o?.look_for??""),this.offer(h?n??a?.fix??null:null)}say(t,s,e){let n=t?"diverged":s===null?"":e?"✓ reached":"not yet";x(this.word,n),this.word.className=`word ${t?"diverged":e?"reached":""}`,this.word.hidden=!n}warning(t){let{stale:s,runState:e,message:i}=this.lab.now;return s||i||t?.message?"":["running","paused","queued"].includes(e)?t?.caution??"":""}losses(t){let s=t.views.find(n=>n.kind==="curves"&&n.objective);return s?{layout:s,...Ct(s,n=>t.get(`${s.name}.${n}`))}:null}reached(t,s,e){let i=t?.lines[t.lines.length-1];if(!i||!s)return null;let n=i.held.findIndex(a=>a<=e);if(t&&n>=0){let a=t.heldSteps[n],l=s.index/t.perEpoch;return{epoch:a,seconds:l>0?s.seconds*a/l:0}}let o=Fs(s.heldout);return o===null||o>e?null:{epoch:s.epoch,seconds:s.seconds}}numbers(t,s,e,i){let n=[],o=e?.layout.unit??"";if(t!==null){let l=` ≤ ${Number(t.toPrecision(6))}. `;n.push(["","Target: held-out "],ci(e,i),["",l])}if(n.push(...this.measured(e,i,t===null,o)),s){let{seconds:l,epoch:h}=s,c=e?.layout.per_epoch?"epoch":"step",u=`${b(l,2)} s, ${c} ${b(h,2)}`;n.push(["soft",`, reached after ${u}`])}let a=n.map(([,l])=>l).join("");this.sum.textContent!==a&&this.sum.replaceChildren(...n.map(([l,h])=>f("span",l,h)))}measured(t,s,e,i){let n=t?.lines??[],o=s?.final??null,a=o?pr(o.terms):n.map(g=>g.held[g.held.length-1]),l=Fs(s?.heldout??a[a.length-1]);if(l===null)return[["soft",e?"Held-out numbers appear here.":"Nothing measured yet."]];let h=e&&Ys(s)?"Held-out: ":"Measured: ",c=` ${i}${dr(s)}`,u=fr(a,Fs(o?.error)),d=o?u[u.length-1]:b(l);if(!Ys(s))return n.length>1?ur(h,n,a,c):[["",h],ci(t,s),["",` ${d}${c}`]];let p=n.length>1&&a.every(Number.isFinite);return!t||!p||!o&&this.aged(t,l)?[["",h],["maths","J"],["",` = ${d}${c}`]]:[...n.slice(0,-1).flatMap(({name:g,label:w},y)=>[["",y?" + ":h],[g==="reconstruction"?"blue":"warm",`${w} ${u[y]}`]]),[""," = "],["maths","J"],["",` ${u[u.length-1]}${c}`]]}aged({layout:t,lines:s},e){if(this.lab.cards.shown.includes(t.name))return!1;let{held:i}=s[s.length-1];return Math.abs(i[i.length-1]-e)>.001*Math.abs(e)}offer(t){this.fix.hidden=!t,t&&x(this.fix,t.label??"")}};function Fs(r){return typeof r=="number"&&Number.isFinite(r)?r:null}function Ys(r){return r?.minimises!==!1}function ci(r,t){return Ys(t)?["maths","J"]:["blue",r?.lines[0]?.label??"reconstruction"]}function ur(r,t,s,e){let i=t.map(({label:n},o)=>`${n} ${b(s[o])}`);return[["",`${r}${i.join(", ")}${e}`]]}function dr(r){let[t,s]=r?.heldout_samples??[0,0];return s?` (${r?.final||t===s?"all":`${ui(t)} of`} ${ui(s)} samples)`:""}function ui(r){return r.toLocaleString("en-GB")}function pr(r){return r.length>1?[...r,r.reduce((t,s)=>t+s,0)]:r}function fr(r,t){let{length:s}=r;if(t===null||!s)return di(r,ee(r[s-1])+1);let e=Math.min(js(t),6),i=di(r,e);return[...i.slice(0,-1),`${i[s-1]} ± ${T(t,e)}`]}function di(r,t){if(r.length<2)return r.map(i=>T(i,t));let s=r.map(i=>Math.round(i*10**t)),e=r.length-2;return s[e]=s[e+1]-s.slice(0,e).reduce((i,n)=>i+n,0),s.map(i=>T(i/10**t,t))}var mr=["kit/tokens","app/live","app/playbar","app/cards","app/marks","app/notes","app/scores","app/widths"],Js=class{page=new As;#t=new Set;#s=null;#e=!1;#i=!1;#n=null;constructor(t){this.root=f("div","lab","",{style:"visibility: hidden; height: 600px"}),this.root.dataset.mount=crypto.getRandomValues(new Uint32Array(2)).join("-"),this.styles=ne(...mr),t.append(...this.styles.links,this.root),this.#r(),this.theme=zs(this.root),this.feed=new vs(this,oi),this.actions=new Dt(this),this.probe=new Ts(this),this.inspector=new ks(this),this.arrangement=new Wt(this),this.options=new Ms(this),this.playbar=new Ss(this),this.cards=new ys(this),this.verdict=new Is(this),this.help=Qe(),this.root.append(this.playbar.node,this.cards.node,this.verdict.node,this.help),this.tip=new Ns(this.root),this.deaf=Xe(this)}get now(){return this.page.now}get live(){return this.now.live}get hidden(){return this.now.hidden}get hovered(){return this.now.hovered}get picked(){return this.now.picked}get pinned(){return this.now.pinned}get decoded(){return this.now.decoded}get cut(){return this.now.cut}async#r(){await this.styles.settled,this.root.removeAttribute("style"),this.dress(),await te(this.theme),this.request()}receive({data:t,setTriggerValue:s}){let e=this.now.data;this.page.rerun(t??{}),this.#n=s,this.actions.settle(),this.arrangement.take(this.now.data.views,e.views),this.dress(),!this.#i||this.#o(e)?this.#a():this.options.follow(e),this.refresh()}#o({run:t="",frame_url:s}){let{data:e}=this.now;return t!==(e.run??"")?!0:!e.run&&s!==e.frame_url}#a(){this.inspector.leave(),this.probe.forget(),this.arrangement.renew(),this.options.renew(),this.tip.hide(),this.#i=!0,this.feed.open(),this.root.classList.toggle("stale",!!this.now.store.header)}frameCame(){this.root.classList.remove("stale"),this.#e=!0}command(t,s){return this.feed.command(t,s)}trigger(t,s){this.#n?.(t,s)}act(t){return this.actions.act(t)}pick(t){this.page.pick(t);let{picked:s}=this.now;this.command("pick",s<0?null:s),this.request()}point(t){this.page.point(t)&&this.request()}setCut(t){this.page.setCut(t)&&this.request()}toggleClass(t){this.page.toggleClass(t),this.cards.update(this.now.store),this.request()}showClasses(){this.page.showClasses()}hint(t){let{store:s,stale:e,runState:i,live:n,data:o,message:a}=this.now;return s.header&&!e?"no picture yet":t!==this.cards?.main?"":i==="queued"?"waiting for its turn":i==="stopped"?"no picture":n?"waiting for the first picture":o.frame_url&&!a?"loading":"press Play"}dress(){this.theme=zs(this.root),this.request()}refresh(){this.playbar.update(),this.verdict.update(),this.options.settle(),ae(this)}request(t=null){this.#t.add(t),this.#s??=requestAnimationFrame(()=>this.#l())}#l(){this.#s=null;let t=[...this.#t];this.#t.clear();try{if(t.includes(null))this.cards.paint();else for(let s of t)s?.paint();this.#e&&this.page.countFrame(),this.refresh()}finally{this.#e&&this.feed.drawn(),this.#e=!1}}close(){this.feed.close(),this.deaf(),this.actions.close(),this.#s!==null&&cancelAnimationFrame(this.#s),this.#s=-1,this.cards.close();for(let t of this.styles.links)t.remove();this.root.remove()}},Wc=se(Js);export{Js as Lab,Wc as mount};
