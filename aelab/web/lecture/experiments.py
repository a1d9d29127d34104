"""The runs of an experiment: those that come with the lab, or trained here, one by one."""

import contextlib
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from aelab import frames
from aelab.lecture.core.experiment import EXPERIMENTS, SEEDS, Experiment, Results
from aelab.params import InputError
from aelab.web import live, pictures, theme
from aelab.web.lecture.stage import UNREADABLE
from aelab.web.series import Series

POLL = 2.0  # seconds between two looks at runs that go on


def results(slug: str) -> Results:
    """Return the results of each run: this session's run if it has ended, else the shipped one."""
    experiment: Experiment = EXPERIMENTS[slug]
    return dict(experiment.shipped()) | _own(experiment)


def over_seeds(slug: str, name: str) -> dict[str, NDArray[np.float64]]:
    """Return a number of the runs that come with the lab for all seeds (s, …), by legend.

    It is empty if these runs are of a single seed.
    """
    experiment: Experiment = EXPERIMENTS[slug]
    return experiment.over_seeds(name)


def conclude(sentence: str) -> None:
    """Draw what the error bars of a figure are, and a conclusion from the same seeds."""
    st.caption(
        f"Error bars: standard deviation over the {SEEDS} seeds of the runs that come with the "
        "lab. Errors below: standard error of the mean over these."
    )
    st.markdown(theme.plain(sentence))


def controls(slug: str) -> None:
    """Draw the button that trains all runs here, and how many have ended."""
    experiment: Experiment = EXPERIMENTS[slug]
    series = _series(experiment)
    series.go_on()
    busy = series.busy
    st.fragment(_controls, run_every=POLL if busy else None)(experiment, series.done, busy)


def _controls(experiment: Experiment, before: int, polled: bool) -> None:
    series = _series(experiment)
    series.go_on()
    done, whole = series.done, len(experiment.runs)
    if done > before or (series.busy and not polled):
        st.rerun()  # the figures have new results, or the fragment has to be polled from now on
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            f"Train these {whole} runs here",
            key=f"series.{experiment.slug}",
            on_click=_start,
            args=(experiment,),
            help="One after the other, while this page is open; what is on the stage goes on. "
            "Until then the figures are those of the runs that come with the lab.",
        )
        if series.busy:
            st.button("Stop them", key=f"stop.{experiment.slug}", on_click=series.stop)
            st.progress(done / whole, f"{done} of {whole} runs have ended")
        elif done == whole:
            st.caption(f"The figures are those of your {whole} runs.")
    if problem := series.problem:
        st.error(theme.plain(problem))


def _series(experiment: Experiment) -> Series:
    return Series(f"experiment.{experiment.slug}", experiment.slug)


def _start(experiment: Experiment) -> None:
    st.session_state[_results_key(experiment)] = {}
    series = _series(experiment)
    try:
        series.start(experiment.specs)
    except InputError as problem:  # there are no such data or model
        series.fail(problem)


def _results_key(experiment: Experiment) -> str:
    return f"experiment.{experiment.slug}.read"


def _own(experiment: Experiment) -> dict[str, Any]:
    """Return the results of this session's runs that have finished."""
    own: dict[str, Any] = st.session_state.setdefault(_results_key(experiment), {})
    for legend, run in _series(experiment).runs.items():
        record = live.cluster().find(run)
        if legend in own or record is None or record.state != "finished":
            continue
        if frame := pictures.final(run):
            with contextlib.suppress(*UNREADABLE):  # such as a curve that has not begun
                own[legend] = experiment.read(frames.picture(frame))
    return own
