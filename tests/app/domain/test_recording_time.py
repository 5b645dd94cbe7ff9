"""What files say of when they were recorded."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from fractions import Fraction

import pytest

from app.domain.media import Medium
from app.domain.recording_time import Proposal, proposals
from app.domain.time_of_day import TimeOfDay, confirmed

MOMENT = datetime(2024, 1, 31, 23, 59, 59)


def named(name: str, *, folder: str = "", recorded: str = "") -> Medium:
    return Medium("m", f"{folder}{name}", name, "g", Fraction(1, 1000), 0, 1000, facts={"recorded": recorded})


@pytest.mark.parametrize(
    "name",
    [
        "20240131_235959.mp4",
        "2024-01-31 23-59-59.mkv",
        "2024-01-31T23:59:59.mp4",
        "VID_20240131_235959.mp4",
        "DJI_20240131235959_0001_D.MP4",
        "2024_0131_235959_001F.MP4",
        "Screen Recording 2024-01-31 at 23.59.59.mov",
        "ch01_20240131235959.mp4",
        "Camera1_20240131235959_20240201000459_1234.mp4",  # Hikvision: from, to
        "NVR_ch1_main_20240131235959_20240201000459.dav",  # Dahua
        "20240131_235959_7C2D_ACCC8E012345.mkv",  # Axis
    ],
)
def test_names_of_cameras_files(name: str) -> None:
    assert proposals(named(name)) == (Proposal(MOMENT, "", "the file's name"),)


def test_milliseconds_and_zones_in_names() -> None:
    (hikvision,) = proposals(named("192.168.1.64_01_20240131235959123_1.mp4"))
    assert hikvision == Proposal(MOMENT.replace(microsecond=123_000), "", "the file's name")
    (pixel,) = proposals(named("PXL_20240131_235959123.mp4"))
    assert pixel.zone == "UTC"
    assert proposals(named("20240131T235959Z.mp4"))[0].zone == "UTC"


@pytest.mark.parametrize("path", ["2024-01-31/001/dav/23/", "nvr\\2024-01-31\\001\\dav\\23\\"])
def test_dahua_keeps_the_day_in_the_folder(path: str) -> None:
    (found,) = proposals(named("23.59.59-00.04.59[M][0@0][0].dav", folder=path))
    assert (found.start, found.source) == (MOMENT, "the names of the file and its folder")


@pytest.mark.parametrize(
    "name",
    [
        "fi001.mp4",
        "VID-20240131-WA0001.mp4",
        "20241331_235959.mp4",
        "20240230_235959.mp4",
        "20240131_245959.mp4",
        "1234567820240131235959.mp4",
        "23.59.59-00.04.59.dav",
    ],
)
def test_names_that_say_nothing(name: str) -> None:
    assert proposals(named(name)) == ()


def test_the_metadata_mean_utc() -> None:
    (found,) = proposals(named("a.mp4", recorded="2024-01-31T23:59:59.000000Z"))
    assert found == Proposal(MOMENT, "UTC", "the file's metadata")
    assert proposals(named("a.mp4", recorded="2024-01-31T23:59:59+0800"))[0].zone == "+08:00"
    assert proposals(named("a.mp4", recorded="2024-01-31 23:59:59"))[0].zone == ""


@pytest.mark.parametrize("recorded", ["", "1904-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "yesterday"])
def test_a_clock_that_was_never_set_proposes_nothing(recorded: str) -> None:
    assert proposals(named("a.mp4", recorded=recorded)) == ()


def test_what_format_1_took_over_unasked_is_a_proposal_again() -> None:
    old = replace(named("a.mp4"), wall_clock="2024-01-31T23:59:59.000000Z")
    assert TimeOfDay.of(old) is None
    assert proposals(old) == (Proposal(MOMENT, "UTC", "the file's metadata"),)
    assert proposals(confirmed(old, 0, MOMENT, "UTC")) == ()


def test_a_proposal_can_be_confirmed_as_it_is() -> None:
    film = named("PXL_20240131_235959123.mp4")
    (found,) = proposals(film)
    clock = TimeOfDay.of(confirmed(film, 0, found.start, found.zone, found.uncertainty_ms))
    assert clock is not None
    assert clock.at(0) == "2024-01-31 23:59:59 UTC ± 1 s"  # the film goes on into the next day
