"""Plain callbacks: the session's way to say that something happened, without Qt."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Fact = TypeVar("Fact")


class Listeners(Generic[Fact]):
    """Who wants to hear of one kind of fact. Called in the order of subscription."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Fact], None]] = []

    def subscribe(self, listener: Callable[[Fact], None]) -> Callable[[], None]:
        """Returns the function that ends the subscription."""
        self._listeners.append(listener)

        def unsubscribe() -> None:
            if listener in self._listeners:
                self._listeners.remove(listener)

        return unsubscribe

    def tell(self, fact: Fact) -> None:
        for listener in tuple(self._listeners):
            listener(fact)
