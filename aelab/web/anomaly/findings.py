"""Below the picture of the anomaly page: results of this session's runs, and measured ones."""

import streamlit as st

from aelab.bundled import results
from aelab.bundled.results import Result
from aelab.catalogue import Catalogue
from aelab.presets.anomaly import BRAIN, JETS, MNIST
from aelab.web import lecture, tables
from aelab.web.anomaly import brain as brain_results
from aelab.web.anomaly import conclusions, titles
from aelab.web.anomaly import jets as jet_results
from aelab.web.anomaly import runs as session_runs
from aelab.web.anomaly.runs import PLAIN, SERIES
from aelab.web.link import Chosen

DIGITS = (  # columns of the table: model, score
    ("pca", PLAIN),
    ("autoencoder", PLAIN),
    ("vae", PLAIN),
    ("vae", "negative-elbo"),
    ("vae", "kl-divergence"),
)
POLL = 2.0  # seconds between two looks at runs that go on
OWN = ("looked for", "model", "k", "settings", "c", "score", "AUC", "1/ε_B at ε_S = 0.3", "left")


def show(chosen: Chosen, catalogue: Catalogue) -> None:
    """Write the runs of this session, and the measured results on the data of the task."""
    busy = session_runs.busy()
    st.fragment(_own, run_every=POLL if busy else None)(catalogue, busy)
    if chosen["dataset"] == JETS:
        jet_results.show(chosen, catalogue)
    elif chosen["dataset"] == MNIST:
        _digits(catalogue)
    elif chosen["dataset"] == BRAIN:
        brain_results.show()


def _own(catalogue: Catalogue, busy: bool) -> None:
    """Write a table that fills in as runs of this session end, and the series over the size."""
    session_runs.go_on()
    if busy and not session_runs.busy():
        st.rerun()  # the figures below have another point, and polling can end
    st.header("Your runs", anchor=False)
    with st.container(horizontal=True, vertical_alignment="center"):
        _series()
    own_results = session_runs.gather(catalogue)
    if not own_results:
        st.caption("A line for each run that has ended appears here.")
        return
    st.markdown(tables.table(OWN, (_row(result, catalogue) for result in own_results)))
    st.caption("c: contamination; left: unexplained share of the variance of normal samples.")


def _series() -> None:
    """Draw the buttons of a series of runs over the size of the code, and its progress."""
    sizes = ", ".join(map(str, session_runs.SIZES))
    st.button(
        "Run all code sizes",
        key="series.start",
        on_click=session_runs.start,
        args=(st.session_state["chosen"],),
        help=f"Trains the model as it is chosen with k = {sizes}, one after the other while this "
        "page is open; what is on the stage goes on.",
    )
    done, whole = SERIES.done, SERIES.whole
    if done < whole:
        st.button("Stop them", key="series.stop", on_click=SERIES.stop)
        st.progress(done / whole, f"{done} of {whole} runs have ended")


def _row(result: Result, catalogue: Catalogue) -> tuple[str, ...]:
    score = titles.score(result.score, catalogue)
    return (
        result.task or "lesion",
        titles.model(result.model, catalogue),
        str(result.latent),
        result.setting or "–",
        f"{result.contamination:.0%}",
        score + (", decorrelated" if result.decorrelated else ""),
        tables.auc(result),
        tables.rejection(result),
        tables.left(result),
    )


def _digits(catalogue: Catalogue) -> None:
    """Write the AUC of each digit when it was left out."""
    measured = [result for result in results.read() if result.task.isdigit()]
    if not measured:
        return
    st.header("Each digit in turn", anchor=False)
    st.markdown("AUC of a digit that was left out of the training; 20,000 digits, k = 16.")
    by = {(result.task, result.model, result.score): result for result in measured}
    rows = []
    for digit in map(str, range(10)):
        there = [by.get((digit, *column)) for column in DIGITS]
        rows.append([digit, *(tables.auc(result) if result else "–" for result in there)])
    heads = [
        f"{titles.model(model, catalogue)}: {titles.score(score, catalogue)}"
        for model, score in DIGITS
    ]
    st.markdown(tables.table(["digit", *heads], rows))
    plain = [result for result in measured if (result.model, result.score) == DIGITS[1]]
    st.markdown(conclusions.worst_digit(plain))
    lecture.verdict("anomaly.one")
