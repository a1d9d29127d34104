"""The table of the lecture's rows is what the pages and claims declare."""

import pytest

from tooling import lecture_table


def test_the_table_in_the_docs_is_of_today() -> None:
    written = lecture_table.TABLE.read_text()
    assert written == lecture_table.table(), "make it again: python -m tooling.lecture_table"


def test_each_row_of_the_lecture_has_a_section_and_a_claim() -> None:
    sections, table = lecture_table.sections(), lecture_table.table()
    for row in range(1, 42):
        assert sections[row], row
        line = next(text for text in table.splitlines() if text.startswith(f"| {row} |"))
        assert "`" in line, f"row {row} has no claim"


def test_each_row_on_jets_and_anomalies_has_a_place() -> None:
    sections = lecture_table.sections()
    for row in range(42, 55):
        assert sections[row] or lecture_table.ANOMALY[row], row


def test_what_the_table_names_is_declared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(lecture_table.ANOMALY, 42, ("No such view",))
    with pytest.raises(KeyError):
        lecture_table.table()
