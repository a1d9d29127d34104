"""The reference: an entry of the catalogue as words, formula and table."""

import streamlit as st

from aelab.catalogue import Catalogue, Entry, ScoreEntry
from aelab.params import Field
from aelab.web import formula, tables, theme

HEADS = ("symbol", "name", "key", "range", "default", "meaning")


def model(entry: Entry) -> None:
    """Write what a model minimises, or its rule, and its parameters."""
    with st.container(border=True):
        st.subheader(entry.title, anchor=False)
        st.markdown(f"{theme.plain(entry.description)} Key: `{entry.slug}`.")
        if isinstance(entry.formula, str):
            st.markdown(formula.written(entry, entry.formula))
        else:
            by = ", ".join(entry.fields[key].declaration.name for key in entry.formula_by)
            for option, latex in entry.formula.items():
                st.markdown(f"{by}: {option} &emsp; {formula.written(entry, latex)}")
        _table(entry)
        st.caption(theme.plain(entry.source))


def dataset(entry: Entry) -> None:
    """Write what a dataset is, and its parameters."""
    with st.container(border=True):
        st.subheader(entry.title, anchor=False)
        shape = " × ".join(map(str, entry.sample_shape))
        words = theme.plain(f"{entry.description} Shape of a sample: {shape}.")
        st.markdown(f"{words} Key: `{entry.slug}`.")
        _table(entry)
        st.caption(theme.plain(f"Source: {entry.source}."))


def scores(catalogue: Catalogue) -> None:
    """Write what each anomaly score is, what it needs, and where it comes from."""
    rows = [
        (e.title, f"`{e.slug}`", e.description, _needs(e, catalogue), e.source)
        for e in catalogue.scores.values()
    ]
    st.markdown(tables.table(("score", "key", "meaning", "for", "source"), rows))


def _needs(entry: ScoreEntry, catalogue: Catalogue) -> str:
    titles = [catalogue.models[slug].title for slug in entry.models]
    data = [f"data with {entry.quantity}"] if entry.quantity else []
    return ", ".join([*titles, *data, *(["images"] if entry.images else [])]) or "all"


def _table(entry: Entry) -> None:
    st.markdown(tables.written(HEADS, map(_row, entry.fields.values())))


def _row(field: Field) -> tuple[str, ...]:
    declaration = field.declaration
    symbol = tables.maths(declaration.symbol) if declaration.symbol else ""
    default = declaration.text(field.default) or "none"
    plain = (
        theme.plain(text)
        for text in (declaration.name, declaration.span(), default, declaration.help)
    )
    name, span, default, sentence = plain
    return symbol, name, f"`{field.key}`", span, default, sentence
