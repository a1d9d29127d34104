"""The controls of the sidebar, drawn from the declarations in the catalogue.

The widgets' state is the single source: the choice is read from it, and then drawn.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Literal, TypeAlias

import streamlit as st

import aelab.catalogue
from aelab.catalogue import Catalogue, Entry
from aelab.params import Field, InputError, Range, Token, Value
from aelab.presets import PRESETS, Preset, firsts
from aelab.spec import SEED
from aelab.web import formula, link, theme, widgets
from aelab.web.jets import own as ownjets
from aelab.web.link import Chosen
from aelab.web.uploads import own

DATASET, MODEL, RUN_SEED = "c.dataset", "c.model", "c.seed"
Kind: TypeAlias = Literal["primary", "secondary"]
MORE = "more"  # whether the other presets are unfolded
OWN = "own.chosen"  # what was last chosen of one's own data, by dataset
ASK = {"own-data": own.ask, "jet-images": ownjets.ask}  # where a file can be given


def put(chosen: Chosen, catalogue: Catalogue) -> None:
    """Set every widget to the choice. Call it before any of them is drawn."""
    state = st.session_state
    state["chosen"] = chosen
    state[DATASET], state[MODEL] = chosen["dataset"], chosen["model"]
    state[RUN_SEED] = chosen["seed"]
    for name, (field, owner) in link.fields(catalogue, chosen).items():
        value = chosen[owner].get(field.key, field.default)
        state[_key(name)] = widgets.shown(field, value)


def read(catalogue: Catalogue) -> Chosen:
    """Return the choice in the widgets; an invalid value is replaced by the last valid one."""
    state, last = st.session_state, st.session_state["chosen"]
    dataset, model = state.get(DATASET, last["dataset"]), state.get(MODEL, last["model"])
    if (dataset, model) != (last["dataset"], last["model"]):
        mine = state.get(OWN, {}).get(dataset)
        put(switched(last, dataset, model, catalogue, mine), catalogue)
    elif not {DATASET, RUN_SEED} <= state.keys():  # back from another page, without its widgets
        put(last, catalogue)
    chosen = _from_widgets(state["chosen"], catalogue)
    state["chosen"] = chosen
    if link.own_file(catalogue.datasets[chosen["dataset"]], chosen):
        state.setdefault(OWN, {})[chosen["dataset"]] = chosen["dataset_params"]
    return chosen


def switched(
    last: Chosen,
    dataset: str,
    model: str,
    catalogue: Catalogue,
    mine: Mapping[str, Value] | None = None,
) -> Chosen:
    """Return the choice after another dataset or model was picked.

    It begins at the preset of that pair, or at what the dataset advises, and keeps what was
    changed by hand.

    Args:
        last: What was chosen before.
        dataset: The slug of the dataset that is chosen now.
        model: The slug of the model that is chosen now.
        catalogue: The catalogue.
        mine: How one's own data were left, if the dataset is of that kind.

    """
    before = _usual(last["dataset"], last["model"], catalogue)
    after = _usual(dataset, model, catalogue)
    if link.own_file(catalogue.datasets[dataset], after) is not None:
        after["dataset_params"] |= mine or {}
    for field, owner in link.fields(catalogue, after).values():
        chosen, usual = (c[owner].get(field.key) for c in (last, before))
        if chosen is None or chosen == usual:
            continue
        try:
            after[owner][field.key] = field.declaration.check(chosen)
        except InputError:
            continue
    return {**after, "seed": last["seed"]}


def _usual(dataset: str, model: str, catalogue: Catalogue) -> Chosen:
    for preset in PRESETS:
        if (preset.dataset, preset.model) == (dataset, model):
            return link.of(preset, catalogue)
    usual, fields = link.bare(dataset, model), catalogue.models[model].fields
    advice = catalogue.datasets[dataset].advice
    usual["model_params"] |= {key: value for key, value in advice.items() if key in fields}
    return usual


def _from_widgets(last: Chosen, catalogue: Catalogue) -> Chosen:
    state, chosen = st.session_state, link.bare(last["dataset"], last["model"])
    seed = state.get(RUN_SEED)
    chosen["seed"] = last["seed"] if seed is None else int(SEED.clamp(seed))
    for name, (field, owner) in link.fields(catalogue, last).items():
        value = last[owner].get(field.key, field.default)
        raw = state.setdefault(_key(name), widgets.shown(field, value))
        try:
            value = widgets.parsed(field, raw)
        except InputError:  # the widget says so below itself, see `_complaint`
            value = _fitted(field, value)
            if isinstance(raw, int | float):  # other data have another limit
                state[_key(name)] = value
        if value != field.default:
            chosen[owner][field.key] = value
    return chosen


def _fitted(field: Field, value: Value) -> Value:
    declaration = field.declaration
    return (
        declaration.clamp(value)
        if isinstance(declaration, Range) and isinstance(value, int | float)
        else value
    )


def _key(name: str) -> str:
    return f"c.{name}" if "." in name else f"c.model.{name}"


# What the page shows, in the order of the sidebar.


def presets(catalogue: Catalogue, chosen: Chosen, choose: Callable[[Preset], None]) -> None:
    """Draw a button for the first preset of each model, and fold the others away."""
    there = [p for p in PRESETS if p.dataset in catalogue.datasets and p.model in catalogue.models]
    here = [p for p in there if is_preset(p, chosen, catalogue)]
    first = firsts(there)
    others = [p for p in there if p not in first]
    with st.container(key="presets"):
        for preset in first:
            button(preset, choose, here=preset in here)
        if others:
            kind: Kind = "primary" if any(p in here for p in others) else "secondary"
            popover = st.popover(
                "More presets", type=kind, width="stretch", key=MORE, on_change="rerun"
            )
            if popover.open:  # a button takes its time whether anybody sees it or not
                with popover, st.container(key="more-presets"):
                    for preset in others:
                        button(preset, choose, here=preset in here)


def button(preset: Preset, choose: Callable[[Preset], None], *, here: bool) -> None:
    """Draw the button of a preset, marked if it is what is chosen."""
    st.button(
        preset.name,
        key=f"preset.{preset.slug}",
        help=preset.look_for,
        type="primary" if here else "secondary",
        on_click=_choose,
        args=(preset, choose),
        width="stretch",
    )


def _choose(preset: Preset, choose: Callable[[Preset], None]) -> None:
    st.session_state[MORE] = False  # or the popover would cover the picture
    choose(preset)


def is_preset(preset: Preset, chosen: Chosen, catalogue: Catalogue) -> bool:
    """Return whether the choice is that of a preset, with any seed."""
    if preset.dataset not in catalogue.datasets or preset.model not in catalogue.models:
        return False
    return {**link.of(preset, catalogue), "seed": 0} == {**chosen, "seed": 0}


def data_choice(catalogue: Catalogue, chosen: Chosen) -> None:
    """Draw the choice of the dataset and its parameters."""
    theme.thumbnails(catalogue)
    with st.container(key="datasets"):
        slugs = list(catalogue.datasets)
        st.radio(
            "Dataset",
            slugs,
            slugs.index(chosen["dataset"]),
            key=DATASET,
            format_func=lambda slug: catalogue.datasets[slug].title,
            label_visibility="collapsed",
        )
    described(catalogue, chosen)
    asked(catalogue, chosen)
    fields = [f for f in _of("dataset_params", catalogue, chosen) if _is_shown(f[1])]
    if fields:
        with st.expander(widgets.names([field for _, field in fields])):
            widgets.draw(fields)


def asked(catalogue: Catalogue, chosen: Chosen) -> None:
    """Draw where a file of one's own can be given, if the data are of a kind that takes one."""
    file = link.own_file(catalogue.datasets[chosen["dataset"]], chosen)
    if file is not None:
        ASK[chosen["dataset"]](file, take)


