"""The stage and the series of a page, with a cluster that only takes notes."""

import gzip
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from aelab import catalogue, frames
from aelab.frames import Part
from aelab.lecture.core.experiment import EXPERIMENTS
from aelab.lecture.demos import DEMOS, demo
from aelab.presets import SHIPPED
from aelab.runs.protocol import State
from aelab.web.lecture import experiments
from aelab.web.lecture.stage import Stage
from aelab.web.pictures import shipped
from tests.notes import SCRIPT, Notes, Record

PAGES = SCRIPT.parents[2] / "pages"
SIZES = EXPERIMENTS["ae.sizes"]
BUTTON = "series.ae.sizes"


def staged() -> None:
    from aelab.web.lecture.stage import Stage

    stage = Stage("autoencoders")
    stage.show("overcomplete-moons", "overcomplete-uniform")
    stage.show("linear-roll", "ae-linear")
    stage.verdict("ae.subspace", "linear-roll")


def compared() -> None:
    import streamlit as st

    from aelab.web.lecture import experiments

    st.session_state.setdefault("owner", "visitor")
    experiments.controls("ae.sizes")
    results = experiments.results("ae.sizes")
    st.session_state["found"] = {legend: dict(read) for legend, read in results.items()}


def opened(script: Any) -> Any:
    page = AppTest.from_function(script, default_timeout=30).run()
    assert not page.exception
    return page


def pressed(page: Any, label: Any) -> Any:
    next(b for b in page.button if b.label.startswith(label)).click().run()
    assert not page.exception
    return page


def played(page: Any) -> Any:
    page.session_state["asked"] = True
    page.run()
    assert not page.exception
    return page


def frame(slug: Any) -> Any:
    return gzip.decompress((SHIPPED / f"{slug}.frame.gz").read_bytes())


def said(page: Any) -> Any:
    return "\n".join(m.value for m in page.main.markdown)


# The stage.


def test_the_page_opens_on_its_first_demo_with_the_picture_that_was_shipped(notes: Notes) -> None:
    page = opened(staged)
    assert page.session_state["shown"]["frame_url"] == "/shipped/overcomplete-moons.frame.gz"
    assert page.session_state["shown"]["views"] == demo("overcomplete-moons").views
    assert notes.runs == {}
    assert "linear autoencoder" in said(page).lower()


def test_a_section_without_the_stage_says_what_its_demos_show(notes: Notes) -> None:
    words = [c.value for c in opened(staged).main.caption]
    assert any(demo("linear-roll").look_for[:20] in w for w in words)
    assert not any(demo("overcomplete-moons").look_for[:20] in w for w in words)


def test_a_demo_that_is_brought_stops_the_run_before_and_starts_none(notes: Notes) -> None:
    page = played(opened(staged))
    assert list(notes.runs) == ["run-0"]
    pressed(page, "Bring here: Linear AE")
    assert notes.stopped == ["run-0"] and list(notes.runs) == ["run-0"]
    assert page.session_state["shown"]["frame_url"] == "/shipped/linear-roll.frame.gz"
    pressed(page, "Bring here: Overcomplete on")
    assert page.session_state["shown"]["preset"]["name"] == "Overcomplete on moons"


def test_a_claim_is_measured_from_the_shipped_picture_as_long_as_there_is_no_run(
    notes: Notes,
) -> None:
    for page in (opened(staged), pressed(opened(staged), "Bring here: Linear AE")):
        assert "✓ holds" in said(page) and not page.warning


def test_a_claim_of_a_run_that_has_shown_nothing_yet_waits_for_it(notes: Notes) -> None:
    page = played(pressed(opened(staged), "Bring here: Linear AE"))
    assert "holds" not in said(page)
    assert "when the run has begun" in page.warning[0].value


