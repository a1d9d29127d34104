"""What every page of the lecture is made of."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from streamlit.testing.v1 import AppTest

from aelab import catalogue
from aelab.lecture.core.claim import CLAIMS, Claim, Finding
from aelab.lecture.core.fault import Fault
from aelab.web.lecture import verdicts


@pytest.fixture
def claimed(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue.make()
    made = Claim(
        slug="test.sum",
        rows=(1,),
        statement="Two and two make four.",
        formula="2 + 2 = 4",
        tolerance=1e-9,
        why="Rounding.",
        fault=Fault("wrong", "the sum"),
        unit="GeV",
        find=lambda wrong=False, error=0.0: Finding(4, 5 if wrong else 4, error),
    )
    assert "test" not in CLAIMS  # which fills the registry: it would keep what is there before
    monkeypatch.setitem(CLAIMS._entries, "test.sum", made)


def right() -> None:
    from aelab.web import lecture

    with lecture.section("sums", "Sums", rows=(1,)):
        lecture.verdict("test.sum")


def wrong() -> None:
    from aelab.web import lecture

    lecture.verdict("test.sum", wrong=True)


def sampled() -> None:
    from aelab.web import lecture

    lecture.verdict("test.sum", wrong=True, error=0.4)


def of_other_settings() -> None:
    from aelab.web import lecture

    lecture.verdict("test.sum", wrong=True, error=0.4, judged=False)


def asked() -> None:
    from aelab.web import lecture

    lecture.question("q", "How many?", ["three", "four"], "four", "It was counted.")
    lecture.estimate("e", "How much?", 0.0, 10.0, 7.0, 1.0, "It was weighed.")


def linked() -> None:
    from aelab.spec import Spec
    from aelab.web import lecture

    lecture.lab(Spec(dataset="mnist", model="pca", model_params={"latent": 3}))
    lecture.home("One.", "Two.", "Three.")


def text_of(page: AppTest) -> str:
    return "\n".join(m.value for m in page.markdown)


def test_a_verdict_shows_prediction_measurement_and_tolerance(claimed: None) -> None:
    page = AppTest.from_function(right).run()
    assert not page.exception
    assert "✓ holds" in text_of(page) and "predicted = 4 GeV" in text_of(page)
    assert page.header[0].value == "Sums" and "Rounding" in page.caption[0].value


def test_a_sampled_number_has_its_error_and_its_pull(claimed: None) -> None:
    text = text_of(AppTest.from_function(sampled).run())
    assert "✓ holds" in text and r"measured 5\.00 ± 0\.40 GeV" in text and r"pull \+2\.5" in text


def test_a_run_of_other_settings_shows_both_numbers_and_no_verdict(claimed: None) -> None:
    page = AppTest.from_function(of_other_settings).run()
    assert "predicted = 4 GeV" in text_of(page) and "measured 5 GeV" in text_of(page)
    assert "holds" not in text_of(page) and "pull" not in text_of(page)
    assert page.caption[0].value.startswith("No verdict")


def test_a_broken_setup_is_told_not_to_hold(claimed: None) -> None:
    page = AppTest.from_function(wrong).run()
    assert "✗ does not hold" in text_of(page) and "measured 5 GeV" in text_of(page)


def test_an_answer_is_hidden_until_one_is_given_and_graded(claimed: None) -> None:
    page = AppTest.from_function(asked).run()
    assert "counted" not in text_of(page) and "weighed" not in text_of(page)
    page.radio(key="ask-q").set_value("three").run()
    assert "✗" in text_of(page) and "It is: four. It was counted." in text_of(page)
    page.slider(key="ask-e").set_value(6.5)
    page.button(key="check-e").click().run()
    assert "✓" in text_of(page) and "Measured 7. It was weighed." in text_of(page)
    page.run()
    assert "It was weighed." in text_of(page), "it stays"


def test_the_link_to_the_lab_has_the_exact_settings(claimed: None) -> None:
    page = AppTest.from_function(linked).run()
    assert "(/?dataset=mnist&model=pca&latent=3)" in text_of(page)
    assert text_of(page).count("\n1. ") == 3


def test_a_claim_with_plain_settings_is_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    len(CLAIMS)
    asked = []

    def find(x: NDArray[Any] | int = 1) -> Finding:
        asked.append(str(x))
        return Finding(0, 0)

    made = Claim(
        slug="test.cost",
        rows=(1,),
        statement="It is.",
        formula="0",
        tolerance=1,
        why="So.",
        fault=Fault("x", "the number"),
        find=find,
    )
    assert "test" not in CLAIMS  # which fills the registry: it would keep what is there before
    monkeypatch.setitem(CLAIMS._entries, "test.cost", made)
    for x in (2, 2, 3, np.ones(2), np.ones(2)):
        verdicts._finding(made, {"x": x})
    assert asked == ["2", "3", "[1. 1.]", "[1. 1.]"]
