"""The page of jet images on fabricated jets: its steps, its jet, its link."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import streamlit as st
from numpy.typing import NDArray
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from aelab import catalogue
from aelab.jets import files, images
from aelab.jets.files import Jets
from aelab.lecture.core.claim import CLAIMS
from aelab.web import live
from aelab.web.jets import choice as jets
from aelab.web.jets import steps as jetsteps
from tests.architecture.test_layers import loaded_after
from tests.blobs import blobs
from tests.notes import SCRIPT, Notes, figures

PAGE = Path(__file__).resolve().parents[2] / "pages" / "jets.py"
SAMPLES = {"qcd": blobs(0), "top": blobs(1, 50)}


@pytest.fixture(autouse=True)
def fabricated(
    cluster: Notes, monkeypatch: pytest.MonkeyPatch
) -> Iterator[None]:  # the catalogue is of the real jets
    monkeypatch.setattr(files, "shipped", lambda kind: SAMPLES[kind])
    st.cache_data.clear()
    st.cache_resource.clear()
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


def opened(**query: Any) -> AppTest:
    page = AppTest.from_file(str(PAGE), default_timeout=20)
    for name, value in query.items():
        page.query_params[name] = value
    page.run()
    assert not page.exception
    return page


def query(page: AppTest) -> dict[str, str]:
    return {k: v[0] if isinstance(v, list) else v for k, v in page.query_params.items()}


def button(page: AppTest, label: str) -> Button:
    return next(b for b in page.button if b.label == label)


def mended(page: AppTest) -> list[str]:
    """The warnings about the link; others are of claims, which need the jets of the lab."""
    return [w.value for w in page.warning if "is not possible here" in w.value]


def said(page: AppTest) -> str:
    return "\n".join(m.value for m in page.markdown)


def one(n: int = 0, kind: str = "top") -> Jets:
    return SAMPLES[kind].select(np.array([n]))


def like(pt: list[int], eta: list[float] | NDArray[Any], phi: list[float] | NDArray[Any]) -> Jets:
    """A jet with these constituents."""
    n = len(pt)
    x, y, z = (np.asarray(v, np.float32) for v in (pt, eta, phi))
    start, jet = np.array([0, n]), np.zeros((1, 4), np.float32)
    return Jets(x, y, z, start, jet, np.ones(1, np.uint8))


# The page.


def test_the_page_opens_on_the_first_top_jet_and_its_first_step() -> None:
    page = opened()
    assert query(page) == {"class": "top", "jet": "1", "step": "1"}
    assert page.main.subheader[0].value == "1. Constituents"
    assert len(figures(page)) == 9
    assert f"**{images.multiplicity(one())[0]}** constituents" in said(page)


def test_each_step_is_reached_by_its_button_and_by_going_on() -> None:
    page = opened()
    for number, name in enumerate(jetsteps.NAMES, 1):
        button(page, name).click().run()
        assert page.main.subheader[0].value == f"{number}. {name}"
        assert query(page)["step"] == str(number)
        assert jetsteps.sentence(number - 1, one()) in said(page)
    button(page, "Next step").click().run()
    assert query(page)["step"] == "1"
    button(page, "Back").click().run()
    assert query(page)["step"] == "6"
    assert not page.exception


def test_jets_are_browsed_in_a_circle() -> None:
    page = opened(jet="49")
    for expected in ("50", "1", "2"):
        button(page, "Next").click().run()
        assert query(page)["jet"] == expected
    button(page, "Previous").click().run()
    button(page, "Previous").click().run()
    assert query(page)["jet"] == "50"


def test_what_is_said_of_a_jet_is_its_own() -> None:
    page = opened(**{"class": "QCD", "jet": "7"})
    jet = one(6, "qcd")
    assert f"Mass **{jet.jet[0, 3]:.1f} GeV**" in said(page)
    assert f"pT **{jet.jet[0, 0]:.0f} GeV**" in said(page)


def test_another_class_keeps_the_number_as_far_as_there_are_so_many() -> None:
    page = opened(**{"class": "QCD", "jet": "57"})
    page.segmented_control(key=jets.CLASS).set_value("top").run()
    assert not page.exception
    assert query(page) == {"class": "top", "jet": "50", "step": "1"}


@pytest.mark.parametrize(
    ("given", "taken"),
    [
        ({"jet": "0"}, {"jet": "1"}),
        ({"jet": "999"}, {"jet": "50"}),
        ({"jet": "-3"}, {"jet": "1"}),
        ({"jet": "1e3"}, {"jet": "1"}),
        ({"jet": "9" * 5000}, {"jet": "1"}),
        ({"step": "7"}, {"step": "6"}),
        ({"step": "<b>"}, {"step": "1"}),
        ({"class": "Higgs"}, {"class": "top"}),
    ],
)
def test_a_link_that_makes_no_sense_is_mended_and_told(
    given: dict[str, str], taken: dict[str, str]
) -> None:
    page = opened(**given)
    assert query(page) == {"class": "top", "jet": "1", "step": "1"} | taken
    assert len(mended(page)) == 1
    assert next(iter(given)) in mended(page)[0]
    page.run()
    assert not mended(page)


def test_a_link_is_taken_as_it_is() -> None:
    page = opened(**{"class": "QCD", "jet": "60", "step": "4"})
    assert query(page) == {"class": "QCD", "jet": "60", "step": "4"}
    assert not mended(page)


def test_every_claim_on_jets_is_on_the_page() -> None:
    text = said(opened())
    own = [claim for slug, claim in CLAIMS.items() if slug.startswith("jets.")]
    assert own and all(claim.formula in text for claim in own)


def test_what_was_looked_at_is_there_again_on_the_next_visit() -> None:
    page = AppTest.from_file(str(PAGE), default_timeout=20)
    page.session_state["jets"] = {jets.CLASS: "QCD", jets.NUMBER: 12, jets.STEP: 3}
    page.run()
    assert not page.exception
    assert query(page) == {"class": "QCD", "jet": "12", "step": "3"}


def test_the_page_stands_between_the_lab_and_the_reference(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    catalogue.make()
    live.use(Notes())
    page = AppTest.from_file(str(SCRIPT), default_timeout=20).run()
    page.switch_page("../../pages/jets.py").run()
    assert not page.exception
    assert page.main.title[0].value == "Jet images"
    titles = [getattr(link, "label", "") for link in page.sidebar.get("page_link")]
    assert titles.index("Lab") < titles.index("Reference") < titles.index("Jet images")
    button(page, "Flipped").click().run()
    assert not page.exception
    assert query(page)["step"] == "4"


# What is computed.


def test_the_average_is_that_of_all_images() -> None:
    whole = images.images(SAMPLES["top"]).mean(0, dtype=np.float64)
    made = jets.average("top")
    np.testing.assert_allclose(made.ravel(), whole, rtol=1e-6, atol=1e-12)
    assert made.sum() == pytest.approx(1, abs=1e-6)


def test_the_average_in_blocks_is_the_average(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = jets.average("QCD")
    monkeypatch.setattr(images, "AT_ONCE", 777)
    jets.average.clear()
    np.testing.assert_allclose(jets.average("QCD"), whole, rtol=1e-12)


def test_spectra_are_of_mass_pt_and_multiplicity() -> None:
    shares = jets.shares("QCD")
    assert list(shares) == list(jets.SPECTRA)
    mass = images.mass(SAMPLES["qcd"])
    expected = [((mass >= low) & (mass < low + 5)).mean() for low in range(0, 300, 5)]
    np.testing.assert_allclose(shares["mass"], expected)
    assert all(v.sum() == pytest.approx(1) for v in shares.values())


@pytest.mark.slow
def test_nothing_heavy_is_imported_for_the_page() -> None:
    loaded = loaded_after("import aelab.web.jets.choice")
    assert "plotly" in loaded
    assert not {"torch", "sklearn", "numba", "pythia8mc", "fastjet"} & loaded


# The steps.


def test_the_steps_are_those_of_the_images() -> None:
    stages = jetsteps.stages(one())
    assert [s.name for s in stages] == list(jetsteps.NAMES)
    for stage, step in zip(stages, images.steps(*one()[:3]), strict=False):
        assert stage.name == step.name.capitalize()
        np.testing.assert_array_equal(stage.x, step.x)
    image = images.images(one())[0].reshape(40, 40)
    np.testing.assert_array_equal(stages[5].image, image)
    raw = stages[4].image
    assert raw is not None
    inside = raw.sum()
    np.testing.assert_allclose(raw / inside, image, rtol=1e-6)
    assert 0.9 * one().pt.sum() < inside <= one().pt.sum() * (1 + 1e-6)


@pytest.mark.parametrize("degrees", [0, 30, -75, 90])
def test_the_angle_said_is_that_by_which_the_jet_is_turned(degrees: int) -> None:
    t = np.radians(degrees)
    x, y = np.array([-0.3, 0.1, 0.2]), np.array([0.5, -0.1, -0.4])
    before = images.Step("centred", np.array([3.0, 2, 1]), x, y)
    z = (x + 1j * y) * np.exp(1j * t)
    after = images.Step("rotated", before.pt, z.real, z.imag)
    assert jetsteps.rotation_angle(before, after) == pytest.approx(t)


def test_the_sentence_of_the_centre_says_how_far_off_it_was() -> None:
    jet = like([300, 100], [0.1, -0.1], [0, 0.04])
    assert "0.050 in η and 0.010 in φ" in jetsteps.sentence(1, jet)
    jet = like([300, 100], [-0.1, 0.1], [0, 0])
    assert "−0.050 in η and 0.000 in φ" in jetsteps.sentence(1, jet)


def test_the_sentence_of_the_turn_says_it_in_degrees() -> None:
    line = np.array([-0.3, -0.1, 0.4])  # along the η axis
    assert "by 90°" in jetsteps.sentence(2, like([100, 100, 100], line, 0 * line))


def test_the_sentence_of_the_flip_says_what_was_exchanged() -> None:
    pt, along = [300, 100, 80], np.array([-0.1, 0.25, 0.0])
    across = np.array([0.0, 0.0, 0.1])
    for one_way in (1, -1):
        for other_way in (1, -1):
            jet = like(pt, one_way * across, other_way * along)
            words = jetsteps.sentence(3, jet)
            three, four = images.steps(*jet[:3])[2:]
            for words_of, old, new in (
                ("left and right", three.x, four.x),
                ("up and down", three.y, four.y),
            ):
                assert (words_of in words) == (not np.allclose(old, new))
            right, upper = (np.sum(four.pt[v > 0]) / 480 for v in (four.x, four.y))
            assert f"has {right:.0%} of it, the upper half {upper:.0%}" in words


def test_the_sentences_of_the_pixels_count_them() -> None:
    jet = like([300, 99, 1], [0.0, 0.0, 5.0], [-0.1, 0.3, 0])
    lit = (images.deposits(jet) > 0).sum()
    words = jetsteps.sentence(4, jet)
    assert "40 × 40 pixels of 0.04 × 0.04" in words and f"{lit} pixels are lit" in words
    held = images.deposits(jet).sum() / 400
    assert f"hold {held:.1%} of the pT" in words
    top = images.images(jet).max()
    assert f"holds {top:.0%}" in jetsteps.sentence(5, jet)


def test_every_sentence_is_plain_and_has_its_numbers() -> None:
    for kind, jet in ((k, one(i, k)) for k in SAMPLES for i in range(10)):
        for number in range(6):
            words = jetsteps.sentence(number, jet)
            assert not re.search(r"nan|inf\b|-\d|−0°|−0\.0+ ", words), (kind, words)
            assert re.search(r"\d", words)
