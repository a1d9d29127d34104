"""The table of the lecture's rows is what the pages and claims declare."""

from docs import lecture


def test_the_table_in_the_docs_is_of_today():
    written = (lecture.HERE / "lecture.md").read_text()
    assert written == lecture.table(), "make it again: python -m docs.lecture"


def test_each_row_of_a_chapter_that_is_there_has_a_section_and_a_claim():
    sections, table = lecture.sections(), lecture.table()
    for row in range(1, 16):
        assert sections[row], row
        line = next(one for one in table.splitlines() if one.startswith(f"| {row} |"))
        assert "`" in line, f"row {row} has no claim"
