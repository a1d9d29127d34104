"""The page of autoencoders: its sections, its claims, its questions, a run on its stage."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from aelab import frames
from aelab.lecture.autoencoders import charts as drawn
from aelab.lecture.autoencoders import page_sections as autoencoders
from aelab.lecture.autoencoders.claims_linear import C
from aelab.lecture.core.claim import CLAIMS
from aelab.lecture.core.experiment import EXPERIMENTS
from aelab.lecture.demos import demo
from aelab.theory import linear_autoencoder as linear
from tests.architecture.test_layers import loaded_after
from tests.notes import Notes, figures

PAGE = Path(__file__).resolve().parents[2] / "pages" / "autoencoders.py"
OWN = [slug for slug in CLAIMS if slug.startswith("ae.")]


def opened(**state: Any) -> AppTest:
    page = AppTest.from_file(str(PAGE), default_timeout=60)
    for key, value in state.items():
        page.session_state[key] = value
    page.run()
    assert not page.exception
    return page


def said(page: AppTest) -> str:
    return "\n".join(m.value for m in page.main.markdown)


def verdicts(page: AppTest) -> list[str]:
    return [m.value for m in page.main.markdown if "&emsp; predicted" in m.value]


@pytest.mark.slow
def test_every_claim_of_the_chapter_is_on_the_page_and_holds(notes: Notes) -> None:
    page = opened()
    shown = verdicts(page)
    assert len(shown) == len(OWN) and all("✓ holds" in v for v in shown), shown
    assert {row for slug in OWN for row in CLAIMS[slug].rows} == set(range(16, 21))
    assert not page.warning and not page.error
    assert len(figures(page)) == 4
    assert notes.runs == {}, "nothing is trained until somebody asks"


def test_the_first_demo_is_on_the_stage_and_another_one_is_brought_to_its_section(
    notes: Notes,
) -> None:
    page = opened()
    assert page.session_state["shown"]["frame_url"].endswith("overcomplete-moons.frame.gz")
    button = next(b for b in page.button if b.label == "Bring here: AE on MNIST")
    button.click().run()
    assert not page.exception
    assert page.session_state["shown"]["preset"]["name"] == "AE on MNIST"
    assert len(verdicts(page)) == len(OWN)


def test_links_lead_to_the_lab_with_exactly_these_settings(notes: Notes) -> None:
    links = [m.value for m in opened().main.markdown if "](/?" in m.value]
    assert len(links) == 4
    assert "latent=16" in links[0] and "decoder=linear" in links[1]
    assert "swiss-roll" in links[2] and "activation=identity" in links[2] and "mnist" in links[3]


@pytest.mark.parametrize(
    ("key", "right", "wrong"),
    [
        ("autoencoders.noise", autoencoders.FATES[0], autoencoders.FATES[1]),
        ("autoencoders.columns", autoencoders.ENDS[1], autoencoders.ENDS[0]),
        ("autoencoders.between", autoencoders.MIDDLES[1], autoencoders.MIDDLES[0]),
    ],
)
def test_questions_are_graded_by_what_was_measured(
    notes: Notes, key: str, right: str, wrong: str
) -> None:
    page = opened()
    page.radio(key=f"ask-{key}").set_value(right).run()
    assert ":green[✓] Your answer" in said(page)
    page.radio(key=f"ask-{key}").set_value(wrong).run()
    assert ":orange[✗] Your answer" in said(page)


def test_the_share_that_the_network_leaves_is_graded_within_eight_per_cent(notes: Notes) -> None:
    page = opened()
    left = 100 * EXPERIMENTS["ae.sizes"].shipped()["mirrored g, k = 2"]["shares"][0]
    for guess, mark in ((round(left), ":green[✓]"), (83, ":orange[✗]")):
        page.slider(key="ask-autoencoders.left").set_value(guess)
        page.button(key="check-autoencoders.left").click().run()
        assert f"{mark} Your answer: {guess}" in said(page)


@pytest.mark.parametrize(("turn", "length"), [(0, 0.1), (0, 1.5), (90, 1.5), (-90, 0.1)])
def test_extremes_of_the_surface_are_no_error_and_end_where_theory_says(
    notes: Notes, turn: int, length: float
) -> None:
    page = opened(**{"ae.start": turn, "ae.start.length": length})
    ends = next(m.value for m in page.main.markdown if m.value.startswith("After"))
    value = np.linalg.eigvalsh(C)[0 if turn else 1]
    assert f"J \\= {value:.4g}".replace(".", "\\.") in ends.replace("= ", "\\= ")


def test_changed_settings_start_a_run_and_leave_no_claim_without_a_word(notes: Notes) -> None:
    page = opened()
    page.selectbox(key="c.model.activation").set_value("tanh").run()
    assert not page.exception
    assert notes.last.model_params["activation"] == "tanh"
    assert any("begun" in w.value for w in page.warning)


def test_the_share_of_a_picture_is_that_of_its_bars_and_pca_is_the_line(notes: Notes) -> None:
    from aelab.lecture.autoencoders.claims import pca_level, share
    from aelab.web.pictures import shipped

    picture, other = (shipped(demo(slug)) for slug in ("linear-roll", "overcomplete-moons"))
    assert isinstance(picture, frames.Picture) and isinstance(other, frames.Picture)
    assert share(picture, "training") == pytest.approx(10 ** pca_level(picture, "copies"), 0.01)
    with pytest.raises(KeyError):
        pca_level(other, "copies")


def test_figures_stand_where_the_numbers_are() -> None:
    shares = {"a": np.array([0.01, 0.02, 0.5]), "b": np.array([1.0, 1.0, 1.5])}
    spreads = {"a": np.array([0.001, 0.002, 0.1]), "b": np.array([0.1, 0.1, 0.2])}
    figure = drawn.copies(shares, spreads, ("training", "held-out", "noise"))
    assert [list(t.x) for t in figure.data] == [[1, 100], [2, 100], [50, 150]]
    assert list(figure.data[2].error_x.array) == [10, 20]
    ran, pca = {"linear g": np.array([[0.5, 0.6], [0.4, 0.5]])}, np.array([0.5, 0.3])
    figure = drawn.sizes((2, 4), ran, {}, pca)
    assert [list(t.y) for t in figure.data] == [[50, 40], [60, 50], [50, 30]]
    assert list(figure.data[2].x) == [2, 4]
    seeds = np.stack([ran["linear g"] - 0.1, ran["linear g"] + 0.1])
    figure = drawn.sizes((2, 4), ran, {"linear g": seeds}, pca)
    high, low = np.split(np.array(figure.data[0].y), 2)
    np.testing.assert_allclose(high - low[::-1], 2 * 100 * 0.1 * 2**0.5)
    assert "standard deviation over seeds" in figure.data[0].name
    error = linear.tied_error(drawn.grid(), C)
    way = linear.tied_descent(np.array([0.4, 0.0]), C, 0.05, 30)
    figure = drawn.surface(error, {"0": np.zeros(2)}, way)
    assert figure.data[0].z.shape == (81, 81) and figure.data[0].z[40, 40] == np.float32(3.0)
    assert list(figure.data[1].x) == list(way[:, 0])


@pytest.mark.slow
def test_nothing_heavy_is_imported_for_the_page() -> None:
    loaded = loaded_after("import aelab.lecture.autoencoders.page, aelab.lecture.core.claim")
    assert not {"torch", "sklearn", "numba"} & loaded
