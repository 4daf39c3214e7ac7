"""Opening the owner's templates, and the endpoint that rewords drafts."""

from __future__ import annotations

import os
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.ports import Drafter, Templates
    from config.models.settings import Settings


def open_templates(settings: Settings) -> Templates | None:
    """The owner's templates; `None` where they have none."""
    folder = settings.invitation.templates
    if folder is None:
        return None
    from adapters.templates import FolderTemplates  # noqa: PLC0415

    return FolderTemplates(folder)


@asynccontextmanager
async def open_drafter(settings: Settings) -> AsyncIterator[Drafter | None]:
    """The endpoint that rewords drafts, open for the block; `None` if there is none."""
    polish = settings.invitation.polish
    if polish is None:
        yield None
        return
    from adapters.drafter import OpenAIDrafter  # noqa: PLC0415
    from adapters.http import open_client  # noqa: PLC0415

    secret = polish.secret
    read = (lambda: secret.read(os.environ).get_secret_value()) if secret else None
    async with open_client([polish.url]) as client:
        yield OpenAIDrafter(client, polish.url, polish.model, secret=read)
