"""The page on latent variable models: its table, its clouds, its questions, its pictures."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from aelab.lecture.core.claim import CLAIMS
from aelab.lecture.core.experiment import EXPERIMENTS
from aelab.lecture.demos import DEMOS
from aelab.lecture.latent import charts as drawn
from aelab.lecture.latent import page_sections as latent
from aelab.lecture.pca.claims import samples
from aelab.theory import ppca
from aelab.theory.pca import principal
from tests.architecture.test_layers import loaded_after
from tests.notes import SCRIPT, Notes, chosen, figures
from tests.notes import opened as lab_opened

PAGE = Path(__file__).resolve().parents[2] / "pages" / "latent.py"
OWN = [slug for slug in CLAIMS if slug.startswith("latent.")]
SECTIONS = ("table", "ppca", "posterior", "limit", "pixels", "gan", "holes", "compared")


def opened(**state: Any) -> AppTest:
    page = AppTest.from_file(str(PAGE), default_timeout=60)
    for key, value in state.items():
        page.session_state[f"latent.{key}"] = value
    page.run()
    assert not page.exception
    return page


def verdicts(page: AppTest) -> list[str]:
    return [
        m.value for m in page.main.markdown if ":green[**" in m.value or ":orange[**" in m.value
    ]


def said(page: AppTest) -> str:
    return "\n".join(m.value for m in page.main.markdown)


def pressed(page: AppTest, key: str) -> AppTest:
    return page.button(key=key).click().run()


def test_every_claim_of_the_chapter_is_on_the_page_and_holds(notes: Notes) -> None:
    page = opened()
    shown = verdicts(page)
    assert len(shown) == len(OWN) == 13 and all("✓ holds" in v for v in shown)
    assert all(CLAIMS[slug].statement[:20] in said(page).replace("\\", "") for slug in OWN)
    assert {row for slug in OWN for row in CLAIMS[slug].rows} == {27, 28, 29, 30}
    assert len(figures(page)) == 13 and not page.warning and not page.error


def test_its_sections_are_for_all_its_rows(notes: Notes) -> None:
    anchors = [h.proto.anchor for h in opened().main.header]
    assert [a for a in anchors if a != "home"] == list(SECTIONS)


def test_the_page_opens_from_the_script(notes: Notes) -> None:
    page = AppTest.from_file(str(SCRIPT), default_timeout=60).run()
    page.switch_page("../../pages/latent.py").run()
    assert not page.exception
    assert page.main.title[0].value == "Latent variable models"


@pytest.mark.parametrize("slug", latent.CELLS)
def test_each_cell_of_the_table_plays_its_model_on_the_same_moons(notes: Notes, slug: str) -> None:
    page = pressed(opened(), f"cell.{slug}")
    wanted = next(demo for demo in DEMOS["latent"] if demo.slug == slug)
    assert chosen(notes.last) == chosen(wanted.spec)
    assert notes.last.dataset == "two-moons"
    assert page.session_state["shown"]["views"] == wanted.views
    assert not page.exception


def test_every_demo_of_the_page_has_a_finished_run_to_open_on() -> None:
    for demo in DEMOS["latent"]:
        assert demo.shipped, demo.slug
        assert demo.file.stat().st_size < 60_000


def test_the_gan_says_beside_its_losses_why_there_are_no_reconstructions(notes: Notes) -> None:
    page = pressed(opened(), "cell.gan-moons")
    told = [c.value for c in page.sidebar.caption]
    assert any("has no encoder" in c and "no reconstructions" in c for c in told)
    page = pressed(page, "cell.pca-moons")
    assert not any("has no encoder" in c.value for c in page.sidebar.caption)


def test_bringing_the_gan_to_its_section_takes_the_stage_from_the_table(notes: Notes) -> None:
    page = pressed(opened(), "stage.gan-ring")
    assert page.session_state["shown"]["frame_url"].endswith("gan-ring.frame.gz")
    assert any("Another section has the stage" in c.value for c in page.main.caption)
    assert not notes.runs and not page.exception
    assert all("✓ holds" in v for v in verdicts(page))


@pytest.mark.parametrize(
    "state",
    [
        {"likely.aspect": 1.0, "likely.angle": 0, "times": 4.0},
        {"likely.aspect": 5.0, "likely.angle": 180, "times": 0.25},
        {"hand.aspect": 1.0, "hand.angle": 90, "sigma": 1.2, "k": 2, "r": 90},
        {"hand.aspect": 5.0, "sigma": 0.02, "k": 1, "small": 0.02},
        {"hand.aspect": 5.0, "sigma": 1.2, "k": 1, "small": 1.2, "count": 1},
        {"count": 128, "k": 2, "r": 45, "sigma": 0.02},
    ],
)
def test_extremes_of_every_control_are_no_error(notes: Notes, state: dict[str, float]) -> None:
    page = opened(**state)
    assert "nan" not in said(page).lower() and "inf " not in said(page).lower()
    assert all("✓ holds" in v for v in verdicts(page)) or {"count", "small"} & set(state)


def test_far_from_the_limit_the_page_says_that_it_does_not_hold(notes: Notes) -> None:
    shown = verdicts(opened(small=0.8))
    assert sum("✗ does not hold" in v for v in shown) == 1


@pytest.mark.parametrize(
    ("key", "right", "wrong"),
    [
        ("latent.white", "1", "0"),
        ("latent.missed", "the autoencoder's", "the VAE's"),
    ],
)
def test_questions_are_graded_by_what_was_measured(
    notes: Notes, key: str, right: str, wrong: str
) -> None:
    page = opened()
    assert "Your answer" not in said(page)
    page.radio(key=f"ask-{key}").set_value(wrong).run()
    assert f":orange[✗] Your answer: {wrong}" in said(page)
    page.radio(key=f"ask-{key}").set_value(right).run()
    assert f":green[✓] Your answer: {right}" in said(page)


@pytest.mark.parametrize(("guess", "mark"), [(1.4, ":green[✓]"), (0.7, ":orange[✗]")])
def test_the_loss_of_a_guess_is_graded_by_that_of_the_run(
    notes: Notes, guess: float, mark: str
) -> None:
    page = opened()
    page.slider(key="ask-latent.lost").set_value(guess).run()
    pressed(page, "check-latent.lost")
    assert f"{mark} Your answer: {guess}".replace(".", "\\.") in said(page)


def test_the_outline_of_a_posterior_is_its_covariance_seen_in_the_plane() -> None:
    x = samples(200, 30.0, 3.0, 0)
    axes = principal(x)
    for count in (1, 2):
        model = ppca.fit(axes, count, 0.3)
        edge = latent.outline(model, x[0]) - model.decoded(model.codes(x[:1]))
        w = model.weights
        seen = w @ (0.09 * np.linalg.inv(w.T @ w + 0.09 * np.eye(count))) @ w.T  # (2, 2)
        lengths = np.einsum("ij,jk,ik->i", edge, np.linalg.pinv(seen), edge)
        np.testing.assert_allclose(lengths, 1, rtol=1e-6)


def test_pixels_in_samples_correlate_as_the_model_says_and_not_when_each_is_of_another_digit() -> (
    None
):
    from aelab.lecture.latent import claims_generated
    from aelab.lecture.pca.claims_components import digits

    axes, (pairs, _) = digits().axes, claims_generated.together(1)
    covariance = ppca.fit(axes, 64).marginal().covariance
    spread = np.sqrt(np.diag(covariance))
    exact = covariance[pairs.first, pairs.second] / spread[pairs.first] / spread[pairs.second]
    assert latent.profile(64)[0] == pytest.approx(exact.mean(), abs=0.01)
    np.testing.assert_allclose(latent.profile(64, True), 0, atol=0.02)
    made = claims_generated.pictured(64, True)
    np.testing.assert_allclose(made.mean(0), digits().x[:1000].mean(0), atol=1e-5)


def test_what_is_kept_of_an_experiment_is_what_its_pictures_say() -> None:
    results = EXPERIMENTS["latent.sampled"].shipped()
    assert list(results) == list(EXPERIMENTS["latent.sampled"].runs)
    for title, result in results.items():
        assert result["share"][0] == pytest.approx(result["off"].mean(), abs=0.1)
        assert ("error" in result) == (title != "GAN")
        assert ("z" in result) == (title in (latent.AUTOENCODER, latent.VARIATIONAL))
    assert EXPERIMENTS["latent.sampled"].file.stat().st_size < 25_000


@pytest.mark.slow
def test_nothing_heavy_is_imported_for_the_page() -> None:
    loaded = loaded_after(
        "import aelab.lecture.latent.page_sections, aelab.lecture.core.claim, aelab.lecture.demos"
    )
    assert not {"torch", "sklearn", "numba"} & loaded


def test_the_lab_says_why_a_gan_has_no_reconstructions(notes: Notes) -> None:
    page = lab_opened(dataset="ring-of-gaussians", model="gan")
    assert any("nothing maps a sample to a code" in c.value for c in page.sidebar.caption)
    page = lab_opened(dataset="two-moons", model="ppca")
    assert not any("has no encoder" in c.value for c in page.sidebar.caption)


def test_a_plane_has_room_for_all_that_is_drawn_on_equal_scales() -> None:
    x, made = np.array([[0.0, 0.0], [1.0, 2.0]]), np.array([[-5.0, 1.0], [3.0, np.nan]])
    figure = drawn.hit(x, made, np.array([True, False]), ("a", "b"))
    low, high = figure.layout.xaxis.range
    assert low < -5 and high > 3 and figure.layout.yaxis.scaleanchor == "x"
    assert figure.layout.yaxis.range[0] < 0 and figure.layout.yaxis.range[1] > 2
    data, hit, off = figure.data
    assert (len(data.x), list(hit.x), list(off.x)) == (2, [3.0], [-5.0])


def test_shares_are_drawn_in_percent_beside_that_of_the_data() -> None:
    spreads = {"one": 0.01, "other": 0.02}
    (bar,) = drawn.bars({"one": 0.5, "other": 0.25}, spreads, 0.05).data
    assert list(bar.error_x.array) == [1, 2, 0]
    assert list(bar.x) == [50, 25, 5] and list(bar.y) == ["one", "other", "held-out data"]
