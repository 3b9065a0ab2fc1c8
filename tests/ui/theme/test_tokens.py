from __future__ import annotations

import re

import pytest

from crm_desktop.core import paths
from crm_desktop.ui.theme import style, tokens

GROUNDS = ("window", "canvas", "surface", "sunken", "raised", "hover", "selected")
READABLE = [(ink, ground) for ink in ("text", "text2", "text3") for ground in GROUNDS]
READABLE += [("text", "navsel"), ("text2", "navsel")]
READABLE += [
    (f"{tone}Text", ground)
    for tone in ("accent", "amber", "red", "blue", "violet")
    for ground in (f"{tone}Soft", "surface", "canvas", "hover", "selected")
]
READABLE += [
    ("text2", "graySoft"),
    ("text3", "graySoft"),
    ("onAccent", "accent"),
    ("onAccent", "accentHover"),
    ("onAccent", "accentPress"),
    ("tipfg", "tipbg"),
    ("tipaccent", "tipbg"),
    ("onDanger", "danger"),
    ("text", "accentSoft"),
    *(("text", f"h{step}") for step in range(4)),
    *(("onHeat", f"h{step}") for step in (4, 5)),
]
VISIBLE = [
    ("accentText", "navsel"),
    ("focus", "surface"),
    ("focus", "canvas"),
    ("focus", "selected"),
    ("accent", "surface"),
    ("red", "surface"),
    ("blue", "surface"),
    ("violet", "surface"),
    ("line3", "surface"),
    ("line3", "canvas"),
]


def luminance(color: str) -> float:
    """WCAG 2 relative luminance."""
    parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("more", [False, True], ids=["normal", "more contrast"])
@pytest.mark.parametrize("name", tokens.THEMES)
def test_every_text_can_be_read(name: str, more: bool) -> None:
    colors = tokens.load(name, more).colors
    low = {
        pair: round(contrast(colors[pair[0]], colors[pair[1]]), 2)
        for pair in READABLE
        if contrast(colors[pair[0]], colors[pair[1]]) < 4.5
    }
    assert low == {}


@pytest.mark.parametrize("name", tokens.THEMES)
def test_marks_and_focus_can_be_seen(name: str) -> None:
    colors = tokens.load(name).colors
    assert [pair for pair in VISIBLE if contrast(colors[pair[0]], colors[pair[1]]) < 3] == []


@pytest.mark.parametrize("name", tokens.THEMES)
def test_avatars_can_be_read(name: str) -> None:
    assert [pair for pair in tokens.load(name).avatars if contrast(*pair) < 4.5] == []


def test_both_themes_name_the_same_roles() -> None:
    light, dark = tokens.load("light"), tokens.load("dark")
    assert light.colors.keys() == dark.colors.keys()
    assert len(light.avatars) == len(dark.avatars)


def test_more_contrast_strengthens_borders_and_captions() -> None:
    plain, more = tokens.load("light").colors, tokens.load("light", True).colors
    for role in ("line2", "text3"):
        assert contrast(more[role], more["surface"]) > contrast(plain[role], plain["surface"])


@pytest.mark.parametrize("name", tokens.THEMES)
def test_the_style_sheet_knows_every_token_and_file_it_names(name: str) -> None:
    sheet = style.sheet(tokens.load(name), 1.0)
    assert "@" not in re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    for file in re.findall(r"url\((.*?)\)", sheet):
        assert paths.Path(file).is_file()


def test_the_style_sheet_grows_with_the_text_but_hairlines_stay() -> None:
    sheet = style.sheet(tokens.load("light"), 2.0)
    assert "min-height: 60px" in sheet
    assert "border: 1px solid" in sheet


def test_no_colour_is_written_anywhere_else() -> None:
    folder = paths.Path(style.__file__).parents[1]
    written = [
        f"{file.name}: {hit}"
        for file in folder.rglob("*.py")
        for hit in re.findall(r"#[0-9A-Fa-f]{6}\b", file.read_text("utf-8"))
    ]
    assert written == []
