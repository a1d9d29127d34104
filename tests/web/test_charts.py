"""Finished figures: what is sent of them."""

import json

import pytest

from aelab.figures import look
from aelab.figures.colours import LIGHT, TOKENS, resolved
from aelab.web import charts


def test_a_figure_is_sent_with_its_height_its_words_and_its_library(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sent = {}
    monkeypatch.setattr(charts, "_mount", lambda key, **options: sent.update({key: options}))
    figure = look.figure()
    figure.add_scatter(x=[1], y=[2], line={"color": TOKENS.ink})
    charts.chart(figure, "one", 300, "A point.", still=True)
    data = sent["figure-one"]["data"]
    assert json.loads(data["figure"])["data"][0]["y"] == [2]
    assert json.loads(data["figure"])["data"][0]["line"]["color"] == LIGHT.ink
    assert (data["height"], data["says"], data["config"]) == (300, "A point.", look.STILL)
    assert data["template"] == resolved(look.template(), LIGHT)
    assert data["library"] == charts.route().path
