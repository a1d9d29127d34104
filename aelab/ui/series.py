"""The runs of an experiment: those that come with the lab, or trained here, in the background."""

from typing import Any

import streamlit as st

from aelab import frames
from aelab.experiments import EXPERIMENTS, Experiment, Found
from aelab.job import ENDED, last_frame
from aelab.params import InputError
from aelab.ui import live, theme

POLL = 2.0  # seconds between two looks at runs that go on


def found(slug: str) -> Found:
    """Return what was read from each run: of this session's, where they have ended."""
    experiment: Experiment = EXPERIMENTS[slug]
    return dict(experiment.shipped()) | _own(experiment)


def controls(slug: str) -> None:
    """Draw the button that trains all runs here, and how far they are."""
    experiment: Experiment = EXPERIMENTS[slug]
    busy = _busy(experiment)
    st.fragment(_controls, run_every=POLL if busy else None)(experiment, busy)


def _controls(experiment: Experiment, busy: bool) -> None:
    runs = _runs(experiment)
    done = sum(_ended(run) for run in runs.values())
    if busy and done == len(runs):
        st.rerun()  # the figures have what was found
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            f"Train these {len(experiment.runs)} runs here",
            key=f"series.{experiment.slug}",
            on_click=_start,
            args=(experiment,),
            help="In the background, one after the other. Until then the figures are those of "
            "the runs that come with the lab.",
        )
        if done < len(runs):
            st.button(
                "Stop them", key=f"stop.{experiment.slug}", on_click=_stop, args=(experiment,)
            )
            st.progress(done / len(runs), f"{done} of {len(runs)} runs have ended")
        elif runs:
            st.caption(f"The figures are those of your {len(runs)} runs.")
    if problem := st.session_state.get(f"{_key(experiment)}.problem"):
        st.error(theme.plain(problem))


def _key(experiment: Experiment) -> str:
    return f"experiment.{experiment.slug}"


def _runs(experiment: Experiment) -> dict[str, str]:
    """Return the ids of this session's runs by the words of the legend."""
    return dict(st.session_state.get(_key(experiment), {}))


def _busy(experiment: Experiment) -> bool:
    return not all(map(_ended, _runs(experiment).values()))


def _ended(run: str) -> bool:
    record = live.cluster().find(run)
    return record is None or record.state in ENDED


def _start(experiment: Experiment) -> None:
    _stop(experiment)
    state, key, runs = st.session_state, _key(experiment), {}
    state[f"{key}.problem"] = ""
    try:
        for legend, spec in experiment.specs.items():
            runs[legend] = live.cluster().submit(spec, key, shown=False)
    except InputError as problem:
        state[f"{key}.problem"] = str(problem)
    state[key], state[f"{key}.read"] = runs, {}


def _stop(experiment: Experiment) -> None:
    for run in _runs(experiment).values():
        live.cluster().stop(run)


def _own(experiment: Experiment) -> dict[str, Any]:
    """Return what was read from those of this session's runs that came to their end."""
    kept: dict[str, Any] = st.session_state.setdefault(f"{_key(experiment)}.read", {})
    for legend, run in _runs(experiment).items():
        record = live.cluster().find(run)
        if legend in kept or record is None or record.state != "finished":
            continue
        if frame := record.frame or last_frame(run):
            kept[legend] = experiment.read(frames.picture(frame))
    return kept