def described(catalogue: Catalogue, chosen: Chosen) -> None:
    """Say what the data are."""
    entry = catalogue.datasets[chosen["dataset"]]
    st.caption(f"**{theme.plain(entry.title)}.** {theme.plain(entry.description)}")


def about(catalogue: Catalogue, chosen: Chosen, keys: Iterable[str]) -> None:
    """Draw those parameters of the data that have one of these keys, in the order of the keys."""
    fields = {field.key: (name, field) for name, field in _of("dataset_params", catalogue, chosen)}
    widgets.draw(fields[key] for key in keys if key in fields)


def _is_shown(field: Field) -> bool:
    return not (field.declaration.advanced or isinstance(field.declaration, Token))


def take(params: Mapping[str, Value]) -> None:
    """Choose other parameters of the dataset. Call it before the script runs again."""
    chosen: Chosen = st.session_state["chosen"]
    catalogue = aelab.catalogue.read()
    if catalogue is not None:
        chosen["dataset_params"] |= params
        put(chosen, catalogue)


def model_choice(catalogue: Catalogue, chosen: Chosen) -> None:
    """Draw the choice of the model."""
    slugs = list(catalogue.models)
    with st.container(key="models"):
        st.radio(
            "Model",
            slugs,
            slugs.index(chosen["model"]),
            key=MODEL,
            format_func=lambda slug: catalogue.models[slug].title.removesuffix(" autoencoder"),
            label_visibility="collapsed",
        )


def minimised(entry: Entry, chosen: Chosen) -> None:
    """Draw the formula of J or the learning rule, and again with the current values in it."""
    with st.container(key="formula" if entry.minimises else "rule"):
        for line in formula.lines(entry, chosen["model_params"]):
            st.markdown(line)
    if not entry.encodes:
        st.caption(
            f"The {theme.plain(entry.title)} has no encoder: nothing maps a sample to a code. So "
            "there are no reconstructions and no errors, only samples, and the losses."
        )


def parameters(catalogue: Catalogue, chosen: Chosen, but: Collection[str] = ()) -> None:
    """Draw the model's parameters, those in its formula first; fold the advanced and the seed.

    Parameters of the data in ``but`` are drawn elsewhere.
    """
    entry, params = catalogue.models[chosen["model"]], chosen["model_params"]
    model = _of("model_params", catalogue, chosen)
    model.sort(key=lambda named: not formula.weighs(entry, params, named[1]))
    widgets.draw(f for f in model if not f[1].declaration.advanced)
    data = [f for f in _of("dataset_params", catalogue, chosen) if f[1].key not in but]
    declared = [*model, *data]
    folded = [f for f in declared if f[1].declaration.advanced]
    folded.append((RUN_SEED, Field("seed", 0, SEED)))
    with st.expander(widgets.names([field for _, field in folded])):
        widgets.draw(folded)


def _of(owner: str, catalogue: Catalogue, chosen: Chosen) -> list[tuple[str, Field]]:
    named = link.fields(catalogue, chosen).items()
    return [(_key(name), field) for name, (field, whose) in named if whose == owner]
