"""Failures of the decoder's floor in the program's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.errors import Cancelled, UserError
from app.domain.texts import Text
from sora_model.contract.errors import SoraError
from sora_model.contract.events import Failed
from sora_model.media.progress import Cancelled as DecodingCancelled


def words(error: Exception) -> Text:
    """What an error says, also one of the model's or the decoder's floor, as a text that can be told."""
    if isinstance(error, UserError):
        return error.text
    if not isinstance(error, SoraError):
        return Text(str(error))
    values = {n: words(v) if isinstance(v, SoraError) else v for n, v in error.values.items()}
    return Text(error.template, **values)


def said(event: Failed) -> Text:
    """What another process says of its failure."""
    return Text(event.template or event.message, **event.values)


@contextmanager
def user_errors() -> Iterator[None]:
    """Turns the decoder's `SoraError` into `UserError` and its `Cancelled` into the program's."""
    try:
        yield
    except SoraError as error:
        raise UserError(words(error)) from error
    except DecodingCancelled:
        raise Cancelled from None
