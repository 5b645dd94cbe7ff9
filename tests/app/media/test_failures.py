"""Failures of the floors below the window keep their sentences and values on the way up."""

from __future__ import annotations

import json

import pytest

from app.domain.errors import Cancelled, UserError
from app.domain.texts import Text
from app.media.failures import said, user_errors, words
from sora_model.contract import events
from sora_model.contract.errors import SoraError
from sora_model.media.progress import Cancelled as DecodingCancelled


def test_the_decoders_failures_become_the_programs() -> None:
    with pytest.raises(UserError) as caught, user_errors():
        raise SoraError("{file} has no sound.", file="{a}.mp4")
    assert str(caught.value) == "{a}.mp4 has no sound."
    assert (caught.value.message.template, caught.value.message.values) == (
        "{file} has no sound.",
        {"file": "{a}.mp4"},
    )
    with pytest.raises(Cancelled), user_errors():
        raise DecodingCancelled


def test_words_of_every_kind_of_error() -> None:
    inner = SoraError("{file} has no sound.", file="a.mp4")
    nested = words(SoraError("{where}: {reason}", where="x", reason=inner))
    assert nested == "x: a.mp4 has no sound."
    assert isinstance(nested.values["reason"], Text)
    assert words(UserError("No {what}.", way_out="Go.", what="x")) == "No x. Go."
    assert words(OSError("{disk} is full")) == "{disk} is full"


def test_another_process_tells_its_sentence_too() -> None:
    error = SoraError("{path}: {count:,} of {share}.", path="a", count=1234, share=[1])
    event = events.decode(events.encode(events.Failed.by(error)))
    assert isinstance(event, events.Failed)
    assert (event.message, event.user_fault) == (str(error), True)
    assert (said(event), said(event).template) == (str(error), error.template)
    old = events.decode(json.dumps({"event": "failed", "message": "No {x}", "user_fault": True}))
    assert isinstance(old, events.Failed)
    assert said(old) == "No {x}"
