"""Every sentence about a result says something else if its numbers are the opposite ones.

Such a sentence is a public function of a module named "conclusions", which is found here; its
numbers are in `cases`.
"""

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

import aelab
from tests.architecture.test_layers import imports
from tests.conclusions.cases import CASES, WORDS

PACKAGE = Path(aelab.__file__).parent
FILES = sorted(PACKAGE.rglob("conclusions.py"))
UNCLEAR = re.compile(
    r"not clear|no clear|cannot be told|not to be told|0 are clearly better and 0 clearly worse"
)


def functions() -> Iterator[str]:
    for file in FILES:
        name = ".".join(file.relative_to(PACKAGE.parent).with_suffix("").parts)
        for word, entry in vars(import_module(name)).items():
            if inspect.isfunction(entry) and entry.__module__ == name and word[0] != "_":
                yield f"{name.removeprefix('aelab.')}.{word}"


ALL = sorted(functions())


def words(sentence: str) -> str:
    """A sentence without its measured numbers; counts stay."""
    return re.sub(r"[−-]?\d+\.\d+", "#", sentence)


def test_each_function_that_concludes_has_cases_and_there_are_no_others() -> None:
    assert ALL and set(ALL) == set(CASES)


@pytest.mark.parametrize("name", ALL)
def test_opposite_numbers_give_other_words(name: str) -> None:
    case = CASES[name]
    sentences = [words(text) for text in (case.larger(), case.smaller(), case.alike())]
    assert len(set(sentences)) == 3, sentences
    of_larger, of_smaller = WORDS[name]
    assert of_larger in case.larger() and of_larger not in case.smaller() + case.alike()
    assert of_smaller in case.smaller() and of_smaller not in case.larger() + case.alike()


@pytest.mark.parametrize("name", ALL)
def test_a_difference_within_the_errors_is_called_unclear_and_no_other_is(name: str) -> None:
    case = CASES[name]
    assert UNCLEAR.search(case.alike())
    assert not UNCLEAR.search(case.larger()) and not UNCLEAR.search(case.smaller())


@pytest.mark.parametrize("name", ALL)
def test_what_is_concluded_from_is_told_with_its_error(name: str) -> None:
    case = CASES[name]
    assert all("±" in text for text in (case.larger(), case.smaller(), case.alike()))


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_conclusions_need_no_page(file: Path) -> None:
    assert not any(name.split(".")[0] == "streamlit" for name in imports(file))
