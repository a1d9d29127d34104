"""The runs of a session that have ended on the anomaly page, and series over the size k."""

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from aelab import frames
from aelab.bundled.results import Result, of_frame
from aelab.catalogue import Catalogue
from aelab.cluster.interface import RunRecord
from aelab.params import InputError
from aelab.registry import slug_of
from aelab.runs.protocol import ENDED
from aelab.spec import Spec
from aelab.web import link, live, pictures
from aelab.web.link import Chosen
from aelab.web.series import Series

SIZES = (2, 4, 8, 16, 32, 64)
FOUND = "anomaly.found"  # results by run and score
SERIES = Series("anomaly.series", "series")
SEEN = "anomaly.seen"  # which attempt of a run was read last
GOING = ("running", "queued")
PLAIN = "reconstruction-error"
APART = ("anomaly", "contamination", "latent")  # parameters that have a column of their own


def gather(catalogue: Catalogue) -> list[Result]:
    """Return a result for each run of this session and page that has ended, the newest first."""
    collected: dict[tuple[str, str, bool], Result] = st.session_state.setdefault(FOUND, {})
    seen: dict[str, int] = st.session_state.setdefault(SEEN, {})
    for run, record in _records():
        attempt = record.attempt  # the run has another attempt when it is scored in another way
        if record.state not in ENDED or seen.get(run) == attempt:
            continue
        seen[run] = attempt
        frame = pictures.final(run)
        figures = of_frame(frames.unpack(frame)[0]) if frame else None
        if figures and figures["auc"] is not None and record.spec.dataset in catalogue.datasets:
            key = (run, figures["score"], figures["flat"])
            collected[key] = _result(record.spec, figures, catalogue)
    return list(collected.values())[::-1]


def busy() -> bool:
    """Return whether a run of this page is running or queued."""
    return bool(SERIES.waiting) or any(record.state in GOING for _, record in _records())


def _records() -> list[tuple[str, RunRecord]]:
    """Return the run that is shown and those of the series that exist."""
    runs = [run for run in (st.session_state.run, *SERIES.runs.values()) if run]
    records = [(run, live.cluster().find(run)) for run in runs]
    return [(run, record) for run, record in records if record is not None]


def start(chosen: Chosen) -> None:
    """Begin a run for each size of the code, with everything else as it is chosen."""
    SERIES.start({})
    try:
        specs = {
            f"k = {k}": Spec(**(chosen | {"model_params": chosen["model_params"] | {"latent": k}}))
            for k in SIZES
        }
    except InputError as problem:
        st.session_state.error = str(problem)
        return
    SERIES.start(specs)
    _tell()


def go_on() -> None:
    """Let the next run of the series begin once the one before has ended."""
    SERIES.go_on()
    _tell()


def _tell() -> None:
    """Show once, above the picture, why a run of the series could not begin."""
    if problem := SERIES.take_problem():
        st.session_state.error = problem


def _result(spec: Spec, figures: Mapping[str, Any], catalogue: Catalogue) -> Result:
    chosen = link.of(spec, catalogue)
    return Result(
        task=str(spec.dataset_params.get("anomaly", "")),
        model=spec.model,
        latent=int(
            spec.model_params.get("latent", catalogue.models[spec.model].fields["latent"].default)
        ),
        setting=_setting(chosen, catalogue),
        score=slug_of(catalogue.scores, figures["score"]) or figures["score"],
        auc=[figures["auc"]],
        error=figures["auc_error"],
        rejection=[figures["rejection"]],
        rejection_error=figures.get("rejection_error"),
        unexplained=[figures["unexplained"]],
        contamination=float(spec.dataset_params.get("contamination", 0)),
        decorrelated=figures["flat"],
    )


def _setting(chosen: Chosen, catalogue: Catalogue) -> str:
    """Return in words the parameters of data and model that are not at their defaults."""
    changed: Sequence[str] = [
        f"{field.declaration.name} {field.declaration.text(chosen[owner][field.key])}"
        for field, owner in link.fields(catalogue, chosen).values()
        if field.key in chosen[owner] and field.key not in APART
    ]
    return ", ".join(changed)
