"""The two kinds of failure: what the person can mend, and bugs (everything else)."""

from app.domain.texts import Text


class UserError(Exception):
    """Something the person can understand and mend; shown as a message, never as a traceback.

    `message` names the thing, the place and the rule broken; `way_out` says what to do now. Both are
    sentences with `{names}` for the `values`, so that they can be told in other languages:
    `UserError("{film} has no picture.", way_out="Choose another film.", film=medium.name)`.
    """

    def __init__(self, message: str, /, *, way_out: str = "", **values: object) -> None:
        self.message = Text(message, **values)
        self.way_out = Text(way_out, **values)
        super().__init__(str(self))

    @property
    def text(self) -> Text:
        """Message and way out."""
        if not self.way_out:
            return self.message
        return Text("{message} {advice}", message=self.message, advice=self.way_out)

    def __str__(self) -> str:
        return str(self.text)


class EditRefused(UserError):
    """An edit that would break a rule of the document; nothing was changed."""


class WorkFailed(Exception):
    """A part of the program failed and nothing of the person's is at fault; told in words all the same."""


class Cancelled(Exception):
    """The person cancelled; what was complete before is kept."""
