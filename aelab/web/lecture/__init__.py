"""What every page of the lecture is made of: sections, formulas, verdicts, questions."""

from aelab.web.lecture.questions import ANSWERS, Answer, answers, estimate, graded, question
from aelab.web.lecture.sections import (
    corrected,
    formula,
    home,
    introduction,
    lab,
    linked,
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
    "introduction",
    "lab",
    "linked",
    "number",
    "question",
    "section",
    "unmeasured",
    "verdict",
]
