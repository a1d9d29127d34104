"""Values of commands that no browser of ours sends."""

import json
from collections.abc import Sequence

from benchmarks.abuse.attack import Finding, Findings, attack
from benchmarks.abuse.lab import Lab
from benchmarks.abuse.live import Live

LINK = "?dataset=Two+moons&model=Autoencoder&latent=2&epochs=1000"
OPS = ("rate", "axes", "pick", "show", "pace", "probe", "score", "flat", "sample")
STOP_SECONDS = 2.0
PLAY_SECONDS = 8.0
DIGITS = "9" * 3_900

SURROGATES = ('"\\ud800"', '"\\udfff x"', '{"\\ud800":1}', '["\\ud83d"]', '{"a":["\\udc00"]}')
MARKERS = (
    '{"__Enum__":true,"name":"OPEN","module":"os","__module__":"os"}',
    '{"__Enum__":true,"name":"Status.running","__module__":"distributed.core"}',
    '{"__Pickled__":"gASVHAAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOUjAR0cnVllIWUUpQu"}',
    '{"__Serialized__":[{},[]]}',
    '{"__Set__":[1,2]}',
    '{"__Tuple__":[1]}',
    '{"__MsgpackExtensionItem__":[3,"range","[0,9]"]}',
    '[{"__Pickled__":{"__Enum__":1}}]',
)
NUMBERS = (
    DIGITS,
    f"-{DIGITS}",
    "1e21",
    "1000000000000000000000",
    "-1e308",
    "1e400",
    "NaN",
    "Infinity",
    "-Infinity",
    "9223372036854775808",
    "18446744073709551616",
    "0.1e-999",
    "1e-320",
)
WRONG = (
    "null",
    "true",
    "[]",
    "{}",
    '""',
    '"x"',
    "[null]",
    '[0,"1"]',
    "[1e9,2]",
    "[-1,-1]",
    '{"view":1}',
    '{"place":[1,2,3,4,5,6,7,8,9]}',
    "[[[[1]]]]",
    '"\\u0000"',
    '"\\u202e"',
    json.dumps(list(range(900))),
    json.dumps({str(i): i for i in range(300)}),
    json.dumps("z" * 3_900),
    json.dumps([0.5] * 700),
)
NESTED = (
    *("[" * depth + "]" * depth for depth in (60, 500, 990, 1_900)),
    '{"a":' * 400 + "1" + "}" * 400,
    '{"a":[' * 300 + "]}" * 300,
)


def tried(
    lab: Lab, values: Sequence[str], ops: Sequence[str], *, answered: bool = True
) -> Findings:
    """Send each value with each command; the run must be stopped and started again after each.

    Args:
        lab: the lab.
        values: as JSON.
        ops: the commands.
        answered: whether each of them has to be acknowledged, or the socket closed.

    """
    visitor = lab.visitor()
    live = visitor.watch(visitor.open(query=LINK).run)
    yield Finding("a run begins", live.reached("running", seconds=PLAY_SECONDS))
    for number, (value, op) in enumerate((value, op) for value in values for op in ops):
        if live.closed:
            live = visitor.watch(visitor.open(query=LINK).run)
            live.reached("running", seconds=PLAY_SECONDS)
        live.say(f'{{"op":"{op}","value":{value},"id":{number}}}')
        shown = f"{op} = {value[:24]}{'…' if len(value) > 24 else ''}"
        if answered:
            done = live.acknowledged(number, STOP_SECONDS) or bool(live.closed)
            yield Finding(f"{shown} is not answered", done)
        yield Finding(f"Stop fails after {shown}", bool(live.closed) or _stopped(live))
        if not live.closed and not _again(live):
            yield Finding(f"no run after {shown}", held=False)
            return  # its slot is lost


def _stopped(live: Live) -> bool:
    told = live.ask("stop", seconds=STOP_SECONDS) is not None
    return told and live.reached("stopped", "finished", "diverged", seconds=STOP_SECONDS)


def _again(live: Live) -> bool:
    live.ask("play", seconds=PLAY_SECONDS)
    return live.reached("running", seconds=PLAY_SECONDS)


@attack("surrogates")
def surrogates(lab: Lab) -> Findings:
    """Send texts that cannot be written in UTF-8."""
    yield from tried(lab, SURROGATES, OPS)


@attack("markers")
def markers(lab: Lab) -> Findings:
    """Send what Dask's own messages resolve on the other side."""
    yield from tried(lab, MARKERS, ("axes", "show", "probe", "rate", "pace"))


@attack("numbers")
def numbers(lab: Lab) -> Findings:
    """Send numbers that are huge, tiny, or none."""
    yield from tried(lab, NUMBERS, ("pace", "rate", "pick", "axes", "flat"))


@attack("types")
def types(lab: Lab) -> Findings:
    """Send values of the wrong type with every command that takes one."""
    yield from tried(lab, WRONG, OPS)


@attack("nesting")
def nesting(lab: Lab) -> Findings:
    """Send values that are nested deeply; what no parser takes need not be answered."""
    yield from tried(lab, NESTED, ("axes", "probe", "rate", "play"), answered=False)


@attack("ids")
def ids(lab: Lab) -> Findings:
    """Send ids and members that no browser of ours sends; commands still work after each."""
    visitor = lab.visitor()
    live = visitor.watch(visitor.open(query=LINK).run)
    yield Finding("a run begins", live.reached("running", seconds=PLAY_SECONDS))
    for value in (*SURROGATES, *MARKERS, *NUMBERS, *WRONG, *NESTED):
        live.say(f'{{"op":"axes","value":[0,1],"id":{value}}}')
        live.say(f'{{"op":{value},"value":[0,1],"id":1}}')
        live.say(value)
        if live.closed:
            live = visitor.watch(visitor.open(query=LINK).run)
            live.reached("running", seconds=PLAY_SECONDS)
        answered = live.ask("axes", [0, 1], STOP_SECONDS) is not None or bool(live.closed)
        yield Finding(f"no command after the id {value[:24]}", answered)
    yield Finding("Stop fails after strange ids", _stopped(live))
