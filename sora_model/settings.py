"""`key=value` pairs → fields of nested frozen dataclasses, typed by their annotations."""

from __future__ import annotations

import difflib
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from sora_model.contract.errors import SoraError

D = TypeVar("D")
YES_NO = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def changed(config: D, pairs: Mapping[str, str], fixed: frozenset[str] = frozenset()) -> D:
    """`config` with the fields named in `pairs`; a nested field by its path (“model.fusion”) or name alone.

    A name that several levels have means the outermost one. Fields whose path is in `fixed` cannot be set.
    Raises `SoraError` that lists the keys there are, or says what values a key takes.
    """
    kinds = {path: kind for path, kind in _paths(config).items() if path not in fixed}
    values: dict[str, Any] = {}
    for key, text in pairs.items():
        path = _found(key, kinds)
        values[path] = _parsed(path, text.strip(), kinds[path])
    new: D = _replaced(config, values)
    return new


def keys(config: object, fixed: frozenset[str] = frozenset()) -> list[str]:
    """Every path that `changed` takes."""
    return sorted(path for path in _paths(config) if path not in fixed)


def _paths(config: object, prefix: str = "") -> dict[str, Any]:
    """Type of every field that is no dataclass itself, outermost first."""
    hints = get_type_hints(type(config))
    out: dict[str, Any] = {}
    inner: dict[str, Any] = {}
    for item in fields(config):  # type: ignore[arg-type]
        value = getattr(config, item.name)
        if is_dataclass(value):
            inner |= _paths(value, f"{prefix}{item.name}.")
        else:
            out[prefix + item.name] = hints[item.name]
    return out | inner


def _found(key: str, kinds: Mapping[str, Any]) -> str:
    if key in kinds:
        return key
    for path in kinds:
        if path.endswith(f".{key}"):
            return path
    near = difflib.get_close_matches(key, [p.rpartition(".")[2] for p in kinds], 1)
    hint = f" Did you mean “{near[0]}”?" if near else ""
    raise SoraError(
        "There is no setting “{key}”.{hint} Settings: {kinds}.",
        key=key,
        hint=hint,
        kinds=", ".join(sorted(kinds)),
    )


def _parsed(path: str, text: str, kind: Any) -> Any:
    origin = get_origin(kind)
    if origin is Literal:
        if text not in get_args(kind):
            raise SoraError(
                "{path} must be one of {known}, found “{text}”.",
                path=path,
                known=", ".join(get_args(kind)),
                text=text,
            )
        return text
    if origin in (Union, types.UnionType):
        if text.lower() == "none":
            return None
        (only,) = [k for k in get_args(kind) if k is not type(None)]
        return _parsed(path, text, only)
    if origin is tuple:
        return tuple(
            _parsed(path, part.strip(), get_args(kind)[0]) for part in text.split(",") if part.strip()
        )
    if kind is bool:
        if text.lower() not in YES_NO:
            raise SoraError("{path} must be true or false, found “{text}”.", path=path, text=text)
        return YES_NO[text.lower()]
    if kind in (int, float):
        try:
            value = kind(text)
        except ValueError as error:
            what = "a whole number" if kind is int else "a number"
            raise SoraError(
                "{path} must be {what}, found “{text}”.", path=path, what=what, text=text
            ) from error
        if not 0 <= value < float("inf"):
            raise SoraError("{path} must be a number from 0 on, found “{text}”.", path=path, text=text)
        return value
    return Path(text) if kind is Path else text


def _replaced(config: Any, values: Mapping[str, Any]) -> Any:
    own = {path: value for path, value in values.items() if "." not in path}
    for name in {path.partition(".")[0] for path in values if "." in path}:
        start = len(name) + 1
        inner = {path[start:]: value for path, value in values.items() if path.startswith(f"{name}.")}
        own[name] = _replaced(getattr(config, name), inner)
    return replace(config, **own)
