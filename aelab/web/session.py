"""The session: which run this visitor looks at, and when another one begins."""

import re
import secrets
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

import aelab.catalogue
from aelab.catalogue import Catalogue
from aelab.cluster.interface import RunRecord
from aelab.params import InputError
from aelab.presets import PRESETS, Preset
from aelab.registry import slug_of
from aelab.spec import SEED, Spec
from aelab.views.options import IN_PICTURE, LINKED
from aelab.web import component, controls, link, live, presenting, theme
from aelab.web.access import visitors
from aelab.web.link import Chosen

RUN_ID = re.compile(r"[\w-]{1,80}", re.ASCII)
PAGE_STATE = ("owner", "run", "note", "error", "asked", "mended", "chosen", "shown", *LINKED)
STARTED_OVER = "Settings changed: started over."
GONE = "The run is no longer there: started again."
SEEDS = 10_000  # new seeds are below it, short enough to be read out


def wait_for_catalogue() -> Catalogue:
    """Return the catalogue; until it has been made, show a skeleton and stop the script."""
    catalogue = aelab.catalogue.read()
    if catalogue is None:
        live.cluster().make_catalogue()
        _skeleton()
        _await()
        st.stop()
    return catalogue


def _skeleton() -> None:
    with st.sidebar:
        with st.container(key="skeleton-side"):
            for _ in range(4):
                st.container(height=20, border=False)
    if problem := live.cluster().problem:
        st.error(theme.plain(problem))
    with st.container(key="skeleton"):
        st.caption("Reading models and data. This happens once after a change of them.")
        for _ in range(3):
            st.container(height=20, border=False)


@st.fragment(run_every=0.5)
def _await() -> None:
    if live.cluster().catalogue_ready():
        st.rerun()


def begin(
    catalogue: Catalogue,
    page: str = "lab",
    presets: Sequence[Preset] = PRESETS,
    *,
    linked: bool = True,
) -> None:
    """At a page's first rerun read the link, later restore the page as it was left.

    Each page has a choice and a run of its own.

    Args:
        catalogue: The catalogue.
        page: Name of the page.
        presets: Without a link the page opens on the first of these whose data and model exist.
        linked: Whether the link is of this page; False if the page has another use for it.

    """
    state = st.session_state
    if state.get("page") == page:
        return
    if "page" in state:
        state[f"left.{state.page}"] = {key: state[key] for key in PAGE_STATE if key in state}
        del state["page"]
    for key in PAGE_STATE:
        state.pop(key, None)
    if left := state.get(f"left.{page}"):
        state.update(left)
        controls.put(left["chosen"], catalogue)
    else:
        _open(catalogue, presets, dict(st.query_params) if linked else {})
    state.page = page  # last: Streamlit may stop a script at any access to the session's state


def _open(catalogue: Catalogue, presets: Sequence[Preset], query: dict[str, str]) -> None:
    """Begin with the choice and options of the link."""
    state = st.session_state
    chosen, problems = link.read(query, catalogue, presets)
    state.owner = secrets.token_urlsafe(16)
    state.run, state.note, state.error, state.asked = "", "", "", False
    state.mended = link.told(problems)
    if score := slug_of(catalogue.scores, query.get("score")):
        query["score"] = score
    for name, pattern in LINKED.items():
        state[name] = query[name] if pattern.fullmatch(query.get(name, "")) else ""
    record = _find(query.get("run", ""), catalogue)
    if record is not None:
        state.run = query["run"]
        chosen = _attached(record, chosen, catalogue)
    controls.put(chosen, catalogue)


def _find(run: str, catalogue: Catalogue) -> RunRecord | None:
    record = live.cluster().find(run) if RUN_ID.fullmatch(run) else None
    if record is None or record.spec.dataset not in catalogue.datasets:
        return None
    return record if record.spec.model in catalogue.models else None


def _attached(record: RunRecord, linked: Chosen, catalogue: Catalogue) -> Chosen:
    """Return the run's own choice, with what may change while it runs as the link has it.

    A run that nobody else looks at, such as after a reload, is this session's own from now on.
    """
    chosen = link.of(record.spec, catalogue)
    if record.viewers == 0:
        st.session_state.owner = record.owner
    if (linked["dataset"], linked["model"]) == (chosen["dataset"], chosen["model"]):
        changing = _live(catalogue, chosen) & linked["model_params"].keys()
        chosen["model_params"] |= {key: linked["model_params"][key] for key in changing}
    return chosen


def _live(catalogue: Catalogue, chosen: Chosen) -> set[str]:
    fields = catalogue.models[chosen["model"]].fields.values()
    return {field.key for field in fields if field.declaration.live}


# What the visitor asks for, called before the script runs again.


def choose(preset: Preset) -> None:
    """Take a preset and play it."""
    if bring(preset):
        play()


def bring(preset: Preset) -> bool:
    """Take a preset, stop the run, and show the one shipped; say whether that is possible."""
    catalogue, state = aelab.catalogue.read(), st.session_state
    if catalogue is not None:
        controls.put(link.of(preset, catalogue), catalogue)
        state.pace = state.views = state.note = ""  # the preset has its own
        _leave(_find(state.run, catalogue))
        state.run = ""
    return catalogue is not None


def _leave(record: RunRecord | None) -> None:
    """Stop a run if it is this session's own."""
    if record is not None and record.owner == st.session_state.owner:
        live.cluster().stop(st.session_state.run)


def play(note: str = "") -> None:
    """Play what is chosen, and say ``note`` with it."""
    st.session_state.asked, st.session_state.note = True, note


