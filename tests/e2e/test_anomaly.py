"""The anomaly page in a real browser."""

from typing import Any

import pytest

from tests.e2e.conftest import Visit
from tooling.lab import Lab, wait

pytestmark = pytest.mark.e2e
DIGIT = (
    "?dataset=MNIST&model=Autoencoder&data.anomaly=4&data.points=5000&latent=16&widths=256-64"
    "&batch=256&rate=0.002&epochs=40"
)


@pytest.fixture
def anomaly(visit: Visit) -> Any:
    return Lab(visit("anomaly" + DIGIT))


def test_histogram_and_auc_move_while_it_trains(anomaly: Any) -> None:
    lab = anomaly
    lab.running()
    wait(lambda: lab.number("auc") > 0.6, "an AUC of a 4 among others", 60)
    first = lab.number("frame")
    wait(lambda: lab.number("frame") > first + 5, "the picture to move")
    for name in ("scores", "extremes", "roc", "complexity"):
        assert lab.page.locator(f"[data-view-name={name}] canvas").count() == 1
    findings = lab.page.locator(".verdict .findings").inner_text()
    assert "digit 4 among others" in findings and "which needs no training" in findings


def test_the_threshold_is_dragged_and_the_mistag_follows(anomaly: Any) -> None:
    lab = anomaly
    lab.running()
    wait(lambda: lab.number("auc") > 0.6, "a score", 60)
    lab.pause()
    wait(lambda: lab.number("scores-age") == 0, "all scores to be of now")
    before = lab.number("cut")
    canvas = lab.page.locator("[data-view-name=scores] canvas")
    box = canvas.bounding_box()
    lab.page.locator("[data-view-name=scores] [role=slider]").focus()
    for _ in range(10):
        lab.page.keyboard.press("ArrowRight")
    wait(lambda: lab.number("cut") < before, "the cut to keep fewer normal samples")
    moved = lab.number("cut")
    lab.page.mouse.click(box["x"] + 0.2 * box["width"], box["y"] + 0.5 * box["height"])
    wait(lambda: lab.number("cut") > moved, "a click far left to keep more of them")


def test_another_score_is_shown_without_another_run(anomaly: Any) -> None:
    lab = anomaly
    lab.running()
    wait(lambda: lab.number("auc") > 0.6, "a score", 60)
    run = lab.get("run")
    lab.page.locator(".st-key-c-score input, .st-key-c-score [role=combobox]").first.click()
    lab.page.get_by_role("option", name="Number of pixels").click()
    note = lab.page.locator("[data-view-name=scores] .note")
    wait(lambda: "Number of pixels" in note.inner_text(), "the score to be shown")
    assert lab.get("run") == run
    assert "score=active-pixels" in lab.url


def test_tables_of_results_are_no_wider_than_a_phone(visit: Visit) -> None:
    page = visit("anomaly", width=390, height=844)
    page.get_by_role("columnheader", name="QCD → find top: AUC").wait_for(timeout=60_000)
    main = page.locator("[data-testid=stMain]")  # it scrolls, the document does not
    wait(lambda: main.evaluate("node => node.scrollWidth <= node.clientWidth"), "the width", 10)
