"""What a model will look at in a film, kept while that is decoded for something else; free of torch."""

from __future__ import annotations

from pathlib import Path

from sora_model.config import DESCRIPTION, ModelConfig
from sora_model.contract.errors import SoraError
from sora_model.contract.jobs import PredictJob
from sora_model.contract.json_fields import Fields
from sora_model.data import film_sources
from sora_model.data.features import cache_folder
from sora_model.media.pts_index import PtsIndex
from sora_model.media.taken_pictures import TakenPictures
from sora_model.network.backbones import shifts


def taker(job: PredictJob, index: PtsIndex) -> TakenPictures | None:
    """`film_sources.taker` for the one medium of `job`, by what its checkpoint's description says.

    The weights are not looked at: `inference.compute_features` is who refuses damaged ones. Raises
    `SoraError` where the description cannot be read.
    """
    file = Path(job.checkpoint) / DESCRIPTION
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SoraError(
            "{file} cannot be read ({reason}). Choose another run, or train again.", file=file, reason=error
        ) from error
    fields = Fields.parse(text, str(file))
    spec = ModelConfig.from_data(fields.mapping("config")).features
    is_shifted = fields.has("backbone") and fields.optional_text("backbone") == "shifted"
    return film_sources.taker(
        job.media[0],
        index,
        spec,
        fields.text("weights_hash"),
        shifts(spec.backbone) if is_shifted else 0,
        cache_folder(job.cache_dir),
    )
