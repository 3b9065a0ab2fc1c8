"""The picture of a product: checked, turned upright, made small, kept in the data file."""

from __future__ import annotations

import io
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from crm_desktop.core.errors import UserError
from crm_desktop.core.i18n import N_, _
from crm_desktop.db.models import Attachment, AttachmentContent, Product
from crm_desktop.services.products import products
from crm_desktop.services.records import attachments

SET_ACTION = N_("Change picture")
REMOVE_ACTION = N_("Take picture away")

LONGEST_SIDE = 1200
"""Pixels kept of a picture; enough for a quarter of a printed page."""

_FORMATS = ("PNG", "JPEG", "WEBP", "BMP", "GIF")
_MOST_PIXELS = 100_000_000
_QUALITY = 85


def set_picture(session: Session, product_id: int, name: str, content: bytes) -> int:
    """Give a product a picture, instead of the one it had; returns the id of the kept file.

    What is kept is a JPEG of at most ``LONGEST_SIDE`` pixels, without what the camera wrote into
    it. Raises ``UserError`` for what is no picture.
    """
    product = products.found(session, product_id)
    small = shrink(name, content)
    stem = attachments.safe_name(name).rpartition(".")[0] or "picture"
    before = product.picture_id
    product.picture_id = attachments.add(session, "product", product_id, f"{stem}.jpg", small)
    if before is not None:
        attachments.remove(session, before)
    session.flush()
    return product.picture_id


def remove(session: Session, product_id: int) -> None:
    """Take the picture of a product away, if it has one."""
    product = products.found(session, product_id)
    if product.picture_id is not None:
        attachments.remove(session, product.picture_id)
        product.picture_id = None
    session.flush()


def pictures(session: Session, product_ids: Sequence[int]) -> dict[int, bytes]:
    """The pictures of products as JPEG, by product; those without one are left out."""
    found: dict[int, bytes] = {}
    for start in range(0, len(product_ids), 500):
        query = (
            select(Product.id, AttachmentContent.content)
            .join(Attachment, Attachment.id == Product.picture_id)
            .join(AttachmentContent, AttachmentContent.sha256 == Attachment.sha256)
            .where(
                Product.id.in_(product_ids[start : start + 500]), Attachment.deleted_at.is_(None)
            )
        )
        found.update((one, content) for one, content in session.execute(query))
    return found


def shrink(name: str, content: bytes, side: int = LONGEST_SIDE) -> bytes:
    """A picture as an upright JPEG of at most ``side`` pixels. Raises ``UserError`` for what is no
    picture, or one so large that it may be meant to break the program."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
            if picture.width * picture.height > _MOST_PIXELS:
                raise _refused(name)
            picture.draft("RGB", (side, side))  # reads a large photo at a fraction of its size
            upright = ImageOps.exif_transpose(picture).convert("RGBA")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as problem:
        raise _refused(name) from problem
    except Image.DecompressionBombError as problem:
        raise _refused(name) from problem
    upright.thumbnail((side, side))
    ground = Image.new("RGB", upright.size, "white")
    ground.paste(upright, mask=upright.getchannel("A"))
    made = io.BytesIO()
    ground.save(made, "JPEG", quality=_QUALITY)
    return made.getvalue()


def _refused(name: str) -> UserError:
    return UserError(
        _("“{name}” is no picture that can be shown.").format(name=attachments.safe_name(name)),
        _("Nothing was changed."),
        _("Choose a PNG or JPEG file."),
    )
