"""Pictures are measured, dated and made small without ever being trusted."""

import zlib
from datetime import UTC, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import pytest
from PIL import Image

from paidan.platform.files.errors import PictureTooLarge
from paidan.platform.files.media_types import MEDIA_TYPES
from paidan.platform.files.pictures import inspect_picture

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 16, 1, 0, tzinfo=UTC)
JPEG, PNG = MEDIA_TYPES["image/jpeg"], MEDIA_TYPES["image/png"]


def look(path, kind=JPEG):
    return inspect_picture(path, kind, SHANGHAI, NOW)


def with_exif(picture, *, orientation=None, taken=None, offset=None, place=None, size=(600, 300)):
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
    details = {tag: value for tag, value in ((36867, taken), (36881, offset)) if value}
    if details:
        exif.get_ifd(0x8769).update(details)
    if place:
        exif.get_ifd(0x8825).update(place)
    return picture(size, exif=exif)


def test_a_thumbnail_is_a_small_webp_that_says_nothing_about_where_it_was_taken(picture, written):
    place = {1: "N", 2: (31.0, 14.0, 0.0), 3: "E", 4: (121.0, 29.0, 0.0)}
    found = look(written(with_exif(picture, place=place, taken="2026:11:15 08:30:00", size=(1600, 800))))

    thumb = Image.open(BytesIO(found.thumb))
    assert (thumb.format, thumb.size) == ("WEBP", (320, 160))
    assert not thumb.getexif()
    assert (found.width, found.height) == (1600, 800)


def test_a_photo_taken_upright_is_measured_and_shown_upright(picture, written):
    found = look(written(with_exif(picture, orientation=6)))
    assert (found.width, found.height) == (300, 600)
    assert Image.open(BytesIO(found.thumb)).size == (160, 320)


@pytest.mark.parametrize(
    ("taken", "offset", "moment"),
    [
        ("2026:11:15 08:30:00", None, datetime(2026, 11, 15, 0, 30, tzinfo=UTC)),
        ("2026:11:15 08:30:00", "+09:00", datetime(2026, 11, 14, 23, 30, tzinfo=UTC)),
        ("2036:11:15 08:30:00", None, None),
        ("0000:00:00 00:00:00", None, None),
        ("1970:01:01 00:00:00", None, None),
    ],
)
def test_the_moment_of_capture_is_local_time_unless_the_camera_says_otherwise(picture, written, taken, offset, moment):
    assert look(written(with_exif(picture, taken=taken, offset=offset))).taken_at == moment


@pytest.mark.parametrize(
    ("place", "position"),
    [
        ({1: "N", 2: (31.0, 13.0, 48.0), 3: "E", 4: (121.0, 28.0, 12.0)}, {"lat": 31.23, "lng": 121.47}),
        ({1: "S", 2: (33.0, 30.0, 0.0), 3: "W", 4: (70.0, 30.0, 0.0)}, {"lat": -33.5, "lng": -70.5}),
        ({1: "N", 2: (131.0, 0.0, 0.0), 3: "E", 4: (121.0, 0.0, 0.0)}, None),
        ({1: "N", 2: (0.0, 0.0, 0.0), 3: "E", 4: (0.0, 0.0, 0.0)}, None),
    ],
)
def test_the_position_is_read_in_degrees(picture, written, place, position):
    assert look(written(with_exif(picture, place=place))).position == position


def test_a_picture_of_absurd_size_is_refused_before_it_is_decoded(written):
    header = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (100_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    bomb = header + zlib.crc32(header[12:]).to_bytes(4, "big") + b"\0\0\0\0IDAT\x35\xaf\x06\x1e"
    with pytest.raises(PictureTooLarge):
        look(written(bomb), PNG)


def test_a_large_picture_that_would_fill_the_memory_is_kept_without_a_small_copy(written):
    out = BytesIO()
    Image.new("1", (9000, 9000)).save(out, "PNG")
    found = look(written(out.getvalue()), PNG)
    assert (found.width, found.height, found.thumb) == (9000, 9000, None)


@pytest.mark.parametrize("cut", [30, 400])
def test_a_broken_picture_is_kept_as_it_is(picture, written, cut):
    assert look(written(picture()[:cut])).thumb is None


def test_transparency_survives_in_the_small_copy(written):
    out = BytesIO()
    Image.new("RGBA", (400, 400), (255, 0, 0, 0)).save(out, "PNG")
    thumb = Image.open(BytesIO(look(written(out.getvalue()), PNG).thumb))
    assert thumb.convert("RGBA").getpixel((10, 10))[3] == 0
