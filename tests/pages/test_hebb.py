"""The page of Hebb and Oja: its sections, its start by a click, what it says of divergence."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from aelab import catalogue
from aelab.figures import curves
from aelab.figures.curves import Curve
from aelab.lecture.core.claim import CLAIMS
from aelab.lecture.hebb import page_oja as oja
from aelab.lecture.hebb import page_sections as hebb
from aelab.spec import Spec
from aelab.web import live
from aelab.web.lecture import startpoint
from tests.architecture.test_layers import loaded_after
from tests.notes import SCRIPT, Notes, figures

PAGE = Path(__file__).resolve().parents[2] / "pages" / "hebb.py"
OWN = [slug for slug in CLAIMS if slug.startswith("hebb.")]


def opened(**state: Any) -> AppTest:
    page = AppTest.from_file(str(PAGE), default_timeout=30)
    for key, value in state.items():
        page.session_state[f"hebb.{key}"] = value
    page.run()
    assert not page.exception
    return page


def verdicts(page: AppTest) -> list[str]:
    return [
        m.value for m in page.main.markdown if ":green[**" in m.value or ":orange[**" in m.value
    ]


def said(page: AppTest) -> str:
    return "\n".join(m.value for m in page.main.markdown)


@pytest.mark.slow
def test_every_claim_of_the_chapter_is_on_the_page_and_holds() -> None:
    catalogue.make()
    page = opened()
    shown = verdicts(page)
    assert len(shown) == len(OWN) and all("✓ holds" in v for v in shown)
    assert all(CLAIMS[slug].statement[:20] in said(page).replace("\\", "") for slug in OWN)
    rows = {row for slug in OWN for row in CLAIMS[slug].rows}
    assert rows == set(range(8, 16))
    assert len(figures(page)) == 13 and not page.warning


def test_the_page_opens_from_the_script() -> None:
    catalogue.make()
    live.use(Notes())
    page = AppTest.from_file(str(SCRIPT), default_timeout=30).run()
    page.query_params.clear()  # as a browser does on the way to another page
    page.switch_page("../../pages/hebb.py").run()
    assert not page.exception
    assert page.main.title[0].value == "Hebb and Oja"


def test_links_lead_to_the_lab_with_exactly_these_settings() -> None:
    catalogue.make()
    links = [m.value for m in opened(rate=0.05, ratio=2.5).main.markdown if "](/?" in m.value]
    assert len(links) == 3
    assert "dataset=correlated-gaussian" in links[0] and "rate=0.05" in links[0]
    assert "data.aspect=2.5" in links[0]
    assert "dataset=mnist" in links[1] and "latent=8" in links[2]


def test_too_high_a_rate_is_told_in_words_and_no_number_is_missing() -> None:
    page = opened(rate=1.0)
    assert any("grew without bound" in w.value for w in page.warning)
    assert any("✗ does not hold" in v for v in verdicts(page))
    assert "nan" not in said(page).lower() and "inf " not in said(page).lower()


@pytest.mark.parametrize(
    ("step", "start", "words"),
    [
        (0.8, 0.3, "It settles"),
        (1.5, 0.3, "It goes on jumping"),
        (2.2, 0.3, "ελ₁ = 2.2 is above 2"),
        (0.5, 2.5, "beyond 1 + 2/(ελ₁) = 5"),
    ],
)
def test_what_the_averaged_map_does_is_said_in_words(
    step: float, start: float, words: str
) -> None:
    page = opened(step=step, **{"from": start})
    assert words in said(page)


def test_extremes_of_every_control_are_no_error() -> None:
    for state in (
        {"ratio": 1.0, "length": 0.05, "alphas": []},
        {"angle": 0, "direction": 0, "ratio": 4.0, "rate": 0.01},
        {"angle": 90, "direction": -180, "offset": 2.0, "times": 30.0, "sample": 1, "after": 0},
    ):
        opened(**state)


def test_questions_are_graded_by_what_was_measured() -> None:
    page = opened()
    page.radio(key="ask-hebb.saddle").set_value("±u₂/√α").run()
    page.radio(key="ask-hebb.fate").set_value("It settles").run()
    assert ":green[✓] Your answer: ±u₂/√α" in said(page)
    assert ":orange[✗] Your answer: It settles" in said(page)
    page.slider(key="ask-hebb.norm").set_value(0.5).run()
    next(b for b in page.button if b.label == "Check").click().run()
    assert ":green[✓] Your answer: 0\\.5" in said(page)


def test_a_click_sets_where_w_starts_within_the_sliders_range(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    state: dict[str, Any] = {}
    monkeypatch.setattr(st, "session_state", state)
    for place, angle, length in (
        ([0.0, 1.0], 90, 1.0),
        ([-3.0, -3.0], -135, 2.5),
        ([0.0, 0.0], 0, 0.05),
        ([0.31, 0.0], 0, 0.3),
    ):
        state[startpoint.KEY] = {"placed": place}
        hebb.place()
        assert (state[hebb.DIRECTION], state[hebb.LENGTH]) == (angle, length)


@pytest.mark.parametrize("junk", [None, "x", [1], [1, "a"], [float("nan"), 1], {"x": 1}])
def test_what_is_no_place_moves_nothing(
    monkeypatch: pytest.MonkeyPatch, junk: list[float | str] | dict[str, int] | str | None
) -> None:
    state = {startpoint.KEY: {"placed": junk}}
    monkeypatch.setattr(st, "session_state", state)
    hebb.place()
    assert set(state) == {startpoint.KEY}


def test_what_was_chosen_is_there_again_on_the_next_visit() -> None:
    page = opened()
    page.slider(key=hebb.DIRECTION).set_value(-40).run()
    stored = page.session_state["hebb"]
    again = AppTest.from_file(str(PAGE), default_timeout=30)
    again.session_state["hebb"] = stored
    again.run()
    assert again.slider(key=hebb.DIRECTION).value == -40


def test_the_fates_are_those_of_theory() -> None:
    fates = [oja.measured_fate(step, 0.3) for step in (0.5, 1.5, 2.2)]
    assert fates == ["settles", "oscillates", "diverges"] == list(oja.FATES)


def test_a_curve_with_a_band_and_a_level_on_a_log_axis_stand_where_they_belong() -> None:
    x = np.arange(5.0)
    curve = Curve(name="a", x=x, y=x + 1, band=(x, x + 2))
    levels = [(100.0, "hundred")]
    figure = curves.curves([curve], "x", "y", levels, log=True, span=(1, 1000))
    assert [len(t.x) for t in figure.data] == [5, 5, 5]
    assert figure.layout.yaxis.range == (0, 3)
    assert figure.layout.annotations[0].y == 2
    assert figure.layout.shapes[0].y0 == 100


def test_the_exact_settings_are_a_spec_of_the_lab(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue.make()
    monkeypatch.setattr(st, "session_state", dict(hebb.FIRST))
    spec = hebb.oja_spec()
    assert isinstance(spec, Spec)
    assert dict(spec.dataset_params)["angle"] == 30 and dict(spec.model_params)["alpha"] == 0.5


@pytest.mark.slow
def test_nothing_heavy_is_imported_for_the_page() -> None:
    loaded = loaded_after("import aelab.lecture.hebb.page, aelab.lecture.core.claim")
    assert not {"torch", "sklearn", "numba"} & loaded
