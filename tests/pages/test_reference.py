"""The page that lists every formula and parameter."""

from streamlit.testing.v1 import AppTest

from aelab import catalogue
from tests.notes import SCRIPT, Notes


def test_the_reference_lists_every_parameter_of_every_model_and_dataset(cluster: Notes) -> None:
    page = AppTest.from_file(str(SCRIPT.parents[2] / "pages" / "reference.py"), default_timeout=20)
    page.run()
    assert not page.exception
    entries = catalogue.read()
    assert entries is not None
    listed = [*entries.models.values(), *entries.datasets.values()]
    assert {s.value for s in page.subheader} == {entry.title for entry in listed}
    assert all(any(f"Key: `{e.slug}`" in m.value for m in page.markdown) for e in listed)
    tables = [m.value for m in page.markdown if m.value.startswith("| symbol")]
    for entry, table in zip(listed, tables, strict=True):
        assert all(f"`{key}`" in table for key in entry.fields)
        assert table.count("\n") == len(entry.fields) + 1
