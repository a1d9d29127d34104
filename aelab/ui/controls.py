"""The controls of the sidebar, drawn from the declarations in the catalogue.

The widgets' state is the truth: it is read first, into what is chosen, and drawn afterwards.
"""

from collections.abc import Callable

import streamlit as st

from aelab.catalogue import Catalogue, Entry
from aelab.params import Field, InputError
from aelab.presets import PRESETS, Preset
from aelab.spec import SEED
from aelab.ui import formula, link, theme, widgets
from aelab.ui.link import Chosen

DATASET, MODEL, RUN_SEED = "c.dataset", "c.model", "c.seed"


def put(chosen: Chosen, known: Catalogue) -> None:
    """Set every widget to what is chosen. Not after one of them has been drawn."""
    state = st.session_state
    state["chosen"] = chosen
    state[DATASET], state[MODEL] = chosen["dataset"], chosen["model"]
    state[RUN_SEED] = chosen["seed"]
    for name, (field, owner) in link.fields(known, chosen).items():
        value = chosen[owner].get(field.key, field.default)
        state[_key(name)] = widgets.shown(field, value)


def read(known: Catalogue) -> Chosen:
    """Return what the widgets say; what they say badly stays as it was last."""
    state, last = st.session_state, st.session_state["chosen"]
    dataset, model = state.get(DATASET, last["dataset"]), state.get(MODEL, last["model"])
    if (dataset, model) != (last["dataset"], last["model"]):
        put(switched(last, dataset, model, known), known)
    elif DATASET not in state:  # back from another page
        put(last, known)
    chosen = _said(state["chosen"], known)
    state["chosen"] = chosen
    return chosen


def switched(last: Chosen, dataset: str, model: str, known: Catalogue) -> Chosen:
    """Return the choice after another dataset or model was picked.

    It begins at the preset of that pair, or at what the dataset advises, and keeps what was
    changed by hand.
    """
    before = _usual(last["dataset"], last["model"], known)
    after = _usual(dataset, model, known)
    for field, owner in link.fields(known, after).values():
        mine, usual = (c[owner].get(field.key) for c in (last, before))
        if mine is None or mine == usual:
            continue
        try:
            after[owner][field.key] = field.declaration.check(mine)
        except InputError:
            continue
    return {**after, "seed": last["seed"]}


def _usual(dataset: str, model: str, known: Catalogue) -> Chosen:
    for preset in PRESETS:
        if (preset.dataset, preset.model) == (dataset, model):
            return link.of(preset, known)
    usual, fields = link.bare(dataset, model), known.models[model].fields
    advice = known.datasets[dataset].advice
    usual["model_params"] |= {key: value for key, value in advice.items() if key in fields}
    return usual


def _said(last: Chosen, known: Catalogue) -> Chosen:
    state, chosen = st.session_state, link.bare(last["dataset"], last["model"])
    seed = state.get(RUN_SEED)
    chosen["seed"] = last["seed"] if seed is None else int(SEED.clamp(seed))
    for name, (field, owner) in link.fields(known, last).items():
        value = last[owner].get(field.key, field.default)
        raw = state.setdefault(_key(name), widgets.shown(field, value))
        try:
            value = widgets.parsed(field, raw)
        except InputError:
            pass  # the widget says so below itself, see `_complaint`
        if value != field.default:
            chosen[owner][field.key] = value
    return chosen


def _key(name: str) -> str:
    return f"c.{name}" if "." in name else f"c.model.{name}"


# What the page shows, in the order of the sidebar.


def presets(known: Catalogue, chosen: Chosen, choose: Callable[[Preset], None]) -> None:
    """Draw a button for each preset whose data and model are there."""
    with st.container(key="presets"):
        for preset in PRESETS:
            if preset.dataset in known.datasets and preset.model in known.models:
                here = is_preset(preset, chosen, known)
                st.button(
                    preset.name,
                    key=f"preset.{preset.slug}",
                    help=preset.look_for,
                    type="primary" if here else "secondary",
                    on_click=choose,
                    args=(preset,),
                    width="stretch",
                )


def is_preset(preset: Preset, chosen: Chosen, known: Catalogue) -> bool:
    """Return whether a preset is what is chosen, from whatever seed."""
    if preset.dataset not in known.datasets or preset.model not in known.models:
        return False
    return {**link.of(preset, known), "seed": 0} == {**chosen, "seed": 0}


def data(known: Catalogue, chosen: Chosen) -> None:
    """Draw the choice of the dataset and its parameters."""
    theme.thumbnails(known)
    with st.container(key="datasets"):
        st.radio("Dataset", list(known.datasets), key=DATASET, label_visibility="collapsed")
    st.caption(theme.plain(known.datasets[chosen["dataset"]].description))
    fields = [f for f in _of("dataset_params", known, chosen) if not f[1].declaration.advanced]
    if fields:
        with st.expander(widgets.names([field for _, field in fields])):
            widgets.draw(fields)


def model(known: Catalogue, chosen: Chosen) -> None:
    """Draw the choice of the model."""
    with st.container(key="models"):
        st.radio("Model", list(known.models), key=MODEL, label_visibility="collapsed")


def minimised(entry: Entry, chosen: Chosen) -> None:
    """Draw the formula of J, and again with the current values in it."""
    params = chosen["model_params"]
    with st.container(key="formula"):
        st.markdown(formula.coloured(entry.formula_for(params)))
        filled = formula.valued(entry, params)
        if filled:
            st.markdown(formula.coloured(filled, second=True))


def parameters(known: Catalogue, chosen: Chosen) -> None:
    """Draw the model's parameters, those in its formula first; fold the advanced and the seed."""
    entry, params = known.models[chosen["model"]], chosen["model_params"]
    model = _of("model_params", known, chosen)
    model.sort(key=lambda named: not formula.weighs(entry, params, named[1]))
    widgets.draw(f for f in model if not f[1].declaration.advanced)
    declared = [*model, *_of("dataset_params", known, chosen)]
    folded = [f for f in declared if f[1].declaration.advanced]
    folded.append((RUN_SEED, Field("seed", 0, SEED)))
    with st.expander(widgets.names([field for _, field in folded])):
        widgets.draw(folded)


def _of(owner: str, known: Catalogue, chosen: Chosen) -> list[tuple[str, Field]]:
    named = link.fields(known, chosen).items()
    return [(_key(name), field) for name, (field, whose) in named if whose == owner]
