"""The two kinds of failure: what the person can mend, and bugs (everything else)."""


class UserError(Exception):
    """Something the person can understand and mend; shown as a message, never as a traceback.

    `message` names the thing, the place and the rule broken; `way_out` says what to do now.
    """

    def __init__(self, message: str, *, way_out: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.way_out = way_out

    def __str__(self) -> str:
        return f"{self.message} {self.way_out}".strip()


class EditRefused(UserError):
    """An edit that would break a rule of the document; nothing was changed."""


class WorkFailed(Exception):
    """A part of the program failed and nothing of the person's is at fault; told in words all the same."""


class Cancelled(Exception):
    """The person cancelled; what was complete before is kept."""
