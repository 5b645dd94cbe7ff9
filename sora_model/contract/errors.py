"""The one exception of `sora_model` that a person can do something about."""


class SoraError(Exception):
    """The user's input, or a file the user named, is at fault; the message says what, where and what to do.

    Everything that is not a `SoraError` is a bug and must propagate.
    """
