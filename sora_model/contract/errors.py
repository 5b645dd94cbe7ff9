"""The one exception of `sora_model` that a person can do something about."""


class SoraError(Exception):
    """The user's input, or a file the user named, is at fault; the message says what, where and what to do.

    `SoraError("{file} has no sound.", file=path)`: the message is `template`, a sentence, with its `values`
    put in for the names, so that a program can tell it in another language.

    Everything that is not a `SoraError` is a bug and must propagate.
    """

    def __init__(self, template: str, /, **values: object) -> None:
        super().__init__(template.format(**values) if values else template)
        self.template = template
        self.values = values
