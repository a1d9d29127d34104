"""The page on PCA: its sections, verdicts and questions, and what the hand leaves behind."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from aelab import catalogue
from aelab.figures.tiles import tiles
from aelab.lecture.core.claim import CLAIMS
from aelab.lecture.pca import charts as drawn
from aelab.lecture.pca import claims
from aelab.lecture.pca import page_sections as pca
from aelab.lecture.pca.claims import samples
from aelab.theory import projection
from aelab.web import link, live
from aelab.web.lecture import projection_plot
from aelab.web.lecture.projection_plot import Direction
from tests.architecture.test_layers import loaded_after
from tests.notes import SCRIPT, Notes

PAGE = Path(__file__).resolve().parents[2] / "pages" / "pca.py"
MINE = [slug for slug in CLAIMS if slug.startswith("pca.")]


@pytest.fixture(scope="module")
def first() -> AppTest:
    """The page as it opens; not to be changed."""
    catalogue.make()
    live.use(Notes())
    page = AppTest.from_file(str(PAGE), default_timeout=60).run()
    assert not page.exception
    return page


@pytest.fixture
def page(first: AppTest) -> AppTest:
    page = AppTest.from_file(str(PAGE), default_timeout=60).run()
    assert not page.exception
    return page


def said(page: AppTest) -> str:
    return "\n".join(m.value for m in page.markdown)


def verdicts(page: AppTest) -> list[str]:
    return [m.value for m in page.markdown if "predicted" in m.value]


def button(page: AppTest, label: str) -> Button:
    return next(b for b in page.button if b.label == label)


def test_every_claim_of_the_chapter_is_on_the_page_and_holds(first: AppTest) -> None:
    statements = said(first)
    assert len(verdicts(first)) == len(MINE)
    assert all("✓" in v for v in verdicts(first))
    assert all(CLAIMS[slug].formula in statements for slug in MINE)


def test_the_claims_cover_the_rows_of_the_chapter() -> None:
    assert {row for slug in MINE for row in CLAIMS[slug].rows} == set(range(1, 8))


def test_the_page_is_reached_from_the_lab(cluster: Notes) -> None:
    page = AppTest.from_file(str(SCRIPT), default_timeout=60).run()
    page.switch_page("../../pages/pca.py").run()
    assert not page.exception
    assert page.main.title[0].value == "PCA"
    assert "PCA" in [getattr(entry, "label", "") for entry in page.sidebar.get("page_link")]
    button(page, "Next line").click().run()
    assert not page.exception and "Line 2 of 8" in said(page)


def test_what_was_chosen_is_there_again_on_the_next_visit(first: AppTest) -> None:
    page = AppTest.from_file(str(PAGE), default_timeout=60)
    page.session_state["pca"] = {"points": 100, "angle": 45, "aspect": 2.0, "seed": 4}
    page.session_state["direction-error"] = Direction(120.0, 3, 0.5)
    page.run()
    assert not page.exception
    assert page.slider(key="pca.angle").value == 45
    assert page.session_state["pca.seed"] == 4
    x, d = samples(100, 45, 2.0, 4), projection.direction(120)
    measured = f"measured {projection.squared_error(x, d):.4g}".replace(".", "\\.")
    assert any(measured in v for v in verdicts(page))


def test_the_sections_stand_in_the_order_of_the_lecture(first: AppTest) -> None:
    assert [h.value for h in first.main.header] == [
        "Projection and its error",
        "The quadratic form on the unit circle",
        "The optimal code",
        "How many components",
        "The derivation, line by line",
        "What it does and what it needs",
        "To take home",
    ]


def test_the_links_lead_to_the_cloud_and_to_the_digits(first: AppTest) -> None:
    links = [m.value for m in first.markdown if "in the Lab](" in m.value]
    assert len(links) == 2
    assert "dataset=correlated-gaussian&model=pca" in links[0] and "data.points=60" in links[0]
    assert "latent=1" in links[0] or "latent" not in links[0]
    assert "dataset=mnist&model=pca&latent=20" in links[1]


@pytest.mark.parametrize("angle", [0, 90, 155])
def test_the_verdicts_hold_for_other_clouds(page: AppTest, angle: int) -> None:
    page.slider(key="pca.angle").set_value(angle)
    page.slider(key="pca.aspect").set_value(1.0 if angle == 90 else 8.5)
    page.slider(key="pca.points").set_value(20)
    button(page, "New points").click().run()
    assert not page.exception
    assert len(verdicts(page)) == len(MINE) and all("✓" in v for v in verdicts(page))


def test_what_is_claimed_of_axes_turned_beside_does_not_hold(page: AppTest) -> None:
    name = "Axes turned beside the eigenvectors, degrees"
    next(s for s in page.slider if s.label == name).set_value(30).run()
    assert sum("✗" in v for v in verdicts(page)) == 1


def test_the_derivation_goes_on_line_by_line(page: AppTest) -> None:
    for number in range(2, len(projection.LINES) + 1):
        button(page, "Next line").click().run()
        assert f"Line {number} of 8" in said(page)
    assert button(page, "Next line").disabled
    table = next(m.value for m in page.markdown if "value at this angle" in m.value)
    x, d = samples(60, 30, 3.0, 0), projection.direction(75)
    assert f"| {d @ x.T @ x @ d:.4g}".replace(".", "\\.") in table
    button(page, "Back").click().run()
    assert "Line 7 of 8" in said(page)


@pytest.mark.parametrize(("choice", "right"), [("λ₁", True), ("λ₂", False), ("λ₁ + λ₂", False)])
def test_the_question_on_the_error_is_graded_by_the_measured_one(
    page: AppTest, choice: str, right: bool
) -> None:
    page.radio(key="ask-pca.across").set_value(choice).run()
    assert (":green[✓] Your" in said(page)) == right


def test_the_question_on_the_mean_depends_on_the_cloud(page: AppTest) -> None:
    page.radio(key="ask-pca.moved").set_value("Towards the mean").run()
    assert ":green[✓] Your" in said(page)


def test_the_number_of_components_is_graded_by_the_digits(page: AppTest) -> None:
    assert 80 <= pca.needed(0.9) <= 95
    page.slider(key="ask-pca.needed").set_value(90.0)
    button(page, "Check").click().run()
    assert ":green[✓] Your answer: 90" in said(page)


def test_jets_have_components_too(page: AppTest) -> None:
    page.segmented_control(key="pca.kind").set_value("jets").run()
    assert not page.exception
    assert "eigenjets" in said(page)
    jets = pca.many("jets")
    assert jets.shown.shape == (10, 576) and jets.axes.shape == (576, pca.AXES)


def test_a_link_leads_to_the_very_cloud(first: AppTest) -> None:
    entries = catalogue.read()
    assert entries is not None
    text = next(m.value for m in first.markdown if "this cloud in the Lab" in m.value)
    query = dict(p.split("=") for p in text.partition("?")[2].rstrip(")").split("&"))
    chosen, problems = link.read({k: v.replace("+", " ") for k, v in query.items()}, entries)
    assert not problems and chosen["dataset_params"].get("points") == 60


@pytest.mark.slow
def test_the_page_needs_no_torch() -> None:
    loaded = loaded_after(
        "import aelab.lecture.pca.page\nfrom aelab.lecture.core.claim import CLAIMS; list(CLAIMS)"
    )
    assert not {"torch", "sklearn", "numba"} & loaded


# What the browser says.


@pytest.mark.parametrize(
    ("sent", "taken"),
    [
        (None, Direction(75, 1, 0.5)),
        ({"angle": 12.5, "sample": 3, "code": -1}, Direction(12.5, 3, -1)),
        ({"angle": -30, "sample": 99, "code": 1e9}, Direction(330, 9, 99)),
        ({"angle": "x", "sample": 1, "code": 0}, Direction(75, 1, 0.5)),
        ({"angle": float("nan"), "sample": 1, "code": 0}, Direction(75, 1, 0.5)),
        ({"angle": 3}, Direction(75, 1, 0.5)),
        ([1, 2, 3], Direction(75, 1, 0.5)),
        ({"angle": None, "sample": {}, "code": []}, Direction(75, 1, 0.5)),
    ],
)
def test_what_the_browser_says_is_taken_as_far_as_it_can_be(
    sent: list[int] | dict[str, Any] | None, taken: Direction
) -> None:
    assert projection_plot._checked(sent, Direction(75, 1, 0.5), 10) == taken


# Figures.


def test_reconstructions_are_the_projections_of_the_digits() -> None:
    of = pca.many("digits")
    x_hat = projection.reconstruction(of.shown - of.mean, of.axes[:, :20]) + of.mean
    expected = ((of.shown - x_hat) ** 2).mean()
    assert expected < ((of.shown - of.mean) ** 2).mean() / 1.5


def test_tiles_keep_the_pictures_in_their_places() -> None:
    images = np.arange(2 * 9, dtype=float).reshape(2, 3, 3) / 20
    z = np.asarray(tiles({"a": images, "b": 1 - images}, "grey").data[0].z)
    assert z.shape == (7, 7)
    np.testing.assert_allclose(z[:3, :3], images[0], atol=1e-6)
    np.testing.assert_allclose(z[4:, 4:], 1 - images[1], atol=1e-6)
    assert np.isnan(z[3]).all() and np.isnan(z[:, 3]).all()


def test_the_variance_left_out_is_that_of_the_other_eigenvalues() -> None:
    figure = drawn.variance_left_out(np.array([6.0, 3, 1]), 2)
    np.testing.assert_allclose(figure.data[0].y, [40, 10, 0], atol=1e-12)
    assert figure.data[1].y[0] == pytest.approx(10)
    bars = drawn.scree(np.array([6.0, 3, 1]), 2).data[0]
    np.testing.assert_allclose(bars.y, [60, 30, 10])
    assert bars.marker.color[0] == bars.marker.color[1] != bars.marker.color[2]


def test_the_uncentred_cloud_has_its_mean_off_the_long_axis() -> None:
    x = claims.samples(60, 30, 3.0, 0, centred=False)
    np.testing.assert_allclose(x.mean(0), claims.OFF * projection.direction(120), atol=1e-12)


def test_the_current_curve_of_the_derivation_stands_out() -> None:
    values = {name: np.arange(180.0) for name in pca.NAMES}
    traces = drawn.lines(values, pca.NAMES[1], 75, 33).data
    assert [t.name for t in traces] == list(pca.NAMES)
    assert [t.line.width for t in traces] == [1.5, 3, 1.5]
    assert len({t.line.dash for t in traces}) == 3
