"""placeholder while the demo is written"""


def add_to(commands: object) -> None:
    pass