def test_a_claim_is_measured_from_the_run_and_what_does_not_hold_yet_is_not_broken(
    notes: Notes,
) -> None:
    page = played(pressed(opened(staged), "Bring here: Linear AE"))
    header, parts = frames.unpack(frame("linear-roll"))
    wrong = [
        Part(p.name, np.full_like(p.array, 60)) if p.name == "subspace.terms" else p for p in parts
    ]
    run = notes.runs["run-0"]
    for state, sentence in (
        (State.RUNNING, "not yet"),
        (State.PAUSED, "not yet"),
        (State.FINISHED, "does not hold"),
    ):
        notes.runs["run-0"] = Record(run.spec, run.owner, state, 1, frames.pack(header, wrong))
        assert sentence in said(page.run()) and "measured 60" in said(page)
    notes.runs["run-0"] = Record(run.spec, run.owner, State.RUNNING, 1, frame("linear-roll"))
    assert "✓ holds" in said(page.run())


def test_a_run_is_one_of_its_preset_whatever_its_seed(notes: Notes) -> None:
    catalogue.make()
    stage: Any = SimpleNamespace(demos=DEMOS["autoencoders"], catalogue=catalogue.read())
    spec = demo("linear-roll").spec
    params = {**spec.model_params, "latent": 1}
    assert Stage._is_preset(stage, spec, "linear-roll")
    assert Stage._is_preset(stage, replace(spec, seed=7), "linear-roll")
    assert not Stage._is_preset(stage, replace(spec, model_params=params), "linear-roll")
    assert not Stage._is_preset(stage, spec, "ae-linear")


def test_settings_under_which_there_is_nothing_to_measure_give_a_sentence(notes: Notes) -> None:
    page = played(pressed(opened(staged), "Bring here: Linear AE"))
    run = notes.runs["run-0"]
    notes.runs["run-0"] = Record(
        run.spec, run.owner, State.RUNNING, 1, frame("overcomplete-moons")
    )
    page.run()
    assert not page.exception and "cannot be measured yet" in page.warning[0].value
    notes.runs["run-0"].state = State.FINISHED
    page.run()
    assert "with the settings as they are" in page.warning[0].value


def test_a_curve_that_has_not_begun_gives_a_sentence(notes: Notes) -> None:
    page = played(pressed(opened(staged), "Bring here: Linear AE"))
    header, parts = frames.unpack(frame("linear-roll"))
    bare = [Part(p.name, p.array[:0]) if p.name == "subspace.terms" else p for p in parts]
    run = notes.runs["run-0"]
    notes.runs["run-0"] = Record(run.spec, run.owner, State.RUNNING, 1, frames.pack(header, bare))
    page.run()
    assert not page.exception and "cannot be measured yet" in page.warning[0].value


def test_changed_settings_belong_to_the_demo_from_which_they_were_changed(notes: Notes) -> None:
    page = pressed(opened(staged), "Bring here: Linear AE")
    page.selectbox(key="c.model.activation").set_value("tanh").run()
    assert not page.exception
    assert notes.last.dataset == "swiss-roll"
    assert page.sidebar.header[0].value == "Linear AE on a swiss roll"


@pytest.mark.parametrize("page", list(DEMOS))
def test_what_is_shipped_of_a_demo_has_the_views_that_its_page_shows(page: Any) -> None:
    for preset in DEMOS[page]:
        picture = shipped(preset)
        assert picture is not None, f"make it: python -m aelab ship {preset.slug}"
        there = {view["name"] for view in picture.header["views"]}
        assert set(filter(None, preset.views.split("."))) <= there, preset.slug
        reached = picture.header["heldout"]
        assert preset.target is None or reached <= preset.target, preset.slug  # a GAN has none


# The series.


def test_until_they_are_trained_here_the_numbers_are_those_shipped(notes: Notes) -> None:
    page = opened(compared)
    results = page.session_state["found"]
    assert list(results) == list(SIZES.runs)
    np.testing.assert_array_equal(results["linear g, k = 2"]["pca"], _pca("linear g, k = 2"))
    assert page.button(key=BUTTON).label == "Train these 10 runs here"
    assert notes.runs == {}


def _pca(legend: Any) -> Any:
    return SIZES.shipped()[legend]["pca"]