def new_seed() -> None:
    """Draw another seed and play from it."""
    last = st.session_state[controls.RUN_SEED]
    seed = next(s for s in iter(lambda: secrets.randbelow(SEEDS), None) if s != last)
    st.session_state[controls.RUN_SEED] = SEED.check(seed)
    play(f"New seed: {seed}.")


def fix() -> None:
    """Start over with the values that the run suggested after it diverged."""
    offered, catalogue = component.sent("fix"), aelab.catalogue.read()
    if not isinstance(offered, dict) or catalogue is None:
        return
    named = link.fields(catalogue, st.session_state["chosen"])
    for key in offered.keys() & named.keys():
        field, _ = named[key]
        try:
            value = field.declaration.check(offered[key])
        except InputError:
            continue
        st.session_state[f"c.model.{key}"] = value
        play(f"Started over with {field.declaration.name} {field.declaration.text(value)}.")


def callbacks() -> dict[str, Callable[[], None]]:
    """Return the callback of each button of the picture."""
    options = {name: partial(_keep_option, name) for name in IN_PICTURE}
    return {"play": play, "seed": new_seed, "fix": fix, **options}


def _keep_option(name: str) -> None:
    """Keep an option that was chosen in the picture, so that the link has it."""
    text = component.sent(name)
    if isinstance(text, str) and LINKED[name].fullmatch(text):
        st.session_state[name] = text


# What is shown.


def spec(chosen: Chosen) -> Spec | None:
    """Return the Spec of what is chosen; on `InputError`, store its message and return None."""
    try:
        made = Spec(**chosen)
    except InputError as error:
        st.session_state.error = str(error)
        return None
    st.session_state.error = live.cluster().problem
    return made


def follow(
    chosen: Chosen, catalogue: Catalogue, presets: Sequence[Preset] = PRESETS
) -> dict[str, Any]:
    """Return what the picture shows; start another run if what is chosen asks for one."""
    state, wanted = st.session_state, spec(chosen)
    record = _find(state.run, catalogue)
    asked, state.asked, shipped = state.asked, False, ""
    if wanted is not None:
        shipped = "" if asked or record else _shipped(wanted, catalogue, presets)
        if shipped:
            state.run = ""
        elif asked or record is None or not _same(record.spec, wanted, catalogue):
            _start(wanted, record, asked, _pace(chosen, catalogue, presets))
    return _data(chosen, catalogue, shipped, presets)


def _same(first: Spec, second: Spec, catalogue: Catalogue) -> bool:
    """Return whether two Specs differ only in parameters that may change during a run."""
    before = _settled(link.of(first, catalogue), catalogue)
    return before == _settled(link.of(second, catalogue), catalogue)


def _settled(chosen: Chosen, catalogue: Catalogue) -> Chosen:
    changing = _live(catalogue, chosen)
    lasting = {k: v for k, v in chosen["model_params"].items() if k not in changing}
    return {**chosen, "model_params": lasting}


def _start(wanted: Spec, before: RunRecord | None, asked: bool, pace: int) -> None:
    """Stop this session's run and submit the wanted one; what is shown stays if that fails."""
    state, cluster = st.session_state, live.cluster()
    _leave(before)
    gone = before is None and state.run
    try:
        state.run = cluster.submit(wanted, state.owner, pace=pace, visitor=visitors.current())
    except InputError as error:
        state.error = str(error)
        return
    if "shown" in state:
        state.mended = ""
        state.note = state.note if asked else GONE if gone else STARTED_OVER


def _shipped(wanted: Spec, catalogue: Catalogue, presets: Sequence[Preset]) -> str:
    mine = link.of(wanted, catalogue)
    for preset in presets:
        if controls.is_preset(preset, mine, catalogue) and preset.seed == wanted.seed:
            return preset.shipped
    return ""


def _data(
    chosen: Chosen, catalogue: Catalogue, shipped: str, presets: Sequence[Preset]
) -> dict[str, Any]:
    state = st.session_state
    here = [p for p in presets if controls.is_preset(p, chosen, catalogue)]
    rate = catalogue.models[chosen["model"]].fields.get("rate")
    preset = {k: getattr(here[0], k) for k in ("name", "look_for", "target")} if here else None
    views = here[0].views if here else ""
    state.shown = {
        "run": state.run,
        "frame_url": f"/shipped/{shipped}" if shipped else "",
        "rate": chosen["model_params"].get("rate", rate.default) if rate else None,
        "preset": preset,
        "note": state.note,
        "share": link.share(chosen, catalogue, _options()),
        "axes": state.axes,
        "views": state.views or views,
        "pace": _pace(chosen, catalogue, presets),
        "score": state.score,
        "flat": bool(state.flat),
    }
    return dict(state.shown)


def _pace(chosen: Chosen, catalogue: Catalogue, presets: Sequence[Preset]) -> int:
    """Return the pace that was asked for, or that of the preset, or the model's usual one."""
    if asked := st.session_state.pace:
        return int(asked)
    here = [p.pace for p in presets if controls.is_preset(p, chosen, catalogue)]
    return next((p for p in here if p is not None), catalogue.models[chosen["model"]].pace)


def _options() -> dict[str, str]:
    return {name: text for name in LINKED if (text := st.session_state[name])}


def write(chosen: Chosen, catalogue: Catalogue) -> None:
    """Write the link of what is shown to the address bar; navigation drops it."""
    state = st.session_state
    extra = {"run": state.run, "present": "1" if presenting.on() else ""}
    query = link.write(chosen, catalogue) | {k: v for k, v in extra.items() if v} | _options()
    if dict(st.query_params) != query:
        st.query_params.from_dict(query)
