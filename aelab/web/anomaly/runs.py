"""The runs of a session that have ended on the anomaly page, and series over the size k."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from aelab import frames
from aelab.bundled.results import Result, of_frame
from aelab.catalogue import Catalogue
from aelab.cluster.interface import RunRecord
from aelab.params import InputError
from aelab.runs.protocol import ENDED
from aelab.spec import Spec
from aelab.web import link, live, pictures
from aelab.web.access import visitors
from aelab.web.link import Chosen

SIZES = (2, 4, 8, 16, 32, 64)
FOUND = "anomaly.found"  # results by run and score
SERIES, WAITING = "anomaly.series", "anomaly.waiting"  # runs of the series; Specs of the rest
SEEN = "anomaly.seen"  # which attempt of a run was read last
GOING = ("running", "queued")
PLAIN = "Reconstruction error"
APART = ("anomaly", "contamination", "latent")  # parameters that have a column of their own


def gather(known: Catalogue) -> list[Result]:
    """Return a result for each run of this session and page that has ended, the newest first."""
    found: dict[tuple[str, str, bool], Result] = st.session_state.setdefault(FOUND, {})
    seen: dict[str, int] = st.session_state.setdefault(SEEN, {})
    for run, record in _records():
        attempt = record.attempt  # another one follows when it is scored in another way
        if record.state not in ENDED or seen.get(run) == attempt:
            continue
        seen[run] = attempt
        frame = pictures.final(run)
        figures = of_frame(frames.unpack(frame)[0]) if frame else None
        if figures and figures["auc"] is not None and record.spec.dataset in known.datasets:
            key = (run, figures["score"], figures["flat"])
            found[key] = _result(record.spec, figures, known)
    return list(found.values())[::-1]


def busy() -> bool:
    """Return whether a run goes on or waits that will be a result."""
    return bool(_waiting()) or any(record.state in GOING for _, record in _records())


def _records() -> list[tuple[str, RunRecord]]:
    """Return the run that is looked at and those of the series, as far as they are known."""
    runs = [run for run in (st.session_state.run, *series()) if run]
    found = [(run, live.cluster().find(run)) for run in runs]
    return [(run, record) for run, record in found if record is not None]


def series() -> list[str]:
    """Return the runs of the series over the size of the code."""
    return list(st.session_state.get(SERIES, []))


def start(chosen: Chosen, known: Catalogue) -> None:
    """Begin a run for each size of the code, with everything else as it is chosen."""
    stop()
    st.session_state[SERIES] = []
    try:
        st.session_state[WAITING] = [
            Spec(**(chosen | {"model_params": chosen["model_params"] | {"latent": k}}))
            for k in SIZES
        ]
    except InputError as problem:
        st.session_state.error = str(problem)
    go_on()


def go_on() -> None:
    """Let the next run of the series begin once the one before has ended."""
    state, waiting = st.session_state, _waiting()
    if not waiting or _going_on():
        return
    spec, *others = waiting
    owner, visitor = f"{state.owner}.series", visitors.current()
    try:
        run = live.cluster().submit(spec, owner, shown=False, visitor=visitor)
    except InputError as problem:
        state.error, state[WAITING] = str(problem), []
        return
    state[SERIES], state[WAITING] = [*series(), run], others


def stop() -> None:
    """Stop the run of the series that has not ended, and let no other begin."""
    st.session_state[WAITING] = []
    for run in _going_on():
        live.cluster().stop(run)


def progress() -> tuple[int, int]:
    """Return how many runs of the series have ended, and how many there are."""
    begun = len(series())
    return begun - len(_going_on()), begun + len(_waiting())


def _waiting() -> list[Spec]:
    """Return what runs of the series are still to begin."""
    return list(st.session_state.get(WAITING, []))


def _going_on() -> list[str]:
    """Return the runs of the series that have begun and not ended."""
    records = {run: live.cluster().find(run) for run in series()}
    return [run for run, r in records.items() if r is not None and r.state not in ENDED]


def _result(spec: Spec, figures: Mapping[str, Any], known: Catalogue) -> Result:
    chosen = link.of(spec, known)
    score = figures["score"] + (", decorrelated" if figures["flat"] else "")
    return Result(
        task=str(spec.dataset_params.get("anomaly", "")),
        model=known.models[spec.model].title,
        latent=int(
            spec.model_params.get("latent", known.models[spec.model].fields["latent"].default)
        ),
        setting=_setting(chosen, known),
        score=score,
        auc=[figures["auc"]],
        error=figures["auc_error"],
        rejection=[figures["rejection"]],
        unexplained=[figures["unexplained"]],
        contamination=float(spec.dataset_params.get("contamination", 0)),
    )


def _setting(chosen: Chosen, known: Catalogue) -> str:
    """Return in words what of data and model is not the default."""
    said: Sequence[str] = [
        f"{field.declaration.name} {field.declaration.text(chosen[owner][field.key])}"
        for field, owner in link.fields(known, chosen).values()
        if field.key in chosen[owner] and field.key not in APART
    ]
    return ", ".join(said)