def test_runs_are_trained_one_after_the_other_and_read_when_they_have_ended(notes: Notes) -> None:
    page = opened(compared)
    page.button(key=BUTTON).click().run()
    wanted = list(SIZES.specs.values())
    picture = frame_of_copies(0.25)
    for number in range(len(wanted)):
        assert [r.spec for r in notes.runs.values()] == wanted[: number + 1]
        assert f"{number} of 10" in progress(page)
        run = notes.runs[f"run-{number}"]
        notes.runs[f"run-{number}"] = Record(run.spec, run.owner, State.FINISHED, 0, picture)
        page.run()
        assert not page.exception
    assert len(notes.runs) == 10
    results = page.session_state["found"]
    assert all(read["shares"][0] == pytest.approx(0.25) for read in results.values())
    assert "your 10 runs" in page.main.caption[0].value


def frame_of_copies(share: Any) -> Any:
    """Return a frame that leaves this share of everything, and has PCA's line at a half."""
    levels = [{"label": "PCA, k = 2", "value": float(np.log10(0.5))}]
    header = {"views": [{"name": "copies", "levels": levels}]}
    return frames.pack(header, [Part("copies.values", np.full(3, np.log10(share), np.float32))])


def progress(page: Any) -> Any:
    return " ".join(p.proto.text for p in page.get("progress"))


def test_runs_that_are_stopped_leave_what_was_found_before(notes: Notes) -> None:
    page = opened(compared)
    page.button(key=BUTTON).click().run()
    page.button(key="stop.ae.sizes").click().run()
    assert not page.exception
    assert notes.stopped == ["run-0"]
    notes.runs["run-0"].state = State.STOPPED
    page.run()
    assert len(notes.runs) == 1, "none is begun after the stop"
    assert not page.get("progress")
    assert page.session_state["found"]["linear g, k = 2"]["pca"] == _pca("linear g, k = 2")


def test_each_visitor_has_runs_of_their_own(notes: Notes) -> None:
    for visitor in ("one", "other"):
        page = AppTest.from_function(compared, default_timeout=30)
        page.session_state["owner"] = visitor
        page.run()
        page.button(key=BUTTON).click().run()
    owners = [record.owner for record in notes.runs.values()]
    assert owners == ["one.ae.sizes", "other.ae.sizes"]


def test_a_run_that_diverges_keeps_what_was_shipped_of_it(notes: Notes) -> None:
    page = opened(compared)
    page.button(key=BUTTON).click().run()
    notes.runs["run-0"].state = State.DIVERGED
    page.run()
    assert len(notes.runs) == 2
    legend = next(iter(SIZES.runs))
    np.testing.assert_array_equal(
        page.session_state["found"][legend]["shares"], SIZES.shipped()[legend]["shares"]
    )


def test_a_cluster_that_takes_no_run_is_told(notes: Notes) -> None:
    notes.full = True
    page = opened(compared)
    page.button(key=BUTTON).click().run()
    assert not page.exception
    assert "two runs already" in page.error[0].value
    assert notes.runs == {}
    notes.full = False
    page.button(key=BUTTON).click().run()
    assert not page.error and len(notes.runs) == 1


def test_trained_again_the_runs_begin_anew(notes: Notes) -> None:
    page = opened(compared)
    page.button(key=BUTTON).click().run()
    page.button(key=BUTTON).click().run()
    assert notes.stopped == ["run-0"] and len(notes.runs) == 2
    assert notes.runs["run-1"].spec == notes.runs["run-0"].spec


def test_every_poll_is_of_seconds() -> None:
    assert 0.5 <= experiments.POLL <= 5
    assert Path(SIZES.file).name == "ae.sizes.npz"


def test_a_page_with_a_stage_is_as_it_was_left_after_a_page_without(notes: Notes) -> None:
    app = AppTest.from_file(str(SCRIPT), default_timeout=60)
    app.switch_page(str(PAGES / "hebb.py")).run()
    app.select_slider(key="c.model.alpha").set_value(2.0).run()
    app.query_params.clear()
    app.switch_page(str(PAGES / "pca.py")).run()
    app.query_params.clear()
    app.switch_page(str(PAGES / "hebb.py")).run()
    assert not app.exception
    assert app.select_slider(key="c.model.alpha").value == 2.0
