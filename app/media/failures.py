"""Failures of the decoder's floor in the program's words."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.domain.errors import Cancelled, UserError
from sora_model.contract.errors import SoraError
from sora_model.media.progress import Cancelled as DecodingCancelled


@contextmanager
def user_errors() -> Iterator[None]:
    """Turns the decoder's `SoraError` into `UserError` and its `Cancelled` into the program's."""
    try:
        yield
    except SoraError as error:
        raise UserError(str(error)) from error
    except DecodingCancelled:
        raise Cancelled from None
