"""Fields that are strings in the file and typed values in the settings."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import GetPydanticSchema, ValidationInfo
from pydantic_core import core_schema

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the settings come from: the directory of the config file, absolute.

    Given as pydantic's validation context; without it, paths are relative to the working
    directory, and secret files are not looked at.
    """

    folder: Path
    checks_secrets: bool = True
    """Whether the files that hold secrets must be there."""


def parsed(parse: Callable[[str], object]) -> GetPydanticSchema:
    """For `Annotated`: the field is a string that `parse` reads, raising ValueError."""
    schema = core_schema.no_info_after_validator_function(
        parse, core_schema.str_schema(strict=True)
    )
    return GetPydanticSchema(lambda _source, _handler: schema)


def parsed_in_folder(parse: Callable[[str, Path], object]) -> GetPydanticSchema:
    """As `parsed`; `parse` also takes the directory that paths are relative to."""

    def in_folder(text: str, info: ValidationInfo) -> object:
        origin = info.context
        return parse(text, origin.folder if isinstance(origin, Origin) else Path.cwd())

    schema = core_schema.with_info_after_validator_function(
        in_folder, core_schema.str_schema(strict=True)
    )
    return GetPydanticSchema(lambda _source, _handler: schema)
