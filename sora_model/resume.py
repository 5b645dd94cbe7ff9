"""Where an unfinished training stands, on disk after every epoch: tensors and JSON, no pickle."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from safetensors import SafetensorError
from safetensors.torch import load as load_tensors
from safetensors.torch import save as save_tensors
from torch import Tensor

from sora_model.config import TrainConfig
from sora_model.contract.errors import SoraError
from sora_model.contract.jobs import UNFINISHED
from sora_model.contract.manifest import Manifest

JOURNAL_VERSION = 1


def fingerprint(config: TrainConfig, manifest: Manifest) -> str:
    """Names everything that decides the numbers of a training, but for the machine it runs on."""
    told = asdict(config)
    for name in ("run", "cache_dir", "resume", "device"):
        del told[name]
    text = json.dumps({"config": told, "manifest": manifest.to_data()}, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


class Journal:
    """One fit's state in the folder `unfinished` of a run: `NAME.json`, which names its tensors' file."""

    def __init__(self, out_dir: Path, name: str, fingerprint: str) -> None:
        self.folder = out_dir / UNFINISHED
        self.name = name
        self._fingerprint = fingerprint

    def write(self, tensors: Mapping[str, Tensor], facts: Mapping[str, Any]) -> None:
        """Replace what stands there; after a crash the folder holds the old state or the new one."""
        data = save_tensors({k: v.detach().cpu().contiguous() for k, v in tensors.items()})
        digest = hashlib.sha256(data).hexdigest()[:32]
        file_name = f"{self.name}-{digest}.safetensors"
        described = {
            "version": JOURNAL_VERSION,
            "fingerprint": self._fingerprint,
            "tensors": file_name,
            "facts": facts,
        }
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            (self.folder / file_name).write_bytes(data)
            temporary = self.folder / f".{self.name}.{os.getpid()}.tmp"
            temporary.write_text(json.dumps(described))
            os.replace(temporary, self.folder / f"{self.name}.json")
            for old in self.folder.glob(f"{self.name}-*.safetensors"):
                if old.name != file_name:
                    old.unlink(missing_ok=True)
        except OSError as error:
            raise SoraError(
                "The state of the training cannot be kept in {folder} ({reason}). Free some space "
                "and train again.",
                folder=self.folder,
                reason=error.strerror or error,
            ) from error

    def read(self) -> tuple[dict[str, Tensor], dict[str, Any]] | None:
        """The state, None where there is none.

        Raises `SoraError` where it is damaged, or of a training with other settings or labels.
        """
        path = self.folder / f"{self.name}.json"
        if not path.exists():
            return None
        try:
            told = json.loads(path.read_text())
            version, whose, file_name = told["version"], told["fingerprint"], told["tensors"]
            data = (self.folder / Path(file_name).name).read_bytes()
            tensors = load_tensors(data)
            facts = dict(told["facts"])
        except (OSError, ValueError, KeyError, TypeError, SafetensorError) as error:
            raise SoraError(
                "The state of the training in {folder} is damaged ({reason}). Train anew.",
                folder=self.folder,
                reason=error,
            ) from error
        if hashlib.sha256(data).hexdigest()[:32] != Path(file_name).stem.rpartition("-")[2]:
            raise SoraError(
                "The state of the training in {folder} is damaged. Train again from the start.",
                folder=self.folder,
            )
        if version != JOURNAL_VERSION or whose != self._fingerprint:
            raise SoraError(
                "The training in {folder} was begun with other settings, labels or another version. "
                "Give the same ones, or train again from the start.",
                folder=self.folder,
            )
        return tensors, facts


def forget(out_dir: Path) -> None:
    """Remove what `Journal` kept there: the training is finished, or begins anew."""
    shutil.rmtree(out_dir / UNFINISHED, ignore_errors=True)
