"""The runs of an experiment: those that come with the lab, or trained here, one by one."""

import contextlib
from typing import Any

import streamlit as st

from aelab import frames
from aelab.lecture.core.experiment import EXPERIMENTS, Experiment, Results
from aelab.params import InputError
from aelab.runs.protocol import ENDED
from aelab.web import live, pictures, theme
from aelab.web.access import visitors
from aelab.web.lecture.stage import UNREADABLE

POLL = 2.0  # seconds between two looks at runs that go on


def found(slug: str) -> Results:
    """Return what was read from each run: of this session's, where they have ended."""
    experiment: Experiment = EXPERIMENTS[slug]
    return dict(experiment.shipped()) | _own(experiment)


def controls(slug: str) -> None:
    """Draw the button that trains all runs here, and how far they are."""
    experiment: Experiment = EXPERIMENTS[slug]
    _go_on(experiment)
    busy, done = _busy(experiment), _done(experiment)
    st.fragment(_controls, run_every=POLL if busy else None)(experiment, done, busy)


def _controls(experiment: Experiment, before: int, looking: bool) -> None:
    _go_on(experiment)
    done, whole = _done(experiment), len(experiment.runs)
    if done > before or (_busy(experiment) and not looking):
        st.rerun()  # the figures have what was found; or it has begun, and is to be looked after
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            f"Train these {whole} runs here",
            key=f"series.{experiment.slug}",
            on_click=_start,
            args=(experiment,),
            help="One after the other, while this page is open; what is on the stage goes on. "
            "Until then the figures are those of the runs that come with the lab.",
        )
        if _busy(experiment):
            st.button(
                "Stop them", key=f"stop.{experiment.slug}", on_click=_stop, args=(experiment,)
            )
            st.progress(done / whole, f"{done} of {whole} runs have ended")
        elif done == whole:
            st.caption(f"The figures are those of your {whole} runs.")
    if problem := st.session_state.get(f"{_key(experiment)}.problem"):
        st.error(theme.plain(problem))


def _key(experiment: Experiment) -> str:
    return f"experiment.{experiment.slug}"


def _runs(experiment: Experiment) -> dict[str, str]:
    """Return the ids of this session's runs by the words of the legend."""
    return dict(st.session_state.get(_key(experiment), {}))


def _waiting(experiment: Experiment) -> list[str]:
    """Return the words of the legend whose runs are still to begin."""
    return list(st.session_state.get(f"{_key(experiment)}.waiting", ()))


def _done(experiment: Experiment) -> int:
    return sum(map(_ended, _runs(experiment).values()))


def _busy(experiment: Experiment) -> bool:
    return bool(_waiting(experiment)) or _done(experiment) < len(_runs(experiment))


def _ended(run: str) -> bool:
    record = live.cluster().find(run)
    return record is None or record.state in ENDED


def _start(experiment: Experiment) -> None:
    _stop(experiment)
    state, key = st.session_state, _key(experiment)
    state[key], state[f"{key}.read"], state[f"{key}.problem"] = {}, {}, ""
    state[f"{key}.waiting"] = list(experiment.runs)
    _go_on(experiment)


def _go_on(experiment: Experiment) -> None:
    """Let the next run begin once the one before has ended: one slot is for the stage."""
    state, key, waiting = st.session_state, _key(experiment), _waiting(experiment)
    runs = _runs(experiment)
    if not waiting or _done(experiment) < len(runs):
        return
    legend, *others = waiting
    try:
        owner = f"{state.owner}.{experiment.slug}"
        run = live.cluster().submit(
            experiment.specs[legend], owner, shown=False, visitor=visitors.current()
        )
    except InputError as problem:
        state[f"{key}.problem"], state[f"{key}.waiting"] = str(problem), []
        return
    state[key], state[f"{key}.waiting"] = runs | {legend: run}, others


def _stop(experiment: Experiment) -> None:
    st.session_state[f"{_key(experiment)}.waiting"] = []
    for run in _runs(experiment).values():
        if not _ended(run):
            live.cluster().stop(run)


def _own(experiment: Experiment) -> dict[str, Any]:
    """Return what was read from those of this session's runs that came to their end."""
    kept: dict[str, Any] = st.session_state.setdefault(f"{_key(experiment)}.read", {})
    for legend, run in _runs(experiment).items():
        record = live.cluster().find(run)
        if legend in kept or record is None or record.state != "finished":
            continue
        if frame := pictures.final(run):
            with contextlib.suppress(*UNREADABLE):  # such as a curve that has not begun
                kept[legend] = experiment.read(frames.picture(frame))
    return kept
