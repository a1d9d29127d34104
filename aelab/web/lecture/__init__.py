"""What every page of the lecture is made of: sections, formulas, verdicts, questions."""

from aelab.web.lecture.questions import ANSWERS, Answer, answers, estimate, graded, question
from aelab.web.lecture.sections import (
    corrected,
    formula,
    home,
    lab,
    linked,
    open,
    section,
)
from aelab.web.lecture.verdicts import immeasurable, number, unmeasured, verdict

__all__ = [
    "ANSWERS",
    "Answer",
    "answers",
    "corrected",
    "estimate",
    "formula",
    "graded",
    "home",
    "immeasurable",
    "lab",
    "linked",
    "number",
    "open",
    "question",
    "section",
    "unmeasured",
    "verdict",
]
