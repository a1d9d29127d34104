"""The page on regularised autoencoders: its sections, questions, and the settings of its runs."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from aelab import catalogue
from aelab.frames import Picture
from aelab.lecture.core.claim import CLAIMS
from aelab.lecture.core.experiment import EXPERIMENTS
from aelab.lecture.demos import DEMOS
from aelab.lecture.regularised import charts as drawn
from aelab.lecture.regularised import charts_planes as planes
from aelab.lecture.regularised import page_denoising as denoising
from aelab.lecture.regularised import page_sections as regularised
from aelab.theory import contraction, sparsity
from aelab.web import lecture, live
from aelab.web.lecture.stage import Stage
from aelab.web.pictures import shipped
from tests.architecture.test_layers import loaded_after
from tests.notes import Notes, figures

PAGE = Path(__file__).resolve().parents[2] / "pages" / "regularised.py"
OWN = [slug for slug in CLAIMS if slug.startswith("regularised.")]


@pytest.fixture(autouse=True)
def notes() -> None:
    catalogue.make()
    live.use(Notes())


def opened(**state: Any) -> AppTest:
    page = AppTest.from_file(str(PAGE), default_timeout=60)
    for key, value in state.items():
        page.session_state[f"regularised.{key}"] = value
    page.run()
    assert not page.exception
    return page


def said(page: AppTest) -> str:
    return "\n".join(m.value for m in page.main.markdown)


def verdicts(page: AppTest) -> list[str]:
    return [
        m.value for m in page.main.markdown if ":green[**" in m.value or ":orange[**" in m.value
    ]


def test_every_claim_of_the_chapter_is_on_the_page_and_holds() -> None:
    page = opened()
    shown = verdicts(page)
    assert len(shown) == len(OWN) and all("✓ holds" in v for v in shown)
    assert {row for slug in OWN for row in CLAIMS[slug].rows} == set(range(21, 27))
    assert not page.warning and not page.error


def test_each_demo_comes_with_a_run_that_the_page_shows_until_it_is_trained_here() -> None:
    for preset in DEMOS["regularised"]:
        picture = shipped(preset)
        assert picture is not None, preset.slug
        assert {view["name"] for view in picture.header["views"]} >= set(preset.views.split("."))
        assert picture.header["heldout"] <= preset.target


def test_links_lead_to_the_lab_with_exactly_these_settings() -> None:
    links = [m.value for m in opened().main.markdown if "](/?" in m.value]
    assert len(links) == 6
    assert "penalty=KL" in links[1] and "strength=0.5" in links[2]
    assert "data.points=20000" in links[3] and "data.aspect=2" in links[5]


def test_a_demo_that_is_brought_is_on_the_stage_and_its_link_follows_its_settings(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("aelab.web.pictures.last_frame", lambda run: b"")
    page = opened()
    page.button(key="stage.contractive-linear").click().run()
    assert not page.exception
    assert page.sidebar.header[0].value == "Contractive, linear"
    page.select_slider(key="c.model.lam").set_value(0.2).run()
    assert not page.exception
    links = [m.value for m in page.main.markdown if "](/?" in m.value]
    assert "lam=0.2" in links[5]
    assert sum("when the run has begun" in w.value for w in page.warning) == 2


def test_the_settings_of_a_claim_are_those_of_the_run_that_is_seen() -> None:
    stage: Any = SimpleNamespace(
        catalogue=catalogue.read(),
        demos=DEMOS["regularised"],
        chosen={"model": "denoising", "model_params": {"strength": 0.2}},
        on=lambda slug: slug == "denoising-mnist" and bool(st.session_state["run"]),
    )
    for run, strength in (("", 0.5), ("run-0", 0.2)):
        st.session_state["run"] = run
        assert Stage.parameter(stage, "denoising-mnist", "strength") == strength
    assert Stage.parameter(stage, "denoising-mnist", "noise") == "Gaussian"
    assert Stage.parameter(stage, "sparse-mnist", "lam") == 0.5


def test_what_is_not_known_of_other_noise_is_said_and_not_measured(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    words = []
    monkeypatch.setattr(lecture, "unmeasured", lambda claim, why: words.append(why))
    stage: Any = SimpleNamespace(parameter=lambda slug, name: "masking")
    denoising.denoised(stage)
    assert words == ["It is about Gaussian noise and the squared error."]


def test_questions_are_graded_by_what_was_measured() -> None:
    page = opened()
    page.radio(key="ask-regularised.dearer").set_value("ĥ = 0.10").run()
    page.radio(key="ask-regularised.dearest").set_value("L1").run()
    assert ":green[✓] Your answer: ĥ = 0.10" in said(page)
    assert ":orange[✗] Your answer: L1. It is: KL" in said(page)
    page.radio(key="ask-regularised.dearer").set_value("Neither").run()
    page.radio(key="ask-regularised.dearest").set_value("KL").run()
    assert ":orange[✗] Your answer: Neither" in said(page)
    assert ":green[✓] Your answer: KL" in said(page)


@pytest.mark.parametrize(("key", "right", "wrong"), [("back", 0.8, 0.5), ("lost", 0.5, 1.0)])
def test_numbers_are_graded_too(key: str, right: float, wrong: float) -> None:
    page = opened()
    for guess, mark in ((wrong, ":orange[✗]"), (right, ":green[✓]")):
        page.slider(key=f"ask-regularised.{key}").set_value(guess).run()
        page.button(key=f"check-regularised.{key}").click().run()
        assert f"{mark} Your answer" in said(page)


def test_the_errors_are_drawn_only_after_the_question_about_them() -> None:
    page = opened()
    before = len(figures(page))
    page.radio(key=regularised.ASKED).set_value("KL").run()
    assert len(figures(page)) == before + 1


@pytest.mark.parametrize(
    "state",
    [
        {"seen": -2.5, "noise": 1.0, "lam": 5.0, "h0": 0.01, "mean": 0.99, "sigma": 0.1},
        {"seen": 0.0, "noise": 0.1, "lam": 0.2, "h0": 0.5, "mean": 0.01, "sigma": 1.5},
        {"kind": "masking", "strength": 1.0, "units": 1, "scale": 8.0, "hutchinson": 64},
        {"kind": "salt-and-pepper", "strength": 0.05, "width": 0.1, "hutchinson": 3, "count": 1},
    ],
)
def test_extremes_of_every_control_are_no_error_and_break_no_closed_form(
    state: dict[str, Any],
) -> None:
    page = opened(**state)
    assert all("✓ holds" in v for v in verdicts(page))
    assert "nan" not in said(page).lower()


def test_answers_come_from_theory_and_from_the_runs() -> None:
    assert regularised.dearer() == "ĥ = 0.10"
    assert denoising.way_back() == pytest.approx(0.8)
    assert denoising.lost() == pytest.approx(0.5, abs=0.011)
    errors = {n: r["terms"][0] for n, r in EXPERIMENTS[regularised.VARIANTS].shipped().items()}
    assert regularised.dearest() == max(errors, key=errors.__getitem__)


@pytest.mark.parametrize(
    ("density", "sparseness"),
    [(lambda h: np.exp(-(h**2) / 2), 2 / np.pi), (lambda h: np.exp(-np.abs(h)), 0.5)],
    ids=["Gaussian", "Laplace"],
)
def test_the_sparseness_of_known_distributions(density: Any, sparseness: float) -> None:
    edges = np.linspace(-12, 12, 2401)
    values = density((edges[1:] + edges[:-1]) / 2)
    arrays = {"activations.values": values, "activations.range": edges[[0, -1]]}
    assert regularised.sparseness(Picture({}, arrays)) == pytest.approx(sparseness, rel=1e-3)


def test_a_histogram_of_nothing_has_no_sparseness() -> None:
    arrays = {"activations.values": np.zeros(4), "activations.range": np.array([0.0, 1.0])}
    with pytest.raises(ValueError, match="no histogram"):
        regularised.sparseness(Picture({}, arrays))


def test_weights_come_back_from_bytes_with_their_sign() -> None:
    tiles = np.full((1, 784), 128, np.uint8)
    tiles[0, :2] = 1, 255
    assert regularised.signed(tiles)[0, 0, :3].tolist() == [-1, 1, 0]


# Figures.


def test_an_ellipse_has_the_singular_values_as_half_axes() -> None:
    j = np.array([[[3.0, 0.0], [0.0, 1.0]], [[0.0, 1.5], [1.5, 0.0]]])
    rounds = planes.ellipses(np.array([[0.0, 0.0], [5.0, 0.0]]), j, 0.6).reshape(2, -1, 2)[:, :-1]
    np.testing.assert_allclose(np.abs(rounds[0]).max(0), [0.6, 0.2], rtol=1e-6)
    radii = np.linalg.norm(rounds[1] - [5.0, 0.0], axis=1)
    np.testing.assert_allclose(radii, 0.3)


def test_an_ellipse_is_long_along_the_right_singular_vector() -> None:
    j = contraction.layer(3, 2.0).jacobian(np.array([[0.2, 0.1]]))
    rounds = planes.ellipses(np.zeros((1, 2)), j, 1.0)[:-1]
    longest = rounds[np.linalg.norm(rounds, axis=1).argmax()]
    first = np.linalg.svd(j[0])[2][0]
    assert abs(longest @ first) == pytest.approx(1, abs=0.01)


def test_arrows_end_where_they_lead() -> None:
    at, arrows = np.array([[1.0, 2.0]]), np.array([[0.5, -0.25]])
    figure = planes.field(np.ones((3, 3)), at, arrows, at, 2.0)
    shaft = figure.data[2]
    assert (shaft.x[0], shaft.y[0]) == (1.0, 2.0) and (shaft.x[1], shaft.y[1]) == (1.5, 1.75)


def test_the_posterior_peaks_where_the_dotted_line_stands() -> None:
    figure = drawn.bayes(1.2, 0.5, 2.0)
    posterior = figure.data[2]
    assert posterior.x[np.argmax(posterior.y)] == pytest.approx(0.7, abs=0.011)
    assert figure.layout.shapes[0].x0 == pytest.approx(0.7)


def test_the_mark_on_the_penalty_is_its_value() -> None:
    mark = drawn.penalty(0.05, 0.3).data[2]
    assert mark.y[0] == pytest.approx(float(sparsity.kl(0.05, 0.3)))


@pytest.mark.slow
def test_nothing_heavy_is_imported_for_the_page() -> None:
    loaded = loaded_after("import aelab.lecture.regularised.page\nimport aelab.lecture.core.claim")
    assert not {"torch", "sklearn", "numba"} & loaded
