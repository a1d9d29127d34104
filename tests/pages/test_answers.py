"""The summary of the answers, and the way from chapter to chapter."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import aelab.lecture
from aelab import catalogue
from aelab.web import contents, lecture, live, presenting
from aelab.web.lecture import ANSWERS, Answer
from tests.notes import SCRIPT, Notes, figures

ASK = ("lecture.question", "lecture.estimate")
PAGES = Path(__file__).resolve().parents[2] / "pages"
CHAPTERS = Path(aelab.lecture.__file__).parent
GIVEN = {
    "pca.a": Answer("Which?", "λ₁", True, "It is the largest."),
    "hebb.b": Answer("Where?", "3", False, "Measured 0.5."),
}


@pytest.fixture
def page() -> AppTest:
    return AppTest.from_file(str(PAGES / "answers.py"), default_timeout=30)


@pytest.fixture
def app() -> AppTest:
    catalogue.make()
    live.use(Notes())
    return AppTest.from_file(str(SCRIPT), default_timeout=60)


def said(page: AppTest) -> str:
    return "\n".join(m.value for m in page.markdown)


def test_without_an_answer_the_page_says_where_to_find_questions(page: AppTest) -> None:
    page.run()
    assert not page.exception and "Predict" in page.info[0].value


def test_answers_are_counted_and_told_chapter_by_chapter(page: AppTest) -> None:
    page.session_state[ANSWERS] = GIVEN
    page.run()
    assert not page.exception and "**1 of 2**" in said(page)
    assert [header.value for header in page.header] == ["PCA", "Hebb and Oja"]
    for answer in GIVEN.values():
        assert answer.question in said(page) and lecture.graded(answer) in said(page)


def test_an_answer_given_on_a_page_is_on_the_summary(app: AppTest) -> None:
    app.switch_page(str(PAGES / "hebb.py")).run()
    app.radio(key="ask-hebb.saddle").set_value("zero").run()
    app.switch_page(str(PAGES / "answers.py")).run()
    assert not app.exception and "**0 of 1**" in said(app)


def test_each_page_of_the_lecture_has_its_file() -> None:
    assert all((PAGES / f"{name}.py").exists() for name in contents.titles())
    names = list(contents.titles())
    assert (names[0], names[-1]) == ("pca", "answers")


def questions() -> Iterator[tuple[str, str]]:
    """Return the keys of all questions, by where they are asked."""
    for path in (*PAGES.glob("*.py"), *CHAPTERS.glob("*/page*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ASK:
                yield path.stem, ast.literal_eval(node.args[0])


def test_each_question_is_named_after_its_page_so_that_its_answer_is_in_the_summary() -> None:
    keys = [key for _, key in questions()]
    assert len(keys) == len(set(keys)) >= 6
    assert {key.partition(".")[0] for key in keys} <= set(contents.titles())


def test_each_chapter_asks() -> None:
    asked = {key.partition(".")[0] for _, key in questions()}
    assert asked == set(contents.titles()) - {"jets", "anomaly", "answers"}


@pytest.mark.parametrize("name", sorted({key.partition(".")[0] for _, key in questions()}))
def test_each_question_can_be_answered_and_all_of_them_are_graded(app: AppTest, name: str) -> None:
    app.switch_page(str(PAGES / f"{name}.py")).run()
    keys = sorted(key for _, key in questions() if key.startswith(f"{name}."))
    for key in keys:
        if radios := [r for r in app.radio if r.key == f"ask-{key}"]:
            radios[0].set_value(radios[0].options[-1]).run()
        else:
            app.button(key=f"check-{key}").click().run()
        assert not app.exception, key
    given = app.session_state[ANSWERS]
    assert sorted(given) == keys
    shown = said(app)
    assert all(lecture.graded(answer) in shown for answer in given.values())


def test_a_chapter_ends_with_a_link_to_the_next(app: AppTest) -> None:
    app.switch_page(str(PAGES / "pca.py")).run()
    assert "Next: Hebb and Oja" in [link.proto.label for link in app.get("page_link")]
    app.switch_page(str(PAGES / "answers.py")).run()
    assert not any("Next" in link.proto.label for link in app.get("page_link"))


def test_presenter_mode_is_in_the_link_and_comes_from_it(app: AppTest) -> None:
    app.query_params["present"] = "1"
    app.run()
    assert app.session_state[presenting.ON] is True
    app.button(key="present").click().run()
    assert app.session_state[presenting.ON] is False and "present" not in app.query_params
    app.button(key="present").click().run()
    assert app.query_params["present"] == "1"


def test_while_one_presents_letters_and_figures_are_larger(app: AppTest) -> None:
    app.switch_page(str(PAGES / "hebb.py")).run()
    small = figures(app)[0]
    app.button(key="present").click().run()
    large = figures(app)[0]
    assert r"\"size\":14" in small and r"\"size\":19" not in small
    assert r"\"size\":19" in large
